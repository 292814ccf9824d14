//! An unchanging set of alerts in the form in which it is searched.
//!
//! Each part of the vocabulary has the row of names that hold it. A traveller's parts are held against the vocabulary;
//! the names in the rows of alike parts are sifted ([`Sieve`]), and only those that can be enough are compared whole.

use crate::{
    NameSearch,
    evidence::{self, Findings},
    facts::{DayOfYear, FactTable, Facts, Rows, ShortBirth},
    name::{
        compare::{self, Word, compare},
        frequencies::{Frequencies, is_eastern},
        likeness::{How, likeness, loosely},
        parts::{Kind, MOST_PARTS, NamePart},
        readings::readings,
    },
    numbers::Numbers,
    search::{
        bodies::Bodies,
        heads::{Head, Heads, Holder, Letters, Sections},
        query::{Picked, QueryName, Scratch},
        sieve::{Names, Share, Sieve},
        vocabulary::{PartId, Vocabulary},
    },
};
use limen_domain::{Alert, AlertId, BirthDate, DocumentNumber, ListName};
use rayon::iter::{IndexedParallelIterator, IntoParallelRefMutIterator, ParallelIterator};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

/// From how many names on a segment is searched in several shares at the same time, and in how many at most.
const MANY_NAMES: usize = 3_000_000;
const MOST_SHARES: usize = 8;
/// Maximum number of birth dates that go with one name.
const MOST_BIRTHS: usize = 8;

/// Alerts by number, with everything that screening needs of them.
#[derive(Debug, Default)]
pub(crate) struct Segment {
    vocabulary: Vocabulary,
    /// What each part weighs, in bits.
    bits: Vec<f32>,
    /// Parts of each name: number and kind. Once filed, names stand in the order of their [`Heads`].
    names: Rows<u32>,
    /// The heads, which rule most names out.
    heads: Heads,
    /// The alert of each name, and which of its names it is.
    alert_of: Vec<(u32, u16)>,
    generations: FxHashMap<u32, u8>,
    /// All birth dates that go with a name, where it has some of its own beside its alert's.
    born_as: FxHashMap<u32, SmallVec<[BirthDate; 4]>>,
    /// The names that hold each part.
    holders: Rows<Holder>,
    /// The names of those born on each day of the year.
    by_day: Rows<Holder>,
    facts: FactTable,
    documents: Numbers,
    plates: Numbers,
    bodies: Bodies,
}

/// An alert that was found by name, not yet explained.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found {
    pub alert: u32,
    /// Which of the alert's names, and which of the subject's.
    pub alert_name: u32,
    pub subject_name: u8,
    /// All evidence together.
    pub weight: f32,
    pub findings: Findings,
}

fn pack(id: PartId, kind: Kind) -> u32 {
    id | (kind as u32) << 30
}

/// The number and the kind of a name's part.
pub(crate) fn unpack(packed: u32) -> (PartId, Kind) {
    let kind = match packed >> 30 {
        0 => Kind::Strong,
        1 => Kind::Particle,
        _ => Kind::Initial,
    };
    (packed & 0x3fff_ffff, kind)
}

impl Segment {
    /// Takes alerts in, one by one; [`Segment::finish`] makes them searchable.
    pub fn add(&mut self, alert: &Alert) {
        let number = self.len() as u32;
        for (which, name) in (0_u16..).zip(&alert.names) {
            let own = alert.alias_births.iter().find(|births| births.name == *name);
            for read in readings(name) {
                if let Some(generation) = read.generation {
                    self.generations.insert(self.names.len() as u32, generation);
                }
                if let Some(own) = own {
                    let births = alert.birth_dates.iter().chain(&own.birth_dates).copied().take(MOST_BIRTHS).collect();
                    self.born_as.insert(self.names.len() as u32, births);
                }
                let ids = read.parts.iter().map(|part| pack(self.vocabulary.add(&part.part), part.kind));
                self.names.add(ids);
                self.alert_of.push((number, which));
            }
        }
        self.facts.add(alert);
        alert.documents.iter().for_each(|document| self.documents.add(&document.number, number));
        alert.plates.iter().for_each(|plate| self.plates.add(plate, number));
        self.bodies.add(alert);
    }

    /// Counts the names taken in.
    pub fn count(&self, frequencies: &mut Frequencies) {
        let mut counts = vec![0_u32; self.vocabulary.len()];
        for name in 0..self.names.len() {
            self.names
                .of(name)
                .iter()
                .map(|packed| unpack(*packed))
                .filter(|(_, kind)| *kind == Kind::Strong)
                .for_each(|(id, _)| counts[id as usize] += 1);
        }
        for (part, count) in self.vocabulary.parts().iter().zip(counts) {
            frequencies.add_part(part, count);
        }
        frequencies.add_names(self.names.len());
        let is_eastern = |name: &usize| {
            is_eastern(self.names.of(*name).iter().map(|packed| self.vocabulary.part(unpack(*packed).0)))
        };
        frequencies.add_eastern((0..self.names.len()).filter(is_eastern).count());
    }

    /// Files everything, with parts weighed by `frequencies`.
    pub fn finish(&mut self, frequencies: &Frequencies) {
        let renumbered = self.vocabulary.file();
        self.names.values_mut().for_each(|packed| {
            let (id, kind) = unpack(*packed);
            *packed = pack(renumbered[id as usize], kind);
        });
        self.documents.file();
        self.plates.file();
        self.bodies.shrink();
        self.facts.shrink();
        self.bits = self.vocabulary.parts().iter().map(|part| frequencies.bits(part)).collect();
        self.put_in_order();
        // A name that holds a part twice is noted twice: it may be paired twice.
        let id = |packed: &u32| unpack(*packed).0 as usize;
        let counts = Rows::<Holder>::ends_of(self.vocabulary.len(), self.names.values().map(id));
        let holder = |name: usize| {
            let sections = self.names.of(name).iter().map(|packed| Sections::of_part(&counts, id(packed)));
            let sections = sections.fold(Sections::default(), Sections::and);
            Holder { name: name as u32, head: self.heads.head(name as u32), sections }
        };
        let holders: Vec<Holder> = (0..self.names.len()).map(holder).collect();
        let days = || holders.iter().map(|holder| (holder.head.day_of_year().number(), *holder));
        self.by_day = Rows::gathered(Rows::<Holder>::ends_of(DayOfYear::END, days().map(|(day, _)| day)), days());
        let names = holders.iter().flat_map(|holder| {
            let parts = self.names.of(holder.name as usize).iter();
            parts.map(move |packed| (id(packed), *holder))
        });
        self.holders = Rows::gathered(counts, names);
    }

    /// Numbers the names anew, in the order in which they are sifted.
    fn put_in_order(&mut self) {
        let head = |name: usize| {
            let (alert, words) = (self.alert_of[name].0 as usize, self.words(name as u32));
            let births = self.born_as.get(&(name as u32)).map_or(self.facts.births(alert), |births| births);
            let head = Head::new(&words, ShortBirth::of(births), self.facts.of(alert).sex());
            (head, Letters::first_of(&words))
        };
        let heads: Vec<(Head, Letters)> = (0..self.names.len()).map(head).collect();
        let (heads, order) = Heads::new(&heads);
        self.heads = heads;
        let mut names = Rows::default();
        order.iter().for_each(|name| names.add(self.names.of(*name as usize).iter().copied()));
        names.shrink();
        self.names = names;
        self.alert_of = order.iter().map(|name| self.alert_of[*name as usize]).collect();
        let places = (0_u32..).zip(&order).filter_map(|(place, name)| Some((place, *self.generations.get(name)?)));
        self.generations = places.collect();
        let places = (0_u32..).zip(&order).filter_map(|(place, name)| Some((place, self.born_as.remove(name)?)));
        self.born_as = places.collect();
    }

    /// How many alerts it holds.
    pub fn len(&self) -> usize {
        self.bodies.len()
    }

    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    pub fn bits(&self, id: PartId) -> f32 {
        self.bits[id as usize]
    }

    /// How many names hold a part.
    pub fn holders(&self, id: PartId) -> usize {
        self.holders.of(id as usize).len()
    }

    /// The section of the vocabulary in which a part stands.
    pub fn section(&self, id: PartId) -> Sections {
        Sections::of_part(self.holders.ends(), id as usize)
    }

    /// The alert in full.
    pub fn alert(&self, number: u32) -> Option<Alert> {
        self.bodies.get(number as usize)
    }

    /// Which of its alert's names a name is.
    pub fn place_of_name(&self, found: &Found) -> usize {
        usize::from(self.alert_of[found.alert_name as usize].1)
    }

    /// The number of an alert, by looking at each.
    pub fn numbers_by_id(&self) -> FxHashMap<(ListName, AlertId), u32> {
        (0..self.len() as u32)
            .filter_map(|number| self.alert(number).map(|alert| ((alert.list, alert.id), number)))
            .collect()
    }

    pub fn by_document(&self, number: &DocumentNumber) -> impl Iterator<Item = u32> {
        self.documents.near(number)
    }

    pub fn by_plate(&self, plate: &DocumentNumber) -> impl Iterator<Item = u32> {
        self.plates.near(plate)
    }

    pub fn findings(&self, facts: &Facts, alert: u32) -> Findings {
        facts.findings(self.facts.of(alert as usize))
    }

    fn words(&self, name: u32) -> SmallVec<[Word<'_>; MOST_PARTS]> {
        let row = self.names.of(name as usize).iter().map(|packed| unpack(*packed));
        row.map(|(id, kind)| Word::new(self.vocabulary.part(id), kind, self.bits[id as usize])).collect()
    }

    /// Every alert whose name, with the facts, weighs at least `least`.
    pub fn by_name(&self, query: &[QueryName], facts: &Facts, least: f32, scratch: &mut Scratch) -> Vec<Found> {
        // A few names are searched sooner than a thread is woken.
        let is_large = self.names.len() >= MANY_NAMES;
        let of = if is_large { (rayon::current_num_threads() * 2).clamp(1, MOST_SHARES) } else { 1 };
        self.by_name_in_shares(of, query, facts, least, scratch).into_all()
    }

    /// The same in so many shares, each by a thread.
    fn by_name_in_shares(
        &self,
        of: usize,
        query: &[QueryName],
        facts: &Facts,
        least: f32,
        scratch: &mut Scratch,
    ) -> Best {
        scratch.picked.resize_with(of, Picked::default);
        let share = |at: usize| Share { at: at as u32, of: of as u32 };
        match &mut scratch.picked[..] {
            [picked] => self.by_name_in(share(0), query, facts, least, picked),
            picked => {
                let shares = picked.par_iter_mut().enumerate();
                let found = shares.map(|(at, picked)| self.by_name_in(share(at), query, facts, least, picked));
                found.reduce(Best::default, Best::and)
            }
        }
    }

    fn by_name_in(&self, share: Share, query: &[QueryName], facts: &Facts, least: f32, picked: &mut Picked) -> Best {
        let mut found = Best::default();
        let names = Names { heads: &self.heads, parts: &self.names, holders: &self.holders, by_day: &self.by_day };
        for name in query {
            Sieve::new(names, share, name, facts, least).likely(picked);
            for &alert_name in &picked.likely {
                let alike = |one: usize, other: PartId| name.alike(one, other);
                found.keep(self.compare(name, alert_name, facts, least, alike));
            }
        }
        found
    }

    /// The alerts that have a name with a part for each part of a search, by their numbers.
    pub fn by_parts(&self, search: &NameSearch, scratch: &mut Scratch) -> Vec<u32> {
        let mut alerts = Vec::new();
        for parts in search.readings() {
            // Of each part the names that have one like it; a name is wanted that each part leads to.
            let mut names: Option<Vec<u32>> = None;
            for part in parts {
                let ids = scratch.alike(self, &part.part);
                let mut held: Vec<u32> = ids
                    .into_iter()
                    .flat_map(|id| self.holders.of(id as usize).iter().map(|holder| holder.name))
                    .collect();
                held.sort_unstable();
                held.dedup();
                if let Some(before) = &names {
                    held.retain(|name| before.binary_search(name).is_ok());
                }
                names = Some(held);
            }
            alerts.extend(names.into_iter().flatten().map(|name| self.alert_of[name as usize].0));
        }
        alerts.sort_unstable();
        alerts.dedup();
        alerts
    }

    /// The same by comparing every name with every part of the query afresh: slow, and what [`Self::by_name`] is
    /// measured against.
    pub fn by_every_name(&self, query: &[QueryName], facts: &Facts, least: f32) -> Vec<Found> {
        let mut found = Best::default();
        for name in query {
            for alert_name in 0..self.names.len() as u32 {
                let alike = |one: usize, other: PartId| likeness(&name.parts[one].part, self.vocabulary.part(other));
                found.keep(self.compare(name, alert_name, facts, least, alike));
            }
        }
        found.into_all()
    }

    /// Compares one of the subject's names with one of the alerts' whole; `None` where it weighs less than `least`.
    fn compare(
        &self,
        name: &QueryName,
        alert_name: u32,
        facts: &Facts,
        least: f32,
        alike: impl Fn(usize, PartId) -> Option<(f32, How)>,
    ) -> Option<Found> {
        let alert = self.alert_of[alert_name as usize].0;
        let of_alert = self.facts.of(alert as usize);
        let of_name = self.born_as.get(&alert_name).map_or(of_alert, |births| of_alert.born(births));
        let findings = facts.findings(of_name);
        let row = self.names.of(alert_name as usize);
        let is_of_the_day = self.heads.head(alert_name).birth().is_day_of(facts.short_birth());
        let is_loose = is_of_the_day && row.iter().any(|packed| name.prospects.contains_key(&unpack(*packed).0));
        let alike = |one: usize, other: usize| {
            let other = unpack(row[other]).0;
            let loosely = || loosely(&name.parts[one].part, self.vocabulary.part(other)).filter(|_| is_loose);
            alike(one, other).or_else(loosely)
        };
        let outcome = compare(&name.words(), &self.words(alert_name), name.cut, alike)?;
        let generation = self.generations.get(&alert_name).copied();
        let share = outcome.share - compare::generations(name.generation, generation);
        // One name is a whole name (Doc 9303-3 §4.6): it is enough where the day of birth is the same.
        let share = if findings.same_birth_date() { share + outcome.taken_for_one_name } else { share };
        let weight = evidence::name(share, outcome.bits) + findings.weight_beside(share, name.tied);
        (share >= evidence::LEAST_SHARE && weight >= least).then_some(Found {
            alert,
            alert_name,
            subject_name: name.of,
            weight,
            findings,
        })
    }

    /// Bytes held, about: all but what the allocator adds.
    pub fn bytes(&self) -> usize {
        self.vocabulary.bytes()
            + self.bits.len() * 4
            + self.names.bytes()
            + self.heads.bytes()
            + self.alert_of.len() * 8
            + self.holders.bytes()
            + self.by_day.bytes()
            + self.facts.bytes()
            + self.documents.bytes()
            + self.plates.bytes()
            + self.bodies.held()
    }
}

/// The weightiest of each alert's names.
#[derive(Default)]
struct Best(FxHashMap<u32, Found>);

impl Best {
    fn keep(&mut self, found: Option<Found>) {
        let Some(found) = found else { return };
        let known = self.0.entry(found.alert).or_insert(found);
        if found.weight > known.weight {
            *known = found;
        }
    }

    fn and(mut self, other: Self) -> Self {
        other.0.into_values().for_each(|found| self.keep(Some(found)));
        self
    }

    fn into_all(self) -> Vec<Found> {
        self.0.into_values().collect()
    }
}

/// How alike two single parts are, for [`QueryName::alike`].
pub(crate) type AlikeParts = SmallVec<[(u8, f32, How); 2]>;

/// The words of a name's parts, weighed.
pub(crate) fn words_of<'a>(parts: &'a [NamePart], bits: &[f32]) -> SmallVec<[Word<'a>; MOST_PARTS]> {
    parts.iter().zip(bits).map(|(part, bits)| Word::new(&part.part, part.kind, *bits)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Subject;
    use limen_domain::Action;

    #[test]
    fn a_segment_searched_in_shares_finds_what_it_finds_as_a_whole() {
        let given = ["Mamadou", "Fatoumata", "Ali", "Hassan", "Maria", "Jean", "Ivan", "Kadiatou"];
        let surnames = ["Diallo", "Jallow", "Camara", "Petrov", "Traoré", "Koné", "Sow"];
        let list = ListName::parse("national").expect("a name");
        let mut segment = Segment::default();
        for number in 0..400 {
            let id = AlertId::parse(&format!("A-{number}")).expect("an identifier");
            let mut alert = Alert::new(list.clone(), id, Action::Refer);
            alert.names.push(format!("{} {}", given[number % given.len()], surnames[number % surnames.len()]));
            alert.birth_dates.extend(format!("{}-03-07", 1950 + number % 40).parse::<BirthDate>());
            segment.add(&alert);
        }
        let mut frequencies = Frequencies::default();
        segment.count(&mut frequencies);
        segment.finish(&frequencies);
        for (name, born) in [("Mamadu Jalloh", "1957-03-07"), ("Koné Ali", "1960"), ("Ivan Petrov", "")] {
            let subject = Subject { names: vec![name.into()], birth_date: born.parse().ok(), ..Subject::default() };
            let (facts, mut scratch) = (Facts::from(&subject), Scratch::default());
            let query: Vec<QueryName> = readings(name)
                .into_iter()
                .map(|read| QueryName::new((0, &subject.names[0], read), &segment, &frequencies, &mut scratch))
                .collect();
            let mut found = |of: usize| {
                let best = segment.by_name_in_shares(of, &query, &facts, 0.0, &mut scratch);
                let mut found: Vec<(u32, u32)> =
                    best.into_all().iter().map(|found| (found.alert, found.weight.to_bits())).collect();
                found.sort_unstable();
                found
            };
            let whole = found(1);
            assert!(!whole.is_empty(), "{name}");
            for of in [2, 3, 8] {
                assert_eq!(found(of), whole, "{name} in {of} shares");
            }
        }
    }
}

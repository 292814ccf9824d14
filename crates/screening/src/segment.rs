//! An unchanging set of alerts in the form in which it is searched.
//!
//! Each part of the vocabulary has the row of names that hold it. A traveller's parts are held against the vocabulary;
//! the rows of all alike parts are added up, name by name, into the most evidence that each name can give; names for
//! which that is too little are out ([`Prospect`]), and only the rest is compared whole. The bound is
//! never below the truth, so what is returned is what comparing every name would return.

use crate::{
    evidence::{self, Findings},
    facts::{FactTable, Facts, Rows, ShortBirth},
    name::{
        compare::{self, Outcome, Prospect, Word, compare},
        frequencies::Frequencies,
        likeness::{How, likeness},
        parts::{Kind, MOST_PARTS, NamePart, parts},
    },
    numbers::Numbers,
    query::{QueryName, Scratch},
    vocabulary::{PartId, Vocabulary},
};
use limen_domain::{Alert, AlertId, DocumentNumber, ListName};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

/// How many names are looked at together.
const BLOCK: usize = 1 << 16;
/// A part with fewer holders than this is not followed through the blocks by itself.
const FEW: usize = 32;
/// Evidence in whole sixteenths of a bit.
const SIXTEENTHS: f32 = 16.0;

/// Alerts by number, with everything that screening needs of them.
#[derive(Debug, Default)]
pub(crate) struct Segment {
    vocabulary: Vocabulary,
    /// What each part weighs, in bits.
    bits: Vec<f32>,
    /// Parts of each name: number and kind. Once filed, names stand in the order of their weight.
    names: Rows<u32>,
    /// What decides of most names that they are out.
    heads: Vec<Head>,
    /// The alert of each name, and which of its names it is.
    alert_of: Vec<(u32, u16)>,
    generations: FxHashMap<u32, u8>,
    /// The names that hold each part.
    holders: Rows<u32>,
    facts: FactTable,
    documents: Numbers,
    plates: Numbers,
    bodies: Vec<u8>,
    body_ends: Vec<u64>,
}

/// What decides of most names that they are out: what the name weighs, in quarters of a bit, rounded down, its bearer's
/// birth date, and with which letters its parts begin.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Head {
    pub weight: u8,
    pub birth: ShortBirth,
    pub letters: Letters,
}

/// A set of the letters A to Z, a bit each.
pub(crate) type Letters = u32;

/// The letter that a word begins with.
pub(crate) fn first_letter(word: &Word<'_>) -> Letters {
    word.part.letters.first().map_or(0, |letter| 1 << (letter.wrapping_sub(b'A') & 31))
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

fn unpack(packed: u32) -> (PartId, Kind) {
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
            let read = parts(name);
            if let Some(generation) = read.generation {
                self.generations.insert(self.names.len() as u32, generation);
            }
            let ids = read.parts.iter().map(|part| pack(self.vocabulary.add(&part.part), part.kind));
            self.names.add(ids);
            self.alert_of.push((number, which));
        }
        self.facts.add(alert);
        alert.document_numbers.iter().for_each(|document| self.documents.add(document, number));
        alert.plates.iter().for_each(|plate| self.plates.add(plate, number));
        // Writing to memory can't fail, and an alert holds nothing that JSON can't.
        serde_json::to_writer(&mut self.bodies, alert).unwrap_or_default();
        self.body_ends.push(self.bodies.len() as u64);
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
        self.bodies.shrink_to_fit();
        self.bits = self.vocabulary.parts().iter().map(|part| frequencies.bits(part)).collect();
        let head = |name: usize| {
            let words = self.words(name as u32);
            let bits: f32 = words.iter().filter(|word| word.kind != Kind::Particle).map(|word| word.bits).sum();
            let weight = (bits * 4.0).floor().min(f32::from(HEAVIEST)) as u8;
            let letters = words.iter().map(first_letter).fold(0, |all, letter| all | letter);
            Head { weight, birth: self.facts.short_birth(self.alert_of[name].0 as usize), letters }
        };
        self.heads = (0..self.names.len()).map(head).collect();
        self.put_in_order();
        let mut held: Vec<u32> = vec![0; self.vocabulary.len() + 1];
        let each = |names: &Rows<u32>, mut see: Box<dyn FnMut(usize, u32) + '_>| {
            for name in 0..names.len() {
                // A name that holds a part twice is noted twice: it may be paired twice.
                names.of(name).iter().for_each(|packed| see(unpack(*packed).0 as usize, name as u32));
            }
        };
        each(&self.names, Box::new(|id, _| held[id + 1] += 1));
        for at in 1..held.len() {
            held[at] += held[at - 1];
        }
        let mut next = held.clone();
        let mut values = vec![0; held.last().copied().unwrap_or(0) as usize];
        each(
            &self.names,
            Box::new(|id, name| {
                values[next[id] as usize] = name;
                next[id] += 1;
            }),
        );
        self.holders = Rows::of_parts(held, values);
    }

    /// Numbers the names by their weight, so that a row of holders begins with those of whom little is enough.
    fn put_in_order(&mut self) {
        let mut order: Vec<u32> = (0..self.names.len() as u32).collect();
        order.sort_by_key(|name| self.heads[*name as usize].weight);
        let mut names = Rows::default();
        order.iter().for_each(|name| names.add(self.names.of(*name as usize).iter().copied()));
        self.names = names;
        self.heads = order.iter().map(|name| self.heads[*name as usize]).collect();
        self.alert_of = order.iter().map(|name| self.alert_of[*name as usize]).collect();
        let places = (0_u32..).zip(&order).filter_map(|(place, name)| Some((place, *self.generations.get(name)?)));
        self.generations = places.collect();
    }

    /// How many alerts it holds.
    pub fn len(&self) -> usize {
        self.body_ends.len()
    }

    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    pub fn bits(&self, id: PartId) -> f32 {
        self.bits[id as usize]
    }

    /// The alert in full.
    pub fn alert(&self, number: u32) -> Option<Alert> {
        let at = number as usize;
        let from = if at == 0 { 0 } else { *self.body_ends.get(at - 1)? };
        serde_json::from_slice(&self.bodies[from as usize..*self.body_ends.get(at)? as usize]).ok()
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
        let mut best: FxHashMap<u32, Found> = FxHashMap::default();
        for (subject_name, name) in (0_u8..).zip(query) {
            let share_with =
                |findings: f32, weight: u8| evidence::least_share(least - findings, name.bits.min(heaviest(weight)));
            self.add_up(name, share_with, facts, scratch);
            let likely = std::mem::take(&mut scratch.likely);
            for &alert_name in &likely {
                let alert = self.alert_of[alert_name as usize].0;
                let findings = self.findings(facts, alert);
                if share_with(findings.weight(), self.heads[alert_name as usize].weight) > 1.0 {
                    continue;
                }
                let Some(outcome) = self.compare(name, alert_name) else { continue };
                if let Some(found) = judge(&outcome, alert, alert_name, subject_name, findings, least) {
                    keep_best(&mut best, found);
                }
            }
            scratch.likely = likely;
        }
        best.into_values().collect()
    }

    /// The same by comparing every name with every part of the query afresh: slow, and what [`Self::by_name`] is
    /// measured against.
    pub fn by_every_name(&self, query: &[QueryName], facts: &Facts, least: f32) -> Vec<Found> {
        let mut best: FxHashMap<u32, Found> = FxHashMap::default();
        for (subject_name, name) in (0_u8..).zip(query) {
            for alert_name in 0..self.names.len() as u32 {
                let row = self.names.of(alert_name as usize);
                let words = self.words(alert_name);
                let alike = |one: usize, other: usize| {
                    likeness(&name.parts[one].part, self.vocabulary.part(unpack(row[other]).0))
                };
                let Some(mut outcome) = compare(&name.words(), &words, name.cut, alike) else { continue };
                self.hold_generations(name, alert_name, &mut outcome);
                let alert = self.alert_of[alert_name as usize].0;
                let findings = self.findings(facts, alert);
                if let Some(found) = judge(&outcome, alert, alert_name, subject_name, findings, least) {
                    keep_best(&mut best, found);
                }
            }
        }
        best.into_values().collect()
    }

    /// Adds up, for each name that holds a part alike to one of the query's, what those can come to, and notes the
    /// names for which it can be the least share that `share_with` says for their findings and weight. Names are taken a
    /// block at a time, so that the sums stay where they are fast to reach.
    fn add_up(&self, name: &QueryName, share_with: impl Fn(f32, u8) -> f32, facts: &Facts, scratch: &mut Scratch) {
        let Scratch { sums, likely, rows, few, .. } = scratch;
        sums.resize(BLOCK, Sum::default());
        likely.clear();
        rows.clear();
        few.clear();
        // The share that is least for any name, since heavier names need less.
        let least = self.heads.last().map_or(1.0, |head| share_with(facts.most(), head.weight));
        let birth = facts.short_birth();
        for (id, prospect) in &name.prospects {
            let worth = Sum::of(*prospect, least);
            let (begin, end) = self.holders.range(*id as usize);
            if end - begin < FEW {
                few.extend(self.holders.of(*id as usize).iter().map(|holder| (*holder, worth)));
            } else {
                rows.push((begin as u32, end as u32, worth));
            }
        }
        few.sort_unstable_by_key(|(holder, _)| *holder as usize / BLOCK);
        // What is needed less what initials may meet, and, for names in which no part begins with one of them, without.
        let needed = |bits: f32, slack: fn(Sum) -> u16| {
            let all = sixteenths(Prospect::needed(least, bits));
            let less = |prospect: Prospect| all.saturating_sub(slack(Sum::of(prospect, least)) + 2).max(1);
            (less(name.slack.and(name.slack_of_initials)), less(name.slack))
        };
        let needed_by_query = needed(name.bits, |slack| slack.by_query);
        let (holders, mut few) = (self.holders.values(), &few[..]);
        for (begin, heads) in (0_u32..).step_by(BLOCK).zip(self.heads.chunks(BLOCK)) {
            let end = begin + heads.len() as u32;
            let needed_by_name = needed(lightest(heads[0].weight), |slack| slack.by_name);
            let new = likely.len();
            let mut add = |holder: u32, worth: Sum| {
                let sum = &mut sums[(holder - begin) as usize];
                let meets = name.initials != 0 && heads[(holder - begin) as usize].letters & name.initials != 0;
                let (of_query, of_name) = match meets {
                    true => (needed_by_query.0, needed_by_name.0),
                    false => (needed_by_query.1, needed_by_name.1),
                };
                let is_enough = |sum: Sum| (sum.by_query >= of_query) | (sum.by_name >= of_name);
                let before = is_enough(*sum);
                sum.add(worth);
                if !before & is_enough(*sum) {
                    likely.push(holder);
                }
            };
            let here = few.partition_point(|(holder, _)| *holder < end);
            few[..here].iter().for_each(|(holder, worth)| add(*holder, *worth));
            few = &few[here..];
            for (next, last, worth) in rows.iter_mut() {
                while *next < *last && holders[*next as usize] < end {
                    add(holders[*next as usize], *worth);
                    *next += 1;
                }
            }
            // Now that the sums are whole, what the birth date says decides of most.
            let mut kept = new;
            for at in new..likely.len() {
                let holder = likely[at];
                let Head { weight, birth: theirs, letters } = heads[(holder - begin) as usize];
                let findings = if birth.may_agree(theirs) { facts.most_beside(theirs) } else { facts.most_of_others() };
                let share = share_with(findings, weight);
                if share > 1.0 {
                    continue;
                }
                let slack =
                    if letters & name.initials != 0 { name.slack.and(name.slack_of_initials) } else { name.slack };
                let prospect = sums[(holder - begin) as usize].prospect(least).and(slack);
                if prospect.can_reach(share, name.bits, lightest(weight)) {
                    likely[kept] = holder;
                    kept += 1;
                }
            }
            likely.truncate(kept);
            sums.fill(Sum::default());
        }
    }

    fn compare(&self, name: &QueryName, alert_name: u32) -> Option<Outcome> {
        let row = self.names.of(alert_name as usize);
        let words = self.words(alert_name);
        let alike = |one: usize, other: usize| name.alike(one, unpack(row[other]).0);
        let mut outcome = compare(&name.words(), &words, name.cut, alike)?;
        self.hold_generations(name, alert_name, &mut outcome);
        Some(outcome)
    }

    fn hold_generations(&self, name: &QueryName, alert_name: u32, outcome: &mut Outcome) {
        outcome.share -= compare::generations(name.generation, self.generations.get(&alert_name).copied());
    }

    /// Bytes held, about: all but what the allocator adds.
    pub fn bytes(&self) -> usize {
        self.vocabulary.bytes()
            + self.bits.len() * 4
            + self.names.bytes()
            + self.heads.len() * size_of::<Head>()
            + self.alert_of.len() * 8
            + self.holders.bytes()
            + self.facts.bytes()
            + self.documents.bytes()
            + self.plates.bytes()
            + self.bodies.len()
            + self.body_ends.len() * 8
    }
}

/// What a name can come to, by the query's weight and by its own, and what of it is given, in sixteenths of a bit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Sum {
    by_query: u16,
    by_name: u16,
    given: u16,
}

impl Sum {
    fn of(prospect: Prospect, least: f32) -> Self {
        let (by_query, by_name) = prospect.worth(least);
        Self { by_query: sixteenths(by_query), by_name: sixteenths(by_name), given: sixteenths(prospect.given) }
    }

    fn add(&mut self, other: Self) {
        self.by_query = self.by_query.saturating_add(other.by_query);
        self.by_name = self.by_name.saturating_add(other.by_name);
        self.given = self.given.saturating_add(other.given);
    }

    /// The prospect whose worth, or a little more, this is.
    fn prospect(self, least: f32) -> Prospect {
        let bits = |sixteenths: u16| f32::from(sixteenths) / SIXTEENTHS;
        Prospect::of_worth((bits(self.by_query), bits(self.by_name)), bits(self.given), least)
    }
}

/// Evidence in whole sixteenths of a bit, never less than it is.
fn sixteenths(bits: f32) -> u16 {
    (bits * SIXTEENTHS).ceil() as u16
}

/// The weight at which names stop being told apart: all above count as this.
const HEAVIEST: u8 = 252;

/// The least and the most bits of a name whose weight is this.
fn lightest(weight: u8) -> f32 {
    f32::from(weight) / 4.0
}

fn heaviest(weight: u8) -> f32 {
    if weight == HEAVIEST { f32::INFINITY } else { f32::from(weight) / 4.0 + 0.25 }
}

fn judge(
    outcome: &Outcome,
    alert: u32,
    alert_name: u32,
    subject_name: u8,
    findings: Findings,
    least: f32,
) -> Option<Found> {
    let weight = evidence::name(outcome.share, outcome.bits) + findings.weight();
    (outcome.share >= evidence::LEAST_SHARE && weight >= least).then_some(Found {
        alert,
        alert_name,
        subject_name,
        weight,
        findings,
    })
}

fn keep_best(best: &mut FxHashMap<u32, Found>, found: Found) {
    let known = best.entry(found.alert).or_insert(found);
    if found.weight > known.weight {
        *known = found;
    }
}

/// How alike two single parts are, for [`QueryName::alike`].
pub(crate) type AlikeParts = SmallVec<[(u8, f32, How); 2]>;

/// The words of a name's parts, weighed.
pub(crate) fn words_of<'a>(parts: &'a [NamePart], bits: &[f32]) -> SmallVec<[Word<'a>; MOST_PARTS]> {
    parts.iter().zip(bits).map(|(part, bits)| Word::new(&part.part, part.kind, *bits)).collect()
}

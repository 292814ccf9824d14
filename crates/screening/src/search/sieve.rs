//! The sieve: picks the names that are worth comparing whole.
//!
//! Nearly all names are ruled out before they are compared: their bearers were born at another time, or what they have
//! in common with the subject's name can't reach the least score, however well it fits ([`Prospect`]). Names are
//! numbered by their bearers' years of birth and, within a year, by weight, so that whole stretches of them are ruled
//! out together; of the ways in which the subject's parts may be paired only the rarest are followed, as many as it
//! takes until a name that none of them leads to can't reach it; and the heads stand beside the names' numbers
//! ([`Holder`]), since memory is slow. No bound is below the truth, save where a part is written as two of which one is
//! misspelt as well, or as three: `cargo xtask screening` counts what the index misses of what comparing every name
//! returns.

use crate::{
    evidence,
    facts::{Facts, Rows, ShortBirth},
    name::{compare::Prospect, parts::MOST_PARTS},
    search::{
        heads::{Head, Heads, Holder, LEAST_OF_NONE, Letters, Sections, heaviest, lightest},
        query::{Expected, Picked, QueryName},
        segment::unpack,
    },
};
use limen_domain::Sex;
use smallvec::{SmallVec, smallvec};
use std::{hint::black_box, ops::Range};

/// Names per stretch up to which a row is walked through; a longer one is searched.
const SHORT_STRETCH: usize = 8;

/// Holders in a row from which on it pays to reckon beforehand what each set of parts can come to.
const LONG_ROW: usize = 512;

/// The names of a segment, in the order of their heads.
#[derive(Clone, Copy)]
pub(crate) struct Names<'a> {
    pub heads: &'a Heads,
    /// The parts of each name.
    pub parts: &'a Rows<u32>,
    /// The names that hold each part, in their order.
    pub holders: &'a Rows<Holder>,
    /// The names of those born on each day of the year.
    pub by_day: &'a Rows<Holder>,
}

/// Which of the names are sifted at once: of each stretch of them one of so many equal parts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Share {
    /// Which part, from 0.
    pub at: u32,
    /// Of how many.
    pub of: u32,
}

impl Share {
    /// The part of a stretch.
    fn of(self, stretch: Range<u32>) -> Range<u32> {
        let length = u64::from(stretch.end.saturating_sub(stretch.start));
        let place = |at: u32| stretch.start + (length * u64::from(at) / u64::from(self.of)) as u32;
        place(self.at)..place(self.at + 1)
    }
}

/// A subject's name and facts, ready to sift names.
pub(crate) struct Sieve<'a> {
    names: Names<'a>,
    /// Which of the names are sifted.
    share: Share,
    query: &'a QueryName,
    facts: &'a Facts,
    birth: ShortBirth,
    sex: Option<Sex>,
    /// The most that facts can weigh beside a full name that weigh less beside another.
    guessed: f32,
    /// The least weight of a hit.
    least: f32,
    /// What names can come to at most.
    most: Prospect,
}

/// A way to be paired, with the number of names that it leads to.
type Way<'a> = (usize, &'a Expected);

/// What can come of the parts of the subject's name, other than the one by which a name was found.
struct Beside {
    /// The sections in which a name then has something of each other part.
    parts: SmallVec<[Sections; TOLD_APART]>,
    /// What can come at most of each set of those parts, a bit each; parts that are not told apart are in all sets.
    of_each_set: [Prospect; 1 << TOLD_APART],
}

/// Maximum number of parts of a subject's name that a set of parts tells apart.
const TOLD_APART: usize = 6;

impl Beside {
    /// `least` comes of every name.
    fn new(least: Prospect, parts: &[(Sections, Prospect)]) -> Self {
        let (told_apart, others) = parts.split_at(parts.len().min(TOLD_APART));
        let least = others.iter().fold(least, |sum, (_, part)| sum.and(*part));
        let mut of_each_set = [least; 1 << TOLD_APART];
        for (at, (_, part)) in told_apart.iter().enumerate() {
            let with_part = of_each_set.iter_mut().enumerate().filter(|(set, _)| set & 1 << at != 0);
            with_part.for_each(|(_, prospect)| *prospect = prospect.and(*part));
        }
        Self { parts: told_apart.iter().map(|(sections, _)| *sections).collect(), of_each_set }
    }

    /// What can come of all of it at most.
    fn most(&self) -> Prospect {
        self.of_each_set[self.of_each_set.len() - 1]
    }

    /// The parts of which a name may have something whose parts stand in these sections: a bit each.
    fn set(&self, sections: Sections) -> usize {
        self.parts.iter().enumerate().fold(0, |set, (at, of_part)| set | usize::from(of_part.meet(sections)) << at)
    }
}

/// A name that its head did not rule out.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Passed {
    name: u32,
    weight: u8,
    /// The most that its facts can weigh.
    findings: Most,
}

/// The most that facts can weigh.
#[derive(Debug, Clone, Copy)]
struct Most {
    /// Beside any name.
    usual: f32,
    /// Beside a full name, from which a birth date that may be a guess takes less.
    full: f32,
}

impl Most {
    /// Facts that weigh as much beside any name.
    fn of(weight: f32) -> Self {
        Self { usual: weight, full: weight }
    }

    /// Each the greater of two.
    fn or(self, other: Self) -> Self {
        Self { usual: self.usual.max(other.usual), full: self.full.max(other.full) }
    }

    /// The same of people of whom one is a woman and the other a man.
    fn of_other_sex(self) -> Self {
        Self { usual: self.usual + evidence::OTHER_SEX, full: self.full + evidence::OTHER_SEX }
    }
}

/// How many names are looked at closer at a time.
const TOGETHER: usize = 64;

/// Years of birth, in rows.
type Years = SmallVec<[Range<usize>; 2]>;

/// Names that are sifted together.
struct Group {
    /// Born in these years.
    years: Years,
    /// The most that their facts can weigh, for each class of them.
    most: [Most; CLASSES],
}

impl Group {
    /// The most that the facts of any of them can weigh.
    fn most_of_all(&self) -> Most {
        self.most.into_iter().fold(Most::of(NEVER), Most::or)
    }
}

/// Names of one group whose birth date can't or may agree with the subject's, and whose sex does or does not differ.
const CLASSES: usize = 4;

/// Facts that never are enough.
const NEVER: f32 = f32::NEG_INFINITY;

/// The most that facts of each class can weigh: of birth dates that can't agree, and of such as may.
fn by_class(others: Most, agreeing: Most) -> [Most; CLASSES] {
    let mut most = [others; CLASSES];
    for (may_agree, weight) in [(false, others), (true, agreeing)] {
        most[class(may_agree, false)] = weight;
        most[class(may_agree, true)] = weight.of_other_sex();
    }
    most
}

fn class(may_agree: bool, differ: bool) -> usize {
    usize::from(may_agree) << 1 | usize::from(differ)
}

/// Which names of a class can be enough.
#[derive(Clone, Copy)]
struct Mesh {
    /// How many ways are followed for names of any weight.
    followed: usize,
    /// The least weight of a name that can be enough.
    lightest: u16,
    /// The weight up to which names can be enough to which only other ways lead; `None` if none can.
    light: Option<u8>,
}

impl<'a> Sieve<'a> {
    /// A sieve for a share of the names of a segment.
    pub fn new(names: Names<'a>, share: Share, query: &'a QueryName, facts: &'a Facts, least: f32) -> Self {
        let most = Prospect::default();
        let (birth, sex, guessed) = (facts.short_birth(), facts.sex(), facts.most_of_guessed(query.tied));
        let mut sieve = Self { names, share, query, facts, birth, sex, guessed, least, most };
        sieve.most = sieve.prospect_of_ways(&sieve.ways());
        sieve
    }

    /// All names that can be enough, each once.
    pub fn likely(&self, Picked { likely, passed }: &mut Picked) {
        likely.clear();
        passed.clear();
        let ways = self.ways();
        self.groups().iter().for_each(|group| self.sift(group, &ways, passed));
        self.sift_same_day(&ways, passed);
        self.look_closer(passed, likely);
        self.add_those_of_the_day(likely);
        likely.sort_unstable();
        likely.dedup();
    }

    /// The share of the names that were born in these years, or of those of them that weigh at most `weight`.
    fn stretches(&self, years: &[Range<usize>], weight: Option<u8>) -> Vec<Range<u32>> {
        let stretches = self.names.heads.stretches(years, weight).into_iter().map(|stretch| self.share.of(stretch));
        stretches.filter(|stretch| !stretch.is_empty()).collect()
    }

    /// The ways to be paired, in the order of how many names they lead to.
    fn ways(&self) -> SmallVec<[Way<'a>; 16]> {
        let holders = |way: &Expected| way.ids.iter().map(|id| self.names.holders.of(*id as usize).len()).sum();
        let mut ways: SmallVec<[Way<'a>; 16]> = self.query.expected.iter().map(|way| (holders(way), way)).collect();
        ways.sort_by_key(|(holders, _)| *holders);
        ways
    }

    /// Names whose bearers' birth years are near the subject's or not known; those of which a guess may be off by as much;
    /// and all others.
    fn groups(&self) -> SmallVec<[Group; 3]> {
        let group = |years: SmallVec<_>, others, agreeing| Group { years, most: by_class(others, Most::of(agreeing)) };
        let all = 0..ShortBirth::OPEN_YEAR + 1;
        let usual = self.facts.most_of_others();
        let guessed = Most { usual, full: usual.max(self.guessed) };
        let Some(year) = self.birth.known_year().map(usize::from) else {
            return smallvec![group(smallvec![all], guessed, self.facts.most())];
        };
        let open = ShortBirth::OPEN_YEAR..all.end;
        let within = |years: usize| year.saturating_sub(years)..(year + years + 1).min(open.start);
        let (near, guess) = (within(ShortBirth::NEAR_YEARS), within(evidence::MOST_GUESSED_YEARS.into()));
        // Of those born in years far away, the ones born on the same day of the year are sifted apart.
        let of_far = if self.birth.day_of_year().is_some() { NEVER } else { usual };
        smallvec![
            group(smallvec![near.clone(), open.clone()], guessed, self.facts.most()),
            group(smallvec![guess.start..near.start, near.end..guess.end], guessed, of_far),
            group(smallvec![all.start..guess.start, guess.end..open.start], Most::of(usual), of_far),
        ]
    }

    /// Notes the names that can be enough of those born on the same day of another year that is not near. A year of which
    /// one digit is another speaks for a slip, and a name of which little agrees can be enough; of all other years only
    /// nearly whole names can. What dates weigh is known of each year, so that it is not asked of each name.
    fn sift_same_day(&self, ways: &[Way<'_>], passed: &mut Vec<Passed>) {
        let Some((day, year)) = self.birth.day_of_year().zip(self.birth.known_year()) else { return };
        let is_far = |other: &usize| other.abs_diff(usize::from(year)) > ShortBirth::NEAR_YEARS;
        let mut weighed: SmallVec<[(f32, Years); 2]> = SmallVec::new();
        for other in (0..ShortBirth::OPEN_YEAR).filter(is_far) {
            let weight = self.birth.weight_of_day_in(other);
            let at = weighed.iter().position(|(known, _)| *known == weight).unwrap_or_else(|| {
                weighed.push((weight, SmallVec::new()));
                weighed.len() - 1
            });
            match weighed[at].1.last_mut() {
                Some(years) if years.end == other => years.end += 1,
                _ => weighed[at].1.push(other..other + 1),
            }
        }
        let beside = self.beside(None, ways);
        for (weight, years) in weighed {
            let same_sex = Most::of(self.facts.most_with(weight));
            let most = [same_sex, same_sex.of_other_sex()];
            let weights = most.map(|most| self.lightest_to_reach(self.most, most));
            let can_be_enough =
                most.map(|most| beside.of_each_set.map(|of_set| self.can_reach(of_set, most, (0, Head::HEAVIEST))));
            let stretches = self.stretches(&years, None);
            walk(self.names.by_day.of(day.number()), self.names.heads.len(), &stretches, |holder| {
                let differ = usize::from(holder.head.differs_in_sex(self.sex));
                let set = beside.set(holder.sections);
                if can_be_enough[differ][set] && u16::from(holder.head.weight) >= weights[differ] {
                    let closer = || self.of_sections(None, holder.sections);
                    self.note_if(*holder, most[differ], beside.of_each_set[set], closer, passed);
                }
            });
        }
    }

    /// Notes the names of a group that can be enough.
    fn sift(&self, group: &Group, ways: &[Way<'_>], passed: &mut Vec<Passed>) {
        let meshes = group.most.map(|most| self.mesh(most, ways));
        let light = meshes.iter().filter_map(|mesh| mesh.light).max();
        let stretches = self.stretches(&group.years, None);
        let light_stretches = light.map(|weight| self.stretches(&group.years, Some(weight)));
        for (at, (_, way)) in ways.iter().enumerate() {
            let is_followed = meshes.iter().any(|mesh| at < mesh.followed);
            let Some(stretches) = Some(&stretches).filter(|_| is_followed).or(light_stretches.as_ref()) else { break };
            let beside = self.beside(Some(way.part), ways);
            // The weights that names of each class have for which this way matters.
            let weights = meshes.map(|mesh| {
                let heaviest = if at < mesh.followed { Some(u8::MAX) } else { mesh.light };
                mesh.lightest..heaviest.map_or(0, |weight| u16::from(weight) + 1)
            });
            // A name that is enough is found by a part that is paired in it, so that others' prospects do not count.
            let of_pair = if way.is_pair { way.most } else { Prospect::default() };
            let prospects = way.ids.iter().filter_map(|id| Some((*id, self.query.prospects.get(id)?.or(of_pair))));
            let useful = prospects
                .filter(|(_, part)| self.can_reach(beside.most().and(*part), group.most_of_all(), (0, Head::HEAVIEST)));
            let rows: Vec<(&[Holder], Prospect)> =
                useful.map(|(id, part)| (self.names.holders.of(id as usize), part)).collect();
            wait_for_all(rows.iter().filter_map(|(row, _)| row.first()).map(|holder| holder.name));
            for (row, part) in rows {
                let closer = |sections: Sections| self.of_sections(Some(way.part), sections).and(part);
                if row.len() < LONG_ROW {
                    walk(row, self.names.heads.len(), stretches, |holder| {
                        let of_set = beside.of_each_set[beside.set(holder.sections)];
                        self.note(*holder, &weights, of_set.and(part), || closer(holder.sections), passed);
                    });
                    continue;
                }
                let most = group.most_of_all();
                let of_each_set = beside.of_each_set.map(|of_set| of_set.and(part));
                let can_be_enough = of_each_set.map(|of_set| self.can_reach(of_set, most, (0, Head::HEAVIEST)));
                walk(row, self.names.heads.len(), stretches, |holder| {
                    let set = beside.set(holder.sections);
                    if can_be_enough[set] {
                        self.note(*holder, &weights, of_each_set[set], || closer(holder.sections), passed);
                    }
                });
            }
        }
        if self.query.initials != Letters::default() {
            self.sift_by_initials(group, passed);
        }
    }

    /// Notes the names that can be enough by what the subject's initials stand for alone.
    fn sift_by_initials(&self, group: &Group, passed: &mut Vec<Passed>) {
        let meshes = group.most.map(|most| self.mesh(most, &[]));
        let Some(weight) = meshes.iter().filter_map(|mesh| mesh.light).max() else { return };
        let weights = meshes.map(|mesh| mesh.lightest..mesh.light.map_or(0, |weight| u16::from(weight) + 1));
        for name in self.stretches(&group.years, Some(weight)).into_iter().flatten() {
            if self.names.heads.letters(name).meet(self.query.initials) {
                let holder = Holder { name, head: self.names.heads.head(name), sections: Sections::default() };
                self.note(holder, &weights, self.most, || self.most, passed);
            }
        }
    }

    /// How names whose facts weigh at most `most` are sifted with the least effort.
    fn mesh(&self, most: Most, ways: &[Way<'_>]) -> Mesh {
        let lightest = self.lightest_to_reach(self.prospect_of_ways(ways), most);
        if lightest == LEAST_OF_NONE {
            return Mesh { followed: 0, lightest, light: None };
        }
        let effort = |followed: usize| {
            let (first, rest) = ways.split_at(followed);
            let light = self.heaviest_to_reach(self.prospect_of_ways(rest), most);
            let share = light.map_or(0.0, |weight| self.names.heads.share_up_to(weight));
            let holders = |ways: &[Way<'_>]| ways.iter().map(|(holders, _)| *holders as f64).sum::<f64>();
            (holders(first) + share * holders(rest), Mesh { followed, lightest, light })
        };
        let efforts = (0..=ways.len()).map(effort);
        let least = efforts.min_by(|one, other| one.0.total_cmp(&other.0));
        least.map_or(Mesh { followed: ways.len(), lightest, light: None }, |(_, mesh)| mesh)
    }

    /// The most that can come of a name in these ways, each part paired in one of them, and of what no way shows.
    fn prospect_of_ways(&self, ways: &[Way<'_>]) -> Prospect {
        let mut parts: SmallVec<[Prospect; MOST_PARTS]> = smallvec![Prospect::default(); self.query.parts.len()];
        ways.iter().for_each(|(_, way)| parts[way.part] = parts[way.part].or(way.most));
        parts.into_iter().fold(self.query.slack.and(self.query.slack_of_initials), Prospect::and)
    }

    /// What can come of the ways in which parts may be paired, other than the one by which names were found.
    fn beside(&self, found: Option<usize>, ways: &[Way<'_>]) -> Beside {
        let mut parts: SmallVec<[(Sections, Prospect); MOST_PARTS]> =
            smallvec![Default::default(); self.query.parts.len()];
        for (_, way) in ways.iter().filter(|(_, way)| Some(way.part) != found) {
            let (sections, most) = &mut parts[way.part];
            *most = most.or(way.most);
            *sections = sections.and(way.sections);
        }
        parts.retain(|(sections, _)| *sections != Sections::default());
        Beside::new(self.query.slack.and(self.query.slack_of_initials), &parts)
    }

    /// What can come of a name whose parts stand in these sections, section by section, beside the part by which it was
    /// found.
    fn of_sections(&self, found: Option<usize>, sections: Sections) -> Prospect {
        let of_part = |most: &[Prospect; Sections::COUNT]| {
            sections.each().fold(Prospect::default(), |sum, section| sum.or(most[section]))
        };
        let others = self.query.by_section.iter().filter(|(part, _)| Some(*part) != found);
        let slack = self.query.slack.and(self.query.slack_of_initials);
        others.fold(slack, |sum, (_, most)| sum.and(of_part(most)))
    }

    /// Notes a name if what its bearer's facts say may be enough with what its parts can come to: at most `prospect`, and
    /// at most what `closer` tells, which takes longer.
    #[inline(always)]
    fn note(
        &self,
        holder: Holder,
        weights: &[Range<u16>; CLASSES],
        prospect: Prospect,
        closer: impl Fn() -> Prospect,
        passed: &mut Vec<Passed>,
    ) {
        let head = holder.head;
        let birth = head.birth();
        let (may_agree, differ) = (self.birth.may_agree(birth), head.differs_in_sex(self.sex));
        if !weights[class(may_agree, differ)].contains(&u16::from(head.weight)) {
            return;
        }
        let facts = match may_agree {
            true => self.facts.most_beside(self.birth, birth),
            false if self.birth.is_exact() && birth.is_exact() => self.facts.most_of_exact_others(),
            false => self.facts.most_of_others(),
        };
        let guessed = if self.birth.may_be_guess(birth) { self.guessed } else { NEVER };
        let findings = Most { usual: facts, full: facts.max(guessed) };
        let findings = if differ { findings.of_other_sex() } else { findings };
        self.note_if(holder, findings, prospect, closer, passed);
    }

    /// Notes a name if its parts can come to enough beside such findings. The name itself, far away in memory, is not looked
    /// at.
    #[inline(always)]
    fn note_if(
        &self,
        Holder { name, head, .. }: Holder,
        findings: Most,
        prospect: Prospect,
        closer: impl Fn() -> Prospect,
        passed: &mut Vec<Passed>,
    ) {
        let weights = (head.weight, head.weight);
        if self.can_reach(prospect, findings, weights) && self.can_reach(closer(), findings, weights) {
            passed.push(Passed { name, weight: head.weight, findings });
        }
    }

    /// Adds the names that can be enough by all their parts.
    fn look_closer(&self, passed: &[Passed], likely: &mut Vec<u32>) {
        for together in passed.chunks(TOGETHER) {
            let rows: SmallVec<[&[u32]; TOGETHER]> =
                together.iter().map(|passed| self.names.parts.of(passed.name as usize)).collect();
            wait_for_all(rows.iter().filter_map(|row| row.first().copied()));
            for (passed, parts) in together.iter().zip(rows) {
                let prospect = self.prospect(passed.name, parts);
                if self.can_reach(prospect, passed.findings, (passed.weight, passed.weight)) {
                    likely.push(passed.name);
                }
            }
        }
    }

    /// Adds the names of those born on the same day of the same year that have a part in common with the subject's: their
    /// other parts may be less alike than those of others.
    fn add_those_of_the_day(&self, likely: &mut Vec<u32>) {
        let exact = self.birth.day_of_year().filter(|_| self.birth.is_exact());
        let Some((day, year)) = exact.zip(self.birth.known_year()) else { return };
        let years: SmallVec<[Range<usize>; 1]> = smallvec![usize::from(year)..usize::from(year) + 1];
        let stretches = self.stretches(&years, None);
        let sections = self.query.expected.iter().map(|way| way.sections).fold(Sections::default(), Sections::and);
        walk(self.names.by_day.of(day.number()), self.names.heads.len(), &stretches, |holder| {
            let has_part = || {
                let parts = self.names.parts.of(holder.name as usize);
                parts.iter().any(|packed| self.query.prospects.contains_key(&unpack(*packed).0))
            };
            if holder.sections.meet(sections) && !holder.head.differs_in_sex(self.sex) && has_part() {
                likely.push(holder.name);
            }
        });
    }

    /// What the parts of a name can come to.
    fn prospect(&self, name: u32, parts: &[u32]) -> Prospect {
        let query = self.query;
        let prospects = parts.iter().filter_map(|packed| query.prospects.get(&unpack(*packed).0));
        let sum = prospects.fold(query.slack, |sum, part| sum.and(*part));
        if query.initials != Letters::default() && self.names.heads.letters(name).meet(query.initials) {
            sum.and(query.slack_of_initials)
        } else {
            sum
        }
    }

    /// Whether a name of a weight in this range, with such findings beside it, can be enough.
    fn can_reach(&self, prospect: Prospect, findings: Most, (least, most): (u8, u8)) -> bool {
        // Particles weigh nothing in a name, and yet are evidence where both have them.
        let particles = self.query.slack.given;
        let bits = prospect.one.min(prospect.other).min(self.query.bits).min(heaviest(most)) + particles;
        let usual = evidence::least_share(self.least - findings.usual, bits);
        let full = evidence::least_share(self.least - findings.full, bits).max(evidence::FULL_SHARE);
        let share = usual.min(full);
        let prospect = Prospect { given: prospect.given.min(bits), ..prospect };
        prospect.can_reach(share, self.query.bits, lightest(least))
    }

    /// The greatest weight of a name that can be enough with this, or a little more; `None` if none can.
    fn heaviest_to_reach(&self, prospect: Prospect, findings: Most) -> Option<u8> {
        weights().rev().find(|weights| self.can_reach(prospect, findings, *weights)).map(|(_, most)| most)
    }

    /// The least weight of a name that can be enough with this, or a little less; [`LEAST_OF_NONE`] if none can.
    fn lightest_to_reach(&self, prospect: Prospect, findings: Most) -> u16 {
        let reaches = weights().find(|weights| self.can_reach(prospect, findings, *weights));
        reaches.map_or(LEAST_OF_NONE, |(least, _)| u16::from(least))
    }
}

/// All weights, a bit at a time.
fn weights() -> impl DoubleEndedIterator<Item = (u8, u8)> {
    (0..=Head::HEAVIEST / 4).map(|bit| (bit * 4, (bit * 4 + 3).min(Head::HEAVIEST)))
}

/// Touches values that lie far apart in memory right one after the other, so that they are waited for together and not
/// each for itself.
pub(crate) fn wait_for_all(values: impl Iterator<Item = u32>) {
    black_box(values.fold(0, |all, value| all ^ value));
}

/// Shows the names of a row, out of `all` names, that lie in the stretches.
fn walk(row: &[Holder], all: usize, stretches: &[Range<u32>], mut see: impl FnMut(&Holder)) {
    if row.len() <= SHORT_STRETCH * stretches.len() {
        let mut stretches = stretches.iter().peekable();
        for holder in row {
            while stretches.next_if(|stretch| holder.name >= stretch.end).is_some() {}
            match stretches.peek() {
                Some(stretch) if stretch.contains(&holder.name) => see(holder),
                Some(_) => {}
                None => break,
            }
        }
        return;
    }
    for stretch in stretches {
        let from = place_in(row, all, stretch.start);
        row[from..].iter().take_while(|holder| holder.name < stretch.end).for_each(&mut see);
    }
}

/// How many names of a row come before `name`. It is looked for where it would be if the row's names were spread
/// evenly over `all`, and from there in growing steps: people of all years carry all names, and places far apart in
/// memory are slow.
fn place_in(row: &[Holder], all: usize, name: u32) -> usize {
    let before = |at: usize| row[at].name < name;
    let (mut from, mut to) = (0, row.len());
    let mut at = (row.len() * name as usize / all.max(1)).min(row.len());
    let mut step = 4;
    if at < to && before(at) {
        while at < to && before(at) {
            (from, at, step) = (at + 1, at + step, step * 2);
        }
        to = at.min(to);
    } else {
        while at > 0 && !before(at - 1) {
            (to, at, step) = (at - 1, at.saturating_sub(step), step * 2);
        }
        from = at;
    }
    from + row[from..to].partition_point(|holder| holder.name < name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_shares_of_a_stretch_are_the_stretch(start in 0_u32..1_000, length in 0_u32..5_000, of in 1_u32..9) {
            let shares: Vec<u32> = (0..of).flat_map(|at| Share { at, of }.of(start..start + length)).collect();
            prop_assert_eq!(shares, (start..start + length).collect::<Vec<_>>());
        }

        #[test]
        fn a_name_s_place_in_a_row_is_found_wherever_the_row_s_names_lie(
            mut names in proptest::collection::vec(0_u32..1_000, 0..200),
            name in 0_u32..1_100,
            all in 0_usize..2_000,
        ) {
            names.sort_unstable();
            let row: Vec<Holder> = names.iter().map(|name| Holder { name: *name, ..Holder::default() }).collect();
            prop_assert_eq!(place_in(&row, all, name), names.partition_point(|other| *other < name));
        }
    }
}

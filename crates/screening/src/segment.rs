//! An unchanging set of alerts in the form in which it is searched.
//!
//! Each part of the vocabulary has the row of names that hold it. A traveller's parts are held against the vocabulary;
//! the rows of all alike parts are added up, name by name, into the most evidence that each name can give; names for
//! which that is too little are out ([`compare::least_paired`]), and only the rest is compared whole. The bound is
//! never below the truth, so what is returned is what comparing every name would return.

use crate::{
    evidence::{self, Findings},
    facts::{FactTable, Facts, Rows},
    name::{
        compare::{self, Outcome, Word, compare},
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

/// Evidence in whole sixteenths of a bit.
const SIXTEENTHS: f32 = 16.0;
/// Below this many bits a name's weight is kept exactly; above, it counts as this much.
const MOST_BITS: f32 = 63.0;

/// Alerts by number, with everything that screening needs of them.
#[derive(Debug, Default)]
pub(crate) struct Segment {
    vocabulary: Vocabulary,
    /// What each part weighs, in bits.
    bits: Vec<f32>,
    /// Parts of each name: number and kind.
    names: Rows<u32>,
    /// What each name weighs, in quarters of a bit, rounded down.
    weights: Vec<u8>,
    /// The alert of each name, and the first name of each alert.
    alert_of: Vec<u32>,
    first_name: Vec<u32>,
    generations: FxHashMap<u32, u8>,
    /// The names that hold each part.
    holders: Rows<u32>,
    facts: FactTable,
    documents: Numbers,
    plates: Numbers,
    bodies: Vec<u8>,
    body_ends: Vec<u64>,
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
        self.first_name.push(self.names.len() as u32);
        for name in &alert.names {
            let read = parts(name);
            if let Some(generation) = read.generation {
                self.generations.insert(self.names.len() as u32, generation);
            }
            let ids = read.parts.iter().map(|part| pack(self.vocabulary.add(&part.part), part.kind));
            self.names.add(ids);
            self.alert_of.push(number);
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
            self.names.of(name).iter().map(|packed| unpack(*packed)).filter(|(_, kind)| *kind == Kind::Strong).for_each(|(id, _)| counts[id as usize] += 1);
        }
        for (part, count) in self.vocabulary.parts().iter().zip(counts) {
            frequencies.add_part(part, count);
        }
        frequencies.add_names(self.names.len());
    }

    /// Files everything, with parts weighed by `frequencies`.
    pub fn finish(&mut self, frequencies: &Frequencies) {
        self.vocabulary.file();
        self.documents.file();
        self.plates.file();
        self.bodies.shrink_to_fit();
        self.bits = self.vocabulary.parts().iter().map(|part| frequencies.bits(part)).collect();
        self.weights = (0..self.names.len()).map(|name| {
            let bits: f32 = self.words(name as u32).iter().filter(|word| word.kind != Kind::Particle).map(|word| word.bits).sum();
            (bits.min(MOST_BITS) * 4.0).floor() as u8
        }).collect();
        let mut held: Vec<u32> = vec![0; self.vocabulary.len() + 1];
        let each = |names: &Rows<u32>, mut see: Box<dyn FnMut(usize, u32) + '_>| {
            for name in 0..names.len() {
                let row = names.of(name);
                for (at, packed) in row.iter().enumerate() {
                    if !row[..at].contains(packed) {
                        see(unpack(*packed).0 as usize, name as u32);
                    }
                }
            }
        };
        each(&self.names, Box::new(|id, _| held[id + 1] += 1));
        for at in 1..held.len() {
            held[at] += held[at - 1];
        }
        let mut next = held.clone();
        let mut values = vec![0; held.last().copied().unwrap_or(0) as usize];
        each(&self.names, Box::new(|id, name| {
            values[next[id] as usize] = name;
            next[id] += 1;
        }));
        self.holders = Rows::of_parts(held, values);
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
        (found.alert_name - self.first_name[found.alert as usize]) as usize
    }

    /// The number of an alert, by looking at each.
    pub fn numbers_by_id(&self) -> FxHashMap<(ListName, AlertId), u32> {
        (0..self.len() as u32).filter_map(|number| self.alert(number).map(|alert| ((alert.list, alert.id), number))).collect()
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
            self.add_up(name, scratch);
            let enough = self.enough(name, least - facts.most());
            let mut touched = std::mem::take(&mut scratch.touched);
            for &alert_name in &touched {
                let at = alert_name as usize;
                let most = std::mem::take(&mut scratch.sums[at]);
                if most < enough[usize::from(self.weights[at])] {
                    continue;
                }
                let alert = self.alert_of[at];
                let findings = self.findings(facts, alert);
                let needed = least - findings.weight();
                let share = evidence::least_share(needed, name.bits);
                let weight = f32::from(self.weights[at]) / 4.0;
                if f32::from(most) / SIXTEENTHS + name.slack() < compare::least_paired(share, name.bits.min(weight), name.bits.min(weight)) {
                    continue;
                }
                let Some(outcome) = self.compare(name, alert_name) else { continue };
                if let Some(found) = judge(&outcome, alert, alert_name, subject_name, findings, least) {
                    keep_best(&mut best, found);
                }
            }
            touched.clear();
            scratch.touched = touched;
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
                let alike = |one: usize, other: usize| likeness(&name.parts[one].part, self.vocabulary.part(unpack(row[other]).0));
                let Some(mut outcome) = compare(&name.words(), &words, name.cut, alike) else { continue };
                self.hold_generations(name, alert_name, &mut outcome);
                let alert = self.alert_of[alert_name as usize];
                let findings = self.findings(facts, alert);
                if let Some(found) = judge(&outcome, alert, alert_name, subject_name, findings, least) {
                    keep_best(&mut best, found);
                }
            }
        }
        best.into_values().collect()
    }

    /// Adds up, for each name that holds a part alike to one of the query's, the most evidence it can give.
    fn add_up(&self, name: &QueryName, scratch: &mut Scratch) {
        scratch.fit(self.names.len());
        for (id, bits) in &name.alike_bits {
            let worth = (bits * SIXTEENTHS).ceil() as u16;
            for &holder in self.holders.of(*id as usize) {
                let sum = &mut scratch.sums[holder as usize];
                if *sum == 0 {
                    scratch.touched.push(holder);
                }
                *sum += worth;
            }
        }
    }

    /// For each weight that a name can have, the least sum of evidence that may be enough.
    fn enough(&self, name: &QueryName, least: f32) -> [u16; 256] {
        let share = evidence::least_share(least, name.bits);
        std::array::from_fn(|weight| {
            let fewer = name.bits.min(weight as f32 / 4.0);
            ((compare::least_paired(share, fewer, fewer) - name.slack()).max(0.1) * SIXTEENTHS).floor() as u16
        })
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
            + self.weights.len()
            + (self.alert_of.len() + self.first_name.len()) * 4
            + self.holders.bytes()
            + self.facts.bytes()
            + self.documents.bytes()
            + self.plates.bytes()
            + self.bodies.len()
            + self.body_ends.len() * 8
    }
}

fn judge(outcome: &Outcome, alert: u32, alert_name: u32, subject_name: u8, findings: Findings, least: f32) -> Option<Found> {
    let weight = evidence::name(outcome.share, outcome.bits) + findings.weight();
    (outcome.share >= evidence::LEAST_SHARE && weight >= least).then_some(Found { alert, alert_name, subject_name, weight, findings })
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

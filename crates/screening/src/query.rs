//! A subject's name, made ready to be held against a segment.

use crate::{
    name::{
        compare::{INITIAL_BITS, PARTICLE_BITS, Word},
        frequencies::Frequencies,
        likeness::{How, Part},
        parts::{Kind, MOST_PARTS, NamePart, parts},
    },
    segment::{AlikeParts, Segment, words_of},
    subject::WrittenName,
    vocabulary::{Alike, PartId},
};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::sync::Arc;

/// The most longer parts that a part which was cut short is held against.
const MOST_BEGINNINGS: usize = 5_000;
/// How many parts' answers are remembered between queries.
const MOST_REMEMBERED: usize = 20_000;

/// What queries need while they run; kept between them.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    /// Evidence added up, a sum for each name; all noughts between queries.
    pub sums: Vec<u16>,
    /// The names whose sum is not nought.
    pub touched: Vec<u32>,
    seen: Vec<bool>,
    remembered: FxHashMap<(bool, Box<[u8]>), Arc<[Alike]>>,
}

impl Scratch {
    /// Makes room for the names of a segment.
    pub fn fit(&mut self, names: usize) {
        if self.sums.len() < names {
            self.sums.resize(names, 0);
        }
    }

    /// The parts of the vocabulary that are alike to this one.
    fn alike(&mut self, segment: &Segment, part: &Part) -> Arc<[Alike]> {
        let key = (part.unvowelled, Box::from(&part.letters[..]));
        if let Some(known) = self.remembered.get(&key) {
            return Arc::clone(known);
        }
        if self.seen.len() < segment.vocabulary().len() {
            self.seen.resize(segment.vocabulary().len(), false);
        }
        let found: Arc<[Alike]> = segment.vocabulary().alike(part, &mut self.seen).into();
        if self.remembered.len() >= MOST_REMEMBERED {
            self.remembered.clear();
        }
        self.remembered.insert(key, Arc::clone(&found));
        found
    }
}

/// One name of the subject with everything of the segment's vocabulary that is alike to its parts.
#[derive(Debug)]
pub(crate) struct QueryName {
    pub parts: Vec<NamePart>,
    weights: Vec<f32>,
    /// What all its parts weigh, in bits, particles left out.
    pub bits: f32,
    pub generation: Option<u8>,
    /// The part that its document may have cut short.
    pub cut: Option<usize>,
    alike: FxHashMap<PartId, AlikeParts>,
    /// The parts whose holders are to be looked at, with the most evidence each can be.
    pub alike_bits: Vec<(PartId, f32)>,
}

impl QueryName {
    /// Makes a name ready.
    pub fn new(name: &WrittenName, segment: &Segment, frequencies: &Frequencies, scratch: &mut Scratch) -> Self {
        let read = parts(&name.text);
        let cut = name.cut_after.and_then(|words| cut_part(&name.text, words, &read.parts));
        let weights: Vec<f32> = read.parts.iter().map(|part| frequencies.bits(&part.part)).collect();
        let words = |parts: &[NamePart]| -> f32 {
            let counted = parts.iter().zip(&weights).filter(|(part, _)| part.kind != Kind::Particle);
            counted.map(|(part, bits)| Word::new(&part.part, part.kind, *bits).bits).sum()
        };
        let bits = words(&read.parts);
        let mut query = Self {
            bits,
            generation: read.generation,
            cut,
            alike: FxHashMap::default(),
            alike_bits: Vec::new(),
            weights,
            parts: read.parts,
        };
        let mut worth: FxHashMap<PartId, f32> = FxHashMap::default();
        query.look_up(segment, scratch, &mut worth);
        query.look_up_joined(segment, scratch, &mut worth);
        query.alike_bits = worth.into_iter().collect();
        // In the order of the vocabulary, which is that of the rows in memory.
        query.alike_bits.sort_unstable_by_key(|(id, _)| *id);
        query
    }

    fn look_up(&mut self, segment: &Segment, scratch: &mut Scratch, worth: &mut FxHashMap<PartId, f32>) {
        let vocabulary = segment.vocabulary();
        for (at, (part, mine)) in self.parts.iter().zip(&self.weights).enumerate() {
            match part.kind {
                Kind::Strong => {
                    for (id, alike, how) in scratch.alike(segment, &part.part).iter() {
                        self.alike.entry(*id).or_default().push((at as u8, *alike, *how));
                        more(worth, *id, mine.max(segment.bits(*id)));
                    }
                    if let Some(id) = part.part.letters.get(..1).and_then(|letter| vocabulary.id(letter, part.part.unvowelled)) {
                        more(worth, id, INITIAL_BITS.max(*mine));
                    }
                    if self.cut == Some(at) {
                        for id in vocabulary.beginning_with(&part.part.letters, MOST_BEGINNINGS) {
                            more(worth, id, mine.max(segment.bits(id)));
                        }
                    }
                }
                // Ben is a name at the one place and a particle at the other.
                Kind::Particle | Kind::Initial => {
                    if let Some(id) = vocabulary.id(&part.part.letters, part.part.unvowelled) {
                        more(worth, id, segment.bits(id));
                    }
                }
            }
        }
    }

    /// Looks up neighbouring parts written as one, and parts that are neighbours written as one.
    fn look_up_joined(&self, segment: &Segment, scratch: &mut Scratch, worth: &mut FxHashMap<PartId, f32>) {
        let vocabulary = segment.vocabulary();
        for from in 0..self.parts.len() {
            let mut together = self.parts[from].part.letters.to_vec();
            for to in from + 1..self.parts.len().min(from + 3) {
                together.extend_from_slice(&self.parts[to].part.letters);
                let joined = String::from_utf8(together.clone()).unwrap_or_default();
                let sum: f32 = self.weights[from..=to].iter().sum();
                let as_one = Part::new(&joined, self.parts[from].part.unvowelled);
                let alike = scratch.alike(segment, &as_one);
                for id in vocabulary.slips_of(&as_one).into_iter().chain(alike.iter().map(|(id, ..)| *id)) {
                    more(worth, id, sum.max(segment.bits(id)));
                }
            }
            let letters = &self.parts[from].part.letters;
            for cut in 1..letters.len() {
                let halves = [&letters[..cut], &letters[cut..]].map(|half| vocabulary.id(half, self.parts[from].part.unvowelled));
                if let [Some(one), Some(other)] = halves {
                    more(worth, one, segment.bits(one).max(self.weights[from] / 2.0));
                    more(worth, other, segment.bits(other).max(self.weights[from] / 2.0));
                }
            }
        }
    }

    /// Its parts as words.
    pub fn words(&self) -> SmallVec<[Word<'_>; MOST_PARTS]> {
        words_of(&self.parts, &self.weights)
    }

    /// How alike one of its parts is to one of the vocabulary's.
    pub fn alike(&self, at: usize, id: PartId) -> Option<(f32, How)> {
        self.alike.get(&id)?.iter().find(|(part, ..)| usize::from(*part) == at).map(|(_, alike, how)| (*alike, *how))
    }

    /// Evidence that pairs may give which the rows of holders do not show: what its particles and initials meet.
    pub fn slack(&self) -> f32 {
        let each = self.parts.iter().map(|part| match part.kind {
            Kind::Strong => 0.0,
            Kind::Particle => PARTICLE_BITS,
            Kind::Initial => INITIAL_BITS,
        });
        each.sum::<f32>() + 0.01
    }
}

fn more(worth: &mut FxHashMap<PartId, f32>, id: PartId, bits: f32) {
    let most = worth.entry(id).or_default();
    *most = most.max(bits);
}

/// The part that holds the last of the first `words` words of a text.
fn cut_part(text: &str, words: usize, parts: &[NamePart]) -> Option<usize> {
    let word = text.split_whitespace().nth(words.checked_sub(1)?)?;
    parts.iter().rposition(|part| part.text.split_whitespace().last() == Some(word) || word.ends_with(&part.text))
}

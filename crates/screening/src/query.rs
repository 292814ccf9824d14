//! A subject's name, made ready to be held against a segment.

use crate::{
    name::{
        compare::{INITIAL_BITS, PARTICLE_BITS, Prospect, Word},
        frequencies::{Frequencies, MOST_PART_BITS},
        likeness::{How, Part},
        parts::{Kind, MOST_PARTS, NamePart, parts},
    },
    segment::{AlikeParts, Letters, Segment, Sum, first_letter, words_of},
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

/// What is alike to a part: whether it is unvowelled, and its letters.
type Remembered = FxHashMap<(bool, Box<[u8]>), Arc<[Alike]>>;

/// What queries need while they run; kept between them.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    /// What the names of a block can come to.
    pub sums: Vec<Sum>,
    /// The names for which that may be enough.
    pub likely: Vec<u32>,
    /// What is left of the rows of holders, with what each is worth; and the holders of short rows.
    pub rows: Vec<(u32, u32, Sum)>,
    pub few: Vec<(u32, Sum)>,
    seen: Vec<bool>,
    remembered: Remembered,
}

impl Scratch {
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
    /// The parts whose holders are to be looked at, with what each can come to.
    pub prospects: FxHashMap<PartId, Prospect>,
    /// What its particles can come to with whatever they meet, which the holders do not show.
    pub slack: Prospect,
    /// The same of its initials, and which letters they are.
    pub slack_of_initials: Prospect,
    pub initials: Letters,
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
            prospects: FxHashMap::default(),
            slack: Prospect { given: 0.01, one: 0.01, other: 0.01 },
            slack_of_initials: Prospect::default(),
            initials: 0,
            weights,
            parts: read.parts,
        };
        for word in words_of(&query.parts, &query.weights) {
            match word.kind {
                Kind::Strong => {}
                Kind::Particle => query.slack.given += PARTICLE_BITS,
                // An initial may stand for the rarest name.
                Kind::Initial => {
                    let most = Prospect { given: INITIAL_BITS, one: INITIAL_BITS, other: MOST_PART_BITS };
                    query.slack_of_initials = query.slack_of_initials.and(most);
                    query.initials |= first_letter(&word);
                }
            }
        }
        (0..query.parts.len()).for_each(|at| query.look_up(at, segment, scratch));
        query.look_up_joined(segment);
        query
    }

    fn look_up(&mut self, at: usize, segment: &Segment, scratch: &mut Scratch) {
        let vocabulary = segment.vocabulary();
        let (part, mine) = (self.parts[at].clone(), self.weights[at]);
        // What particles and initials can add is little, and is allowed for in the slack.
        if part.kind != Kind::Strong {
            return;
        }
        for (id, alike, how) in scratch.alike(segment, &part.part).iter() {
            self.alike.entry(*id).or_default().push((at as u8, *alike, *how));
            self.expect(*id, Prospect::of(mine, segment.bits(*id), *alike));
        }
        let letter = part.part.letters.get(..1).unwrap_or_default();
        for id in [true, false].into_iter().filter_map(|unvowelled| vocabulary.id(letter, unvowelled)) {
            self.expect(id, Prospect::of(mine, INITIAL_BITS.max(segment.bits(id)), 1.0));
        }
        if self.cut == Some(at) {
            for id in vocabulary.beginning_with(&part.part.letters, MOST_BEGINNINGS) {
                self.expect(id, Prospect::of(mine, segment.bits(id), 1.0));
            }
        }
    }

    /// Looks up neighbouring parts written as one, and parts that are neighbours written as one.
    fn look_up_joined(&mut self, segment: &Segment) {
        let vocabulary = segment.vocabulary();
        for from in 0..self.parts.len() {
            let mut together = self.parts[from].part.letters.to_vec();
            for to in from + 1..self.parts.len().min(from + 3) {
                together.extend_from_slice(&self.parts[to].part.letters);
                let joined = String::from_utf8(together.clone()).unwrap_or_default();
                let sum: f32 = self.weights[from..=to].iter().sum();
                let as_one = Part::new(&joined, self.parts[from].part.unvowelled);
                for id in vocabulary.written_as_one(&as_one) {
                    self.expect(id, Prospect::of(sum, segment.bits(id), 1.0));
                }
            }
            let letters = self.parts[from].part.letters.clone();
            for cut in 1..letters.len() {
                let halves = [&letters[..cut], &letters[cut..]]
                    .map(|half| vocabulary.id(half, self.parts[from].part.unvowelled));
                if let [Some(one), Some(other)] = halves {
                    for half in [one, other] {
                        self.expect(
                            half,
                            Prospect::of(self.weights[from].max(segment.bits(half)), segment.bits(half), 1.0),
                        );
                    }
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

    fn expect(&mut self, id: PartId, prospect: Prospect) {
        let known = self.prospects.entry(id).or_default();
        *known = known.or(prospect);
    }
}

/// The part that holds the last of the first `words` words of a text.
fn cut_part(text: &str, words: usize, parts: &[NamePart]) -> Option<usize> {
    let word = text.split_whitespace().nth(words.checked_sub(1)?)?;
    parts.iter().rposition(|part| part.text.split_whitespace().last() == Some(word) || word.ends_with(&part.text))
}

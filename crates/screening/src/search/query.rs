//! A subject's name, made ready to be held against a segment.

use crate::{
    by_parts::LEAST_BEGINNING,
    name::{
        compare::{INITIAL_BITS, MOST_SHIFTED, Prospect, Together, Word},
        frequencies::{Frequencies, MOST_PART_BITS},
        likeness::{How, Part, Writing},
        parts::{Kind, MOST_PARTS, NamePart, Parts},
    },
    search::{
        heads::{Letters, Sections},
        segment::{AlikeParts, Segment, words_of},
        sieve::Passed,
        vocabulary::{Alike, PartId},
    },
    subject::WrittenName,
};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::sync::Arc;

/// Maximum number of longer parts that a part which was cut short is held against.
const MOST_BEGINNINGS: usize = 5_000;
/// How many parts' answers are remembered between queries.
const MOST_REMEMBERED: usize = 20_000;

/// What of a vocabulary a part may be paired with.
#[derive(Debug)]
struct Met {
    /// The parts that are alike to it.
    alike: Vec<Alike>,
    /// The pairs of parts that it is, written as two.
    halves: Vec<[PartId; 2]>,
}

/// What was met by a part: by its writing and its letters.
type Remembered = FxHashMap<(Writing, Box<[u8]>), Arc<Met>>;

/// What a sieve picks.
#[derive(Debug, Default)]
pub(crate) struct Picked {
    /// The names that passed its first look.
    pub passed: Vec<Passed>,
    /// Those that are to be compared.
    pub likely: Vec<u32>,
}

/// What queries need while they run; kept between them.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    /// What the sieve picks of each span of names.
    pub picked: Vec<Picked>,
    seen: Vec<bool>,
    remembered: Remembered,
}

impl Scratch {
    /// The parts of the vocabulary that are alike to this one, or begin with it.
    pub fn alike(&mut self, segment: &Segment, part: &Part) -> Vec<PartId> {
        let mut ids: Vec<PartId> = self.meet(segment, part).alike.iter().map(|(id, ..)| *id).collect();
        if part.letters.len() >= LEAST_BEGINNING {
            ids.extend(segment.vocabulary().beginning_with(&part.letters, MOST_BEGINNINGS));
        }
        ids
    }

    /// What of the vocabulary this part may be paired with.
    fn meet(&mut self, segment: &Segment, part: &Part) -> Arc<Met> {
        let key = (part.writing(), Box::from(&part.letters[..]));
        if let Some(known) = self.remembered.get(&key) {
            return Arc::clone(known);
        }
        let vocabulary = segment.vocabulary();
        if self.seen.len() < vocabulary.len() {
            self.seen.resize(vocabulary.len(), false);
        }
        let alike = vocabulary.alike(part, &mut self.seen);
        let met = Arc::new(Met { alike, halves: vocabulary.written_as_two(part) });
        if self.remembered.len() >= MOST_REMEMBERED {
            self.remembered.clear();
        }
        self.remembered.insert(key, Arc::clone(&met));
        met
    }
}

/// One name of the subject with everything of the segment's vocabulary that is alike to its parts.
#[derive(Debug)]
pub(crate) struct QueryName {
    /// Which of the subject's names it is.
    pub of: u8,
    pub parts: Vec<NamePart>,
    weights: Vec<f32>,
    /// What all its parts weigh, in bits, particles left out.
    pub bits: f32,
    /// How many of those bits are no rarity, since its parts go together.
    pub tied: f32,
    pub generation: Option<u8>,
    /// The part that its document may have cut short.
    pub cut: Option<usize>,
    alike: FxHashMap<PartId, AlikeParts>,
    /// The ways in which its parts may be paired.
    pub expected: Vec<Expected>,
    /// What can come at most of each part that may be paired with what a name holds in each section.
    pub by_section: Vec<(usize, [Prospect; Sections::COUNT])>,
    /// The same parts of the vocabulary, with what each can come to.
    pub prospects: FxHashMap<PartId, Prospect>,
    /// What its particles can come to with whatever they meet, which the holders do not show.
    pub slack: Prospect,
    /// The same of its initials, and which letters they are.
    pub slack_of_initials: Prospect,
    pub initials: Letters,
}

/// One way in which a part of a name may be paired.
#[derive(Debug)]
pub(crate) struct Expected {
    /// Which part.
    pub part: usize,
    /// The parts of the vocabulary of which a name so paired holds one.
    pub ids: Vec<PartId>,
    /// The sections in which those stand.
    pub sections: Sections,
    /// The most that can come of it.
    pub most: Prospect,
    /// Whether a name is paired by two parts of which only one leads to it: what comes of both counts.
    pub is_pair: bool,
}

impl QueryName {
    /// Makes a reading of a name ready; `of` is which of the subject's names it is.
    pub fn new(
        (of, name, read): (u8, &WrittenName, Parts),
        segment: &Segment,
        frequencies: &Frequencies,
        scratch: &mut Scratch,
    ) -> Self {
        let cut = name.cut_after.and_then(|words| cut_part(&name.text, words, &read.parts));
        let weights: Vec<f32> = read.parts.iter().map(|part| frequencies.bits(&part.part)).collect();
        let (bits, of_particles, first_letters, count_of_initials) = {
            let words = words_of(&read.parts, &weights);
            let bits_of = |is_meant: fn(Kind) -> bool| -> f32 {
                words.iter().filter(|word| is_meant(word.kind)).map(|word| word.bits).sum()
            };
            let initials = || words.iter().filter(|word| word.kind == Kind::Initial);
            (
                bits_of(|kind| kind != Kind::Particle),
                bits_of(|kind| kind == Kind::Particle),
                Letters::first_of(initials()),
                initials().count(),
            )
        };
        // An initial may stand for the rarest name.
        let most = Prospect { given: INITIAL_BITS, one: INITIAL_BITS, other: MOST_PART_BITS };
        let given = 0.01 + of_particles;
        let mut query = Self {
            bits,
            tied: frequencies.tied(&read.parts),
            of,
            generation: read.generation,
            cut,
            alike: FxHashMap::default(),
            expected: Vec::new(),
            by_section: Vec::new(),
            prospects: FxHashMap::default(),
            slack: Prospect { given, one: 0.01, other: 0.01 },
            slack_of_initials: (0..count_of_initials).fold(Prospect::default(), |sum, _| sum.and(most)),
            initials: first_letters,
            weights,
            parts: read.parts,
        };
        (0..query.parts.len()).for_each(|at| query.look_up(at, segment, scratch));
        (0..query.parts.len()).for_each(|at| query.look_up_joined(at, segment));
        (0..query.parts.len()).for_each(|at| query.look_up_shifted(at, segment));
        query.sum_up_sections(segment);
        query
    }

    /// What single parts a part is alike to, or the beginning of.
    fn look_up(&mut self, at: usize, segment: &Segment, scratch: &mut Scratch) {
        let vocabulary = segment.vocabulary();
        let (part, mine) = (&self.parts[at], self.weights[at]);
        // What particles and initials can add is little, and is allowed for in the slack.
        if part.kind != Kind::Strong {
            return;
        }
        let letters = part.part.letters.clone();
        let met = scratch.meet(segment, &part.part);
        let mut found = Vec::new();
        for (id, alike, how) in &met.alike {
            self.alike.entry(*id).or_default().push((at as u8, *alike, *how));
            found.push((*id, Prospect::of(mine, segment.bits(*id), *alike)));
        }
        let letter = letters.get(..1).unwrap_or_default();
        let initials = [true, false].into_iter().flat_map(|unvowelled| vocabulary.ids(letter, unvowelled));
        found.extend(initials.map(|id| (id, Prospect::of(mine, INITIAL_BITS, 1.0))));
        if self.cut == Some(at) {
            let longer = vocabulary.beginning_with(&letters, MOST_BEGINNINGS);
            found.extend(longer.map(|id| (id, Prospect::of(mine, segment.bits(id), 1.0))));
        }
        let most = found.iter().fold(Prospect::default(), |most, (_, prospect)| most.or(*prospect));
        self.expect(segment, at, most, found.iter().map(|(id, _)| *id).collect(), false);
        found.into_iter().for_each(|(id, prospect)| self.allow(id, prospect));
        self.look_up_parted(at, &met.halves, segment);
    }

    /// What single parts a part and its neighbours may be, written as one.
    fn look_up_joined(&mut self, from: usize, segment: &Segment) {
        let mut together = self.parts[from].part.letters.to_vec();
        for to in from + 1..self.parts.len().min(from + 3) {
            together.extend_from_slice(&self.parts[to].part.letters);
            let joined = String::from_utf8(together.clone()).unwrap_or_default();
            let sum: f32 = self.words()[from..=to].iter().map(|word| word.bits).sum();
            let mut as_one = Part::new(&joined, self.parts[from].part.unvowelled);
            as_one.given = self.parts[from].part.given.as_ref().and_then(|given| given.joined(&joined)).map(Box::new);
            let allowed = Together::of(self.parts[from..=to].iter().map(|part| &part.part));
            let ids = segment.vocabulary().written_as_one(&as_one, allowed);
            let prospects: Vec<Prospect> = ids.iter().map(|id| Prospect::of(sum, segment.bits(*id), 1.0)).collect();
            let most = prospects.iter().fold(Prospect::default(), |most, prospect| most.or(*prospect));
            ids.iter().zip(prospects).for_each(|(id, prospect)| self.allow(*id, prospect));
            self.expect(segment, from, most, ids, false);
        }
    }

    /// What two neighbouring parts a part and its neighbour may be, a letter or two gone over from one to the next.
    fn look_up_shifted(&mut self, from: usize, segment: &Segment) {
        let Some([one, next]) = self.parts.get(from..from + 2) else { return };
        let is_one_writing = one.part.unvowelled == next.part.unvowelled;
        if one.kind != Kind::Strong || next.kind != Kind::Strong || !is_one_writing {
            return;
        }
        let cut = one.part.letters.len();
        let together: SmallVec<[u8; 48]> = one.part.letters.iter().chain(&next.part.letters).copied().collect();
        let unvowelled = one.part.unvowelled;
        let cuts = (cut.saturating_sub(MOST_SHIFTED)..=cut + MOST_SHIFTED).filter(|at| *at != cut && *at > 0);
        let cuts = cuts.filter(|at| *at < together.len());
        let pairs = segment.vocabulary().parted(&together, cuts, |part| part.unvowelled == unvowelled);
        let mine: f32 = self.words()[from..from + 2].iter().map(|word| word.bits).sum();
        self.allow_pairs(from, mine, &pairs, segment);
    }

    /// What two parts a part may be, written as one.
    fn look_up_parted(&mut self, at: usize, pairs: &[[PartId; 2]], segment: &Segment) {
        self.allow_pairs(at, self.weights[at], pairs, segment);
    }

    /// Allows for pairs of parts with which a name is paired by both of them, against `mine` bits.
    fn allow_pairs(&mut self, at: usize, mine: f32, pairs: &[[PartId; 2]], segment: &Segment) {
        let (mut most, mut rarer) = (Prospect::default(), Vec::new());
        for halves in pairs {
            // A half may also stand there as an initial.
            let bits = halves.map(|half| segment.bits(half).max(INITIAL_BITS));
            most = most.or(Prospect::of(mine, bits[0] + bits[1], 1.0));
            rarer.extend(halves.iter().min_by_key(|half| segment.holders(**half)));
            for (half, bits) in halves.iter().zip(bits) {
                self.allow(*half, Prospect { given: bits.min(mine), one: mine, other: bits });
            }
        }
        self.expect(segment, at, most, rarer, true);
    }

    /// Sums up, section by section, what can come of the ways in which each part may be paired.
    fn sum_up_sections(&mut self, segment: &Segment) {
        for way in &self.expected {
            let at = self.by_section.iter().position(|(part, _)| *part == way.part).unwrap_or_else(|| {
                self.by_section.push((way.part, [Prospect::default(); Sections::COUNT]));
                self.by_section.len() - 1
            });
            let of_sections = &mut self.by_section[at].1;
            for id in &way.ids {
                let most = if way.is_pair { way.most } else { self.prospects.get(id).copied().unwrap_or_default() };
                segment.section(*id).each().for_each(|section| of_sections[section] = of_sections[section].or(most));
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

    fn expect(&mut self, segment: &Segment, part: usize, most: Prospect, mut ids: Vec<PartId>, is_pair: bool) {
        ids.sort_unstable();
        ids.dedup();
        if !ids.is_empty() {
            let sections = ids.iter().map(|id| segment.section(*id)).fold(Sections::default(), Sections::and);
            self.expected.push(Expected { part, ids, sections, most, is_pair });
        }
    }

    fn allow(&mut self, id: PartId, prospect: Prospect) {
        let known = self.prospects.entry(id).or_default();
        *known = known.or(prospect);
    }
}

/// The part that holds the last of the first `words` words of a text.
fn cut_part(text: &str, words: usize, parts: &[NamePart]) -> Option<usize> {
    let word = text.split_whitespace().nth(words.checked_sub(1)?)?;
    parts.iter().rposition(|part| part.text.split_whitespace().last() == Some(word) || word.ends_with(&part.text))
}

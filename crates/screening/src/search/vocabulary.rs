//! Every distinct part of every name, and the ones that are alike to a given part.
//!
//! Two parts can be alike only if one slip of the pen turns their letters, or the loss of one consonant their
//! skeletons, into each other, or if both stand in one line of the table of forms (see [`likeness`]). So each part is
//! filed under its letters and its skeleton, with each of their letters left out in turn: whatever is alike shares a
//! file, and nothing alike is missed.

use crate::{
    name::{
        compare::Together,
        forms::FormSet,
        likeness::{How, LONG_SKELETON, Part, likeness},
    },
    search::sieve::wait_for_all,
};
use rustc_hash::{FxHashMap, FxHasher};
use smallvec::SmallVec;
use std::hash::Hasher;

/// A part's number in the vocabulary; the two highest bits are free.
pub(crate) type PartId = u32;

/// The distinct parts.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    parts: Vec<Part>,
    /// By their letters: mostly one, and one more for each writing in which they stand.
    ids: FxHashMap<Box<[u8]>, SmallVec<[PartId; 1]>>,
    by_letters: Files,
    by_skeleton: Files,
    by_set: FxHashMap<FormSet, Vec<PartId>>,
    /// Given names of East Asia, by what they can be read as.
    by_reading: Files,
    /// In the order of their letters, for beginnings.
    sorted: Vec<PartId>,
}

/// A part of the vocabulary that is alike to one asked for.
pub(crate) type Alike = (PartId, f32, How);

impl Vocabulary {
    /// The number of a part, which is put in if it is new.
    pub fn add(&mut self, part: &Part) -> PartId {
        let writing = part.writing();
        let ids = self.ids.entry(Box::from(&part.letters[..])).or_default();
        if let Some(id) = ids.iter().find(|id| self.parts[**id as usize].writing() == writing) {
            return *id;
        }
        let id = self.parts.len() as PartId;
        self.parts.push(part.clone());
        ids.push(id);
        id
    }

    /// Files what was added; nothing is found before. Parts are numbered anew, those of one skeleton one after the
    /// other, since they are looked at together; the new number of each is returned.
    pub fn file(&mut self) -> Vec<PartId> {
        let mut order: Vec<PartId> = (0..self.parts.len() as PartId).collect();
        order.sort_by(|one, other| {
            let key = |id: PartId| (&self.part(id).skeleton, &self.part(id).letters, self.part(id).writing());
            key(*one).cmp(&key(*other))
        });
        let mut renumbered = vec![0; order.len()];
        for (new, old) in (0..).zip(&order) {
            renumbered[*old as usize] = new;
        }
        self.parts = order.iter().map(|old| self.part(*old).clone()).collect();
        self.ids.values_mut().flatten().for_each(|id| *id = renumbered[*id as usize]);
        let (mut by_letters, mut by_skeleton, mut by_reading) = (Vec::new(), Vec::new(), Vec::new());
        for (id, part) in (0..).zip(&self.parts) {
            each_file(&part.letters, true, |hash| by_letters.push((hash, id)));
            each_file(&part.skeleton, part.skeleton.len() >= LONG_SKELETON, |hash| by_skeleton.push((hash, id)));
            by_letters.extend(part.without_servant().map(|name| (hash([name, &[]]), id)));
            by_reading.extend(part.given.iter().flat_map(|given| given.files()).map(|file| (file, id)));
            for set in part.known.into_iter().flat_map(|known| known.sets()) {
                self.by_set.entry(set).or_default().push(id);
            }
        }
        self.by_letters = Files::new(by_letters);
        self.by_skeleton = Files::new(by_skeleton);
        self.by_reading = Files::new(by_reading);
        let mut sorted: Vec<PartId> = (0..self.parts.len() as PartId).collect();
        sorted.sort_by(|one, other| self.part(*one).letters.cmp(&self.part(*other).letters));
        self.sorted = sorted;
        renumbered
    }

    pub fn len(&self) -> usize {
        self.parts.len()
    }

    pub fn part(&self, id: PartId) -> &Part {
        &self.parts[id as usize]
    }

    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The numbers of the parts that are these letters, with or without vowels.
    pub fn ids(&self, letters: &[u8], unvowelled: bool) -> impl Iterator<Item = PartId> {
        let ids = self.ids.get(letters).into_iter().flatten().copied();
        ids.filter(move |id| self.part(*id).unvowelled == unvowelled)
    }

    /// All parts that are alike to this one. `seen` is one flag a part, all down before and after.
    pub fn alike(&self, part: &Part, seen: &mut [bool]) -> Vec<Alike> {
        let mut met = Vec::new();
        let mut meet = |id: PartId| {
            if !std::mem::replace(&mut seen[id as usize], true) {
                met.push(id);
            }
        };
        each_file(&part.letters, true, |hash| self.by_letters.each(hash, &mut meet));
        if let Some(name) = part.without_servant() {
            self.by_letters.each(hash([name, &[]]), &mut meet);
        }
        if !part.skeleton.is_empty() {
            each_file(&part.skeleton, part.skeleton.len() >= LONG_SKELETON, |hash| {
                self.by_skeleton.each(hash, &mut meet)
            });
        }
        for set in part.known.into_iter().flat_map(|known| known.sets()) {
            self.by_set.get(&set).into_iter().flatten().for_each(|id| meet(*id));
        }
        for file in part.given.iter().flat_map(|given| given.files()) {
            self.by_reading.each(file, &mut meet);
        }
        wait_for_all(met.iter().map(|id| self.part(*id).letters.len() as u32));
        met.iter().for_each(|id| seen[*id as usize] = false);
        met.into_iter().filter_map(|id| likeness(part, self.part(id)).map(|(alike, how)| (id, alike, how))).collect()
    }

    /// All parts that neighbouring parts, written together as `part`, may be.
    pub fn written_as_one(&self, part: &Part, allowed: Together) -> Vec<PartId> {
        let mut found = Vec::new();
        let mut meet = |id: PartId| {
            if allowed.may_be(part, self.part(id)) && !found.contains(&id) {
                found.push(id);
            }
        };
        each_file(&part.letters, allowed.by_slip(), |hash| self.by_letters.each(hash, &mut meet));
        each_file(&part.skeleton, false, |hash| self.by_skeleton.each(hash, &mut meet));
        if let Some(given) = &part.given {
            let mut meet = |id: PartId| {
                let may_be = self.part(id).given.as_ref().and_then(|other| given.likeness(other)).flatten().is_some();
                if may_be && !found.contains(&id) {
                    found.push(id);
                }
            };
            given.files().for_each(|file| self.by_reading.each(file, &mut meet));
        }
        found
    }

    /// The pairs of parts that are these letters, parted at one of the cuts.
    pub fn parted(
        &self,
        letters: &[u8],
        cuts: impl Iterator<Item = usize>,
        is_meant: impl Fn(&Part) -> bool,
    ) -> Vec<[PartId; 2]> {
        let ids = |letters: &[u8]| -> SmallVec<[PartId; 2]> {
            let ids = self.ids.get(letters).into_iter().flatten().copied();
            ids.filter(|id| is_meant(self.part(*id))).collect()
        };
        let mut pairs = Vec::new();
        for (first, second) in cuts.map(|cut| letters.split_at(cut)) {
            let seconds = ids(second);
            let firsts = if seconds.is_empty() { SmallVec::new() } else { ids(first) };
            pairs.extend(firsts.iter().flat_map(|first| seconds.iter().map(move |second| [*first, *second])));
        }
        pairs
    }

    /// The pairs of parts that are this one, written as two: the same letters, in whatever writing.
    pub fn written_as_two(&self, part: &Part) -> Vec<[PartId; 2]> {
        let mut pairs = self.parted(&part.letters, 1..part.letters.len(), |_| true);
        let letters = std::str::from_utf8(&part.letters).unwrap_or_default();
        for [first, second] in part.given.iter().flat_map(|given| given.halves(letters)) {
            let filed = |numbers: &[u32]| {
                let mut ids = Vec::new();
                numbers.iter().for_each(|number| self.by_reading.each(*number, |id| ids.push(id)));
                ids
            };
            let seconds = filed(&second);
            pairs.extend(filed(&first).iter().flat_map(|first| seconds.iter().map(move |second| [*first, *second])));
        }
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    /// All longer parts that begin with these letters, at most `most`.
    pub fn beginning_with(&self, letters: &[u8], most: usize) -> impl Iterator<Item = PartId> {
        let is_before = |id: &PartId| self.part(*id).letters[..] <= *letters;
        let longer = &self.sorted[self.sorted.partition_point(is_before)..];
        let count = longer.partition_point(|id| self.part(*id).letters.starts_with(letters));
        longer[..count.min(most)].iter().copied()
    }

    /// Bytes held, about.
    pub fn bytes(&self) -> usize {
        let files = [&self.by_letters, &self.by_skeleton, &self.by_reading].map(|files| files.entries.len());
        let files: usize = files.iter().sum();
        self.parts.len() * (size_of::<Part>() + 64) + files * 8 + self.sorted.len() * 4
    }
}

/// The files of a text: the text itself and, where `shorter`, the text without each of its letters.
fn each_file(text: &[u8], shorter: bool, mut file: impl FnMut(u32)) {
    file(hash([text, &[]]));
    if shorter {
        for at in 0..text.len() {
            // Leaving out either of two equal neighbours is the same.
            if at == 0 || text[at] != text[at - 1] {
                file(hash([&text[..at], &text[at + 1..]]));
            }
        }
    }
}

fn hash(texts: [&[u8]; 2]) -> u32 {
    let mut hasher = FxHasher::default();
    for byte in texts.into_iter().flatten() {
        hasher.write_u8(*byte);
    }
    let hash = hasher.finish();
    (hash ^ (hash >> 32)) as u32
}

/// Numbers filed under hashes, in one sorted row with the places where each of the highest bits begins.
#[derive(Debug, Default)]
struct Files {
    entries: Vec<(u32, PartId)>,
    begins: Vec<u32>,
    shift: u32,
}

impl Files {
    fn new(mut entries: Vec<(u32, PartId)>) -> Self {
        entries.sort_unstable();
        entries.dedup();
        entries.shrink_to_fit();
        let shift = 32 - (entries.len().max(2).ilog2()).clamp(1, 24);
        let mut begins = vec![0; (1 << (32 - shift)) + 1];
        for (hash, _) in &entries {
            begins[(hash >> shift) as usize + 1] += 1;
        }
        for at in 1..begins.len() {
            begins[at] += begins[at - 1];
        }
        Self { entries, begins, shift }
    }

    fn each(&self, hash: u32, mut found: impl FnMut(PartId)) {
        if self.begins.is_empty() {
            return;
        }
        let bucket = (hash >> self.shift) as usize;
        let entries = &self.entries[self.begins[bucket] as usize..self.begins[bucket + 1] as usize];
        entries.iter().filter(|(filed, _)| *filed == hash).for_each(|(_, id)| found(*id));
    }
}

//! How alike two whole names are.
//!
//! Every part of one name is paired with the part of the other that it is most like, each used once. What is paired
//! speaks for one name in the measure in which it is rare; what stands on both sides without a pair speaks against it
//! (Adam and Brian); what stands on one side only, a little (a missing middle name). The order of the parts counts:
//! a surname moved to the other end is a habit of forms, a father's and a son's name exchanged are two people.

use super::{
    likeness::{How, Part, likeness, slips},
    parts::{Kind, MOST_PARTS},
};
use smallvec::SmallVec;

/// What a particle weighs, and what an initial does, in bits of evidence.
pub(crate) const PARTICLE_BITS: f32 = 0.5;
pub(crate) const INITIAL_BITS: f32 = 3.0;
/// What an unpaired part costs where the other name has one too, and what it adds to what should have been paired.
const CONFLICT_COST: f32 = 0.5;
const CONFLICT_WEIGHT: f32 = 1.0;
/// What a part adds that stands on one side only.
const MISSING_WEIGHT: f32 = 0.25;

/// A part with what it is worth in its name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word<'a> {
    /// The part itself.
    pub part: &'a Part,
    /// Weight of sharing this part, in bits: more for rare names.
    pub bits: f32,
    /// What kind of part it is.
    pub kind: Kind,
    /// Whether it is known as a given name.
    pub is_given: bool,
}

impl<'a> Word<'a> {
    /// The word of a part that weighs `bits` as a name.
    pub fn new(part: &'a Part, kind: Kind, bits: f32) -> Self {
        Self { part, bits: worth(kind, bits), kind, is_given: part.known.is_some_and(|known| known.is_given) }
    }
}

/// What a part of a kind weighs whose name would weigh `bits`.
pub(crate) fn worth(kind: Kind, bits: f32) -> f32 {
    match kind {
        Kind::Strong => bits,
        Kind::Particle => PARTICLE_BITS,
        Kind::Initial => INITIAL_BITS,
    }
}

/// How a pair came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PairHow {
    /// Two parts are alike.
    Alike(How),
    /// One is the initial of the other.
    Initial,
    /// Several parts of one name are one of the other.
    Joined,
    /// One is the beginning of the other, which was cut short.
    CutShort,
}

/// Parts of one name paired with parts of the other; both ranges hold one part, save for joined ones.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pair {
    /// First part of the traveller's name, and how many.
    pub one: (u8, u8),
    /// First part of the alert's name, and how many.
    pub other: (u8, u8),
    /// How alike they are, 0 to 1.
    pub alike: f32,
    /// In what way.
    pub how: PairHow,
    bits: f32,
}

/// What came of holding one name against another.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// The share of the evidence that two names could give which these give: 1 for the same name; may be negative.
    pub share: f32,
    /// How much evidence the paired parts are, in bits.
    pub bits: f32,
    /// What was taken from the share because only one part of a longer name is there.
    pub taken_for_one_name: f32,
    /// The pairs, in the order of the traveller's parts.
    pub pairs: SmallVec<[Pair; MOST_PARTS]>,
    /// Whether paired parts stand in another order.
    pub reordered: bool,
}

/// Holds two names against each other; `alike(i, j)` says how alike their parts are. `cut` is the part of the first
/// name that its document may have cut short. `None` where they have too little in common to be one name.
pub(crate) fn compare(
    one: &[Word<'_>],
    other: &[Word<'_>],
    cut: Option<usize>,
    alike: impl Fn(usize, usize) -> Option<(f32, How)>,
) -> Option<Outcome> {
    let mut pairs: SmallVec<[Pair; 24]> = SmallVec::new();
    for (at, mine) in one.iter().enumerate() {
        for (beside, theirs) in other.iter().enumerate() {
            if let Some((alike, how)) = paired(mine, theirs, cut == Some(at), || alike(at, beside)) {
                pairs.push(pair((at, 1), (beside, 1), alike, how, mine.bits.min(theirs.bits)));
            }
        }
    }
    joins(one, other, |from, count, beside, alike, bits| {
        pairs.push(pair((from, count), (beside, 1), alike, PairHow::Joined, bits));
    });
    joins(other, one, |from, count, at, alike, bits| {
        pairs.push(pair((at, 1), (from, count), alike, PairHow::Joined, bits));
    });
    shifts(one, other, |at, beside, bits| {
        pairs.push(pair((at, 2), (beside, 2), SHIFTED, PairHow::Joined, bits));
    });
    choose(&mut pairs);
    let is_strong = |pair: &&Pair| {
        let kinds = (one[usize::from(pair.one.0)].kind, other[usize::from(pair.other.0)].kind);
        // Initials alone could be anybody's.
        kinds.0 == Kind::Strong && kinds.1 == Kind::Strong || pair.one.1 > 1 || pair.other.1 > 1
    };
    let strong_pairs = pairs.iter().filter(is_strong);
    let covered: usize = strong_pairs.map(|pair| usize::from(pair.one.1.max(pair.other.1))).sum();
    if covered == 0 {
        return None;
    }

    let bits: f32 = pairs.iter().map(|pair| pair.bits).sum();
    let given: f32 = pairs.iter().map(|pair| pair.bits * worth_of_likeness(pair.alike)).sum();
    let left = |words: &[Word<'_>], side: fn(&Pair) -> (u8, u8)| -> f32 {
        let is_paired = |at: usize| {
            pairs.iter().map(side).any(|(from, count)| (usize::from(from)..usize::from(from + count)).contains(&at))
        };
        words
            .iter()
            .enumerate()
            .filter(|(at, word)| word.kind != Kind::Particle && !is_paired(*at))
            .map(|(_, word)| word.bits)
            .sum()
    };
    let mut share = share(given, bits, left(one, |pair| pair.one), left(other, |pair| pair.other));

    pairs.sort_by_key(|pair| pair.one);
    let order = order(&pairs, one, other);
    share -= match order {
        Order::Same => 0.0,
        Order::Moved => 0.02,
        Order::MovedAmongGivenNames => 0.24,
        Order::Mixed => 0.24,
    };
    let count = |words: &[Word<'_>]| words.iter().filter(|word| word.kind != Kind::Particle).count();
    let (fewer, more) = (count(one).min(count(other)), count(one).max(count(other)));
    // One name only, against several: there are too many Diallos.
    let taken_for_one_name = if fewer < 2 && more > 1 && covered < 2 { 0.22 } else { 0.0 };
    share -= taken_for_one_name;
    Some(Outcome {
        share,
        bits,
        taken_for_one_name,
        pairs: pairs.into_iter().collect(),
        reordered: order != Order::Same,
    })
}

fn pair(one: (usize, usize), other: (usize, usize), alike: f32, how: PairHow, bits: f32) -> Pair {
    let small = |(from, count): (usize, usize)| (from as u8, count as u8);
    Pair { one: small(one), other: small(other), alike, how, bits }
}

/// How much of a part's evidence is left where the parts are only so alike: unlikeness counts more than in proportion.
fn worth_of_likeness(alike: f32) -> f32 {
    (1.0 - 1.5 * (1.0 - alike)).max(0.0)
}

/// The share of the possible evidence: `given` of `paired` bits, beside what is left over on either side.
fn share(given: f32, paired: f32, left_one: f32, left_other: f32) -> f32 {
    let conflict = left_one.min(left_other);
    let missing = (left_one - left_other).abs();
    (given - CONFLICT_COST * conflict) / (paired + CONFLICT_WEIGHT * conflict + MISSING_WEIGHT * missing).max(1.0)
}

/// What it takes from the share when one name says junior, or the third, and the other says otherwise or nothing.
pub(crate) fn generations(one: Option<u8>, other: Option<u8>) -> f32 {
    match (one, other) {
        (Some(one), Some(other)) if one != other => 0.35,
        (Some(2..), None) | (None, Some(2..)) => 0.04,
        _ => 0.0,
    }
}

/// What pairs may come to, before names are compared: sums over the parts of two names that are alike, none of them
/// less than the truth.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Prospect {
    /// The evidence given, in bits.
    pub given: f32,
    /// What the parts that would be paired weigh in the one name.
    pub one: f32,
    /// What they weigh in the other.
    pub other: f32,
}

impl Prospect {
    /// A pair of parts, with the weight of each in its name.
    pub fn of(one: f32, other: f32, alike: f32) -> Self {
        Self { given: one.min(other) * worth_of_likeness(alike), one, other }
    }

    /// Each sum the greater of two.
    pub fn or(self, other: Self) -> Self {
        Self { given: self.given.max(other.given), one: self.one.max(other.one), other: self.other.max(other.other) }
    }

    /// Each sum with another added.
    pub fn and(self, other: Self) -> Self {
        Self { given: self.given + other.given, one: self.one + other.one, other: self.other + other.other }
    }

    /// Whether two names that weigh `one` and `other` bits can come to the share `least`: [`share`] written
    /// with what is paired at its least, which is what is given. Less left over never makes it harder.
    pub fn can_reach(self, least: f32, one: f32, other: f32) -> bool {
        let (one, other) = ((one - self.one).max(0.0), (other - self.other).max(0.0));
        let conflict = one.min(other) * (CONFLICT_COST + least * CONFLICT_WEIGHT);
        let missing = (one - other).abs() * MISSING_WEIGHT * least;
        least <= 1.0 && self.given * (1.0 - least) >= conflict + missing - ROUNDING
    }
}

/// What adding in another order may change.
const ROUNDING: f32 = 1e-3;

fn paired(
    one: &Word<'_>,
    other: &Word<'_>,
    cut: bool,
    alike: impl Fn() -> Option<(f32, How)>,
) -> Option<(f32, PairHow)> {
    match (one.kind, other.kind) {
        (Kind::Strong, Kind::Strong) => {
            let found = alike().map(|(alike, how)| (alike, PairHow::Alike(how)));
            let beginning = cut
                && one.part.letters.len() < other.part.letters.len()
                && other.part.letters.starts_with(&one.part.letters);
            if beginning && found.is_none_or(|(alike, _)| alike < 0.95) {
                Some((0.95, PairHow::CutShort))
            } else {
                found
            }
        }
        (Kind::Particle, Kind::Particle) => {
            (one.part.letters == other.part.letters).then_some((1.0, PairHow::Alike(How::Same)))
        }
        (Kind::Initial, _) | (_, Kind::Initial) if one.kind != Kind::Particle && other.kind != Kind::Particle => {
            let same = one.part.letters.len() == other.part.letters.len();
            let how = if same { PairHow::Alike(How::Same) } else { PairHow::Initial };
            (one.part.letters.first() == other.part.letters.first()).then_some((if same { 1.0 } else { 0.97 }, how))
        }
        _ => None,
    }
}

/// Finds two or three neighbouring parts of `many` that are written as one part of `single`.
fn joins(many: &[Word<'_>], single: &[Word<'_>], mut found: impl FnMut(usize, usize, usize, f32, f32)) {
    let whole = |word: &Word<'_>| word.kind == Kind::Strong && word.part.letters.len() >= LEAST_JOINED;
    for (beside, whole) in single.iter().enumerate().filter(|(_, word)| whole(word)) {
        for from in 0..many.len() {
            let mut letters = many[from].part.letters.len();
            let mut bits = many[from].bits;
            for count in 2..=(many.len() - from).min(3) {
                letters += many[from + count - 1].part.letters.len();
                bits += many[from + count - 1].bits;
                // Two ways to write the same syllables differ more in length than two spellings do.
                let apart = if whole.part.given.is_some() { 5 } else { 2 };
                if letters > whole.part.letters.len() + apart {
                    break;
                }
                if letters + apart >= whole.part.letters.len()
                    && let Some(alike) = joined(&many[from..from + count], whole)
                {
                    found(from, count, beside, alike, whole.bits.min(bits));
                }
            }
        }
    }
}

/// How alike two neighbouring parts are to two others of which letters went over to the next part.
const SHIFTED: f32 = 0.95;
/// Maximum number of letters that go over.
pub(crate) const MOST_SHIFTED: usize = 2;

/// Finds two neighbouring parts that are two neighbouring ones of the other name, a letter or two gone over from one to
/// the next: LAUREN TNKUNDA and LAURENT NKUNDA.
fn shifts(one: &[Word<'_>], other: &[Word<'_>], mut found: impl FnMut(usize, usize, f32)) {
    let is_name = |two: &[Word<'_>]| two.iter().all(|word| word.kind == Kind::Strong);
    let length = |word: &Word<'_>| word.part.letters.len();
    for (at, mine) in one.windows(2).enumerate().filter(|(_, two)| is_name(two)) {
        for (beside, theirs) in other.windows(2).enumerate().filter(|(_, two)| is_name(two)) {
            let gone_over = length(&mine[0]).abs_diff(length(&theirs[0]));
            let same_length = length(&mine[0]) + length(&mine[1]) == length(&theirs[0]) + length(&theirs[1]);
            let letters = |two: &[Word<'_>]| -> SmallVec<[u8; 48]> {
                two.iter().flat_map(|word| word.part.letters.iter().copied()).collect()
            };
            // Letters go over within one writing: what is written without vowels has others.
            let unvowelled = mine[0].part.unvowelled;
            let is_one_writing = mine.iter().chain(theirs).all(|word| word.part.unvowelled == unvowelled);
            if is_one_writing
                && same_length
                && (1..=MOST_SHIFTED).contains(&gone_over)
                && letters(mine) == letters(theirs)
            {
                let bits = |two: &[Word<'_>]| two.iter().map(|word| word.bits).sum::<f32>();
                found(at, beside, bits(mine).min(bits(theirs)));
            }
        }
    }
}

/// Parts shorter than this are not looked at as several in one.
const LEAST_JOINED: usize = 4;
/// Parts shorter than this are several in one only letter by letter.
const LEAST_MISSPELT: usize = 6;

/// Least letters of each part that is joined with its neighbour, and least consonants where only those are the same.
const LEAST_HALF: usize = 3;
const LEAST_HALF_SKELETON: usize = 2;

/// Whether neighbouring parts may be one part that is written otherwise than they are together: two or three letters are
/// too little to be told from another name once they may be misspelt.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Together {
    /// By a slip.
    by_slip: bool,
    /// By the same consonants.
    by_consonants: bool,
}

impl Together {
    /// What these parts allow.
    pub fn of<'a>(parts: impl Iterator<Item = &'a Part> + Clone) -> Self {
        let by_slip = parts.clone().all(|part| part.letters.len() >= LEAST_HALF);
        let mut parts = parts;
        Self { by_slip, by_consonants: by_slip && parts.all(|part| part.skeleton.len() >= LEAST_HALF_SKELETON) }
    }

    /// Whether they may be a part that is a slip away.
    pub fn by_slip(self) -> bool {
        self.by_slip
    }

    /// Whether the parts, written together, are this part as far as letters and consonants tell.
    pub fn may_be(self, together: &Part, whole: &Part) -> bool {
        let is_misspelt = whole.letters.len() >= LEAST_MISSPELT
            && together.letters.first() == whole.letters.first()
            && (self.by_slip && slips(&together.letters, &whole.letters)
                || self.by_consonants && together.skeleton == whole.skeleton);
        is_misspelt || together.letters == whole.letters
    }
}

/// How alike neighbouring parts, written together, are to one part.
fn joined(parts: &[Word<'_>], whole: &Word<'_>) -> Option<f32> {
    let mut letters: SmallVec<[u8; 72]> = SmallVec::new();
    parts.iter().for_each(|word| letters.extend_from_slice(&word.part.letters));
    if let Some((first, whole)) = parts[0].part.given.as_ref().zip(whole.part.given.as_ref())
        && parts.iter().all(|word| word.part.given.is_some())
        && let Some(together) = std::str::from_utf8(&letters).ok().and_then(|letters| first.joined(letters))
        && let Some(alike) = together.likeness(whole)
    {
        return alike;
    }
    if letters[..] == whole.part.letters[..] {
        return Some(0.97);
    }
    let allowed = Together::of(parts.iter().map(|word| word.part));
    if !allowed.by_slip {
        return None;
    }
    let together = Part::new(std::str::from_utf8(&letters).unwrap_or_default(), parts[0].part.unvowelled);
    if !allowed.may_be(&together, whole.part) {
        return None;
    }
    if slips(&letters, &whole.part.letters) {
        return Some(0.88);
    }
    likeness(&together, whole.part).map(|(alike, _)| alike * 0.97)
}

/// Keeps the best pairs, each part used once.
fn choose(pairs: &mut SmallVec<[Pair; 24]>) {
    let value = |pair: &Pair| pair.bits * worth_of_likeness(pair.alike);
    let apart = |pair: &Pair| pair.one.0.abs_diff(pair.other.0);
    pairs.sort_by(|one, other| {
        let by_likeness = other.alike.total_cmp(&one.alike);
        let by_value = value(other).total_cmp(&value(one));
        by_value
            .then(by_likeness)
            .then(apart(one).cmp(&apart(other)))
            .then((one.one, one.other).cmp(&(other.one, other.other)))
    });
    let (mut used_one, mut used_other) = (0_u32, 0_u32);
    let mask = |(from, count): (u8, u8)| ((1_u32 << count) - 1) << from;
    pairs.retain(|pair| {
        let free = used_one & mask(pair.one) == 0 && used_other & mask(pair.other) == 0;
        if free {
            used_one |= mask(pair.one);
            used_other |= mask(pair.other);
        }
        free
    });
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    /// The same on both sides.
    Same,
    /// The end of one is the beginning of the other: surname first.
    Moved,
    /// The same, and every part is a given name: the father's may have become the son's.
    MovedAmongGivenNames,
    /// Neither.
    Mixed,
}

/// How the order of the paired strong parts differs.
fn order(pairs: &[Pair], one: &[Word<'_>], other: &[Word<'_>]) -> Order {
    let strong: SmallVec<[&Pair; MOST_PARTS]> = pairs
        .iter()
        .filter(|pair| {
            one[usize::from(pair.one.0)].kind != Kind::Particle
                && other[usize::from(pair.other.0)].kind != Kind::Particle
        })
        .collect();
    let falls = strong.windows(2).filter(|two| two[0].other.0 > two[1].other.0).count();
    let wraps = strong.last().zip(strong.first()).is_some_and(|(last, first)| last.other.0 < first.other.0);
    match falls {
        0 => Order::Same,
        1 if wraps => {
            let all_given = strong
                .iter()
                .all(|pair| one[usize::from(pair.one.0)].is_given && other[usize::from(pair.other.0)].is_given);
            if all_given { Order::MovedAmongGivenNames } else { Order::Moved }
        }
        _ => Order::Mixed,
    }
}

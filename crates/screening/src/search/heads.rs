//! Heads of names: a few bytes each, which rule most names out, and the order in which names are numbered.

use crate::{
    facts::{DayOfYear, ShortBirth},
    name::{compare::Word, parts::Kind},
};
use limen_domain::Sex;
use std::ops::Range;

/// What rules most names out: what the name weighs, in quarters of a bit, rounded down, and its bearer's birth date and
/// sex.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Head {
    pub weight: u8,
    year: u8,
    month: u8,
    /// The day in the five lowest bits, then a bit for a woman and one for a man.
    day_and_sex: u8,
}

const DAY: u8 = DayOfYear::DAY_BITS;
const WOMAN: u8 = 0b10_0000;
const MAN: u8 = 0b100_0000;

fn sex_bits(sex: Option<Sex>) -> u8 {
    match sex {
        Some(Sex::Female) => WOMAN,
        Some(Sex::Male) => MAN,
        Some(Sex::Unspecified) | None => 0,
    }
}

impl Head {
    /// The weight at which names stop being told apart: all above count as this.
    pub const HEAVIEST: u8 = 252;

    /// The head of a name made of these words.
    pub fn new(words: &[Word<'_>], birth: ShortBirth, sex: Option<Sex>) -> Self {
        let bits: f32 = words.iter().filter(|word| word.kind != Kind::Particle).map(|word| word.bits).sum();
        let weight = (bits * 4.0).floor().min(f32::from(Self::HEAVIEST)) as u8;
        Self { weight, year: birth.year, month: birth.month, day_and_sex: birth.day | sex_bits(sex) }
    }

    /// The birth date of its bearer.
    pub fn birth(self) -> ShortBirth {
        ShortBirth { year: self.year, month: self.month, day: self.day_and_sex & DAY }
    }

    /// Whether one is a woman and the other a man.
    pub fn differs_in_sex(self, other: Option<Sex>) -> bool {
        (self.day_and_sex & !DAY) | sex_bits(other) == WOMAN | MAN
    }

    /// The day of the year on which its bearer was born.
    pub fn day_of_year(self) -> DayOfYear {
        DayOfYear { month: self.month, day: self.day_and_sex & DAY }
    }

    fn place(self) -> usize {
        usize::from(self.year) << 8 | usize::from(self.weight)
    }
}

/// More than any name weighs.
pub(crate) const LEAST_OF_NONE: u16 = u16::MAX;

/// Minimum evidence, in bits, of a name with this weight.
pub(crate) fn lightest(weight: u8) -> f32 {
    f32::from(weight) / 4.0
}

/// Maximum evidence, in bits, of a name with this weight.
pub(crate) fn heaviest(weight: u8) -> f32 {
    if weight == Head::HEAVIEST { f32::INFINITY } else { f32::from(weight) / 4.0 + 0.25 }
}

/// A name that holds a part.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Holder {
    pub name: u32,
    pub head: Head,
    /// Where all its parts stand.
    pub sections: Sections,
}

/// A set of sections of the vocabulary, a bit each. Parts that are alike are mostly in one section, so that a name
/// without a part in a section has none that is alike to the parts there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Sections(u64);

impl Sections {
    /// How many sections there are.
    pub const COUNT: usize = u64::BITS as usize;

    /// The section of a part, when the rows of names that hold each part end where `ends` says: all sections are held
    /// about equally often.
    pub fn of_part(ends: &[u32], id: usize) -> Self {
        let all = ends.last().copied().unwrap_or_default();
        let section = u64::from(ends[id]) * u64::from(u64::BITS) / u64::from(all.max(1));
        Self(1 << section.min(u64::from(u64::BITS - 1)))
    }

    /// The sections of both.
    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The number of each section that it holds.
    pub fn each(self) -> impl Iterator<Item = usize> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let next = (left != 0).then_some(left.trailing_zeros() as usize)?;
            left &= left - 1;
            Some(next)
        })
    }

    /// Whether both hold a section.
    pub fn meet(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// A set of the letters A to Z, a bit each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Letters(u32);

impl Letters {
    /// The letters that words begin with.
    pub fn first_of<'a, 'b: 'a>(words: impl IntoIterator<Item = &'a Word<'b>>) -> Self {
        let bit = |word: &Word<'_>| word.part.letters.first().map_or(0, |letter| 1 << (letter.wrapping_sub(b'A') & 31));
        Self(words.into_iter().fold(0, |all, word| all | bit(word)))
    }

    /// Whether both hold a letter.
    pub fn meet(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// The heads of all names, in their order: by year of birth, then by weight.
#[derive(Debug, Default)]
pub(crate) struct Heads {
    heads: Vec<Head>,
    /// The letters that the parts of each name begin with.
    letters: Vec<Letters>,
    /// The first name of each year and weight, and one more.
    begins: Vec<u32>,
    /// How many names weigh less than each weight, and one more.
    lighter: Vec<u32>,
}

impl Heads {
    /// Puts names in order by their heads; which name came to each place.
    pub fn new(names: &[(Head, Letters)]) -> (Self, Vec<u32>) {
        let mut order: Vec<u32> = (0..names.len() as u32).collect();
        order.sort_by_key(|name| names[*name as usize].0.place());
        let mut begins = vec![0; ((ShortBirth::OPEN_YEAR + 1) << 8) + 1];
        let mut lighter = vec![0; (1 << 8) + 1];
        for (head, _) in names {
            begins[head.place() + 1] += 1;
            lighter[usize::from(head.weight) + 1] += 1;
        }
        for counts in [&mut begins, &mut lighter] {
            (1..counts.len()).for_each(|at| counts[at] += counts[at - 1]);
        }
        let (heads, letters) = order.iter().map(|name| names[*name as usize]).unzip();
        (Self { heads, letters, begins, lighter }, order)
    }

    /// How many names there are.
    pub fn len(&self) -> usize {
        self.heads.len()
    }

    /// The head of a name.
    pub fn head(&self, name: u32) -> Head {
        self.heads[name as usize]
    }

    /// The letters that its parts begin with.
    pub fn letters(&self, name: u32) -> Letters {
        self.letters[name as usize]
    }

    /// Which share of the names weighs at most this.
    pub fn share_up_to(&self, weight: u8) -> f64 {
        f64::from(self.lighter[usize::from(weight) + 1]) / self.heads.len().max(1) as f64
    }

    /// The names born in these years, or those of them that weigh at most `weight`, as stretches of the order.
    pub fn stretches(&self, years: &[Range<usize>], weight: Option<u8>) -> Vec<Range<u32>> {
        let begin = |place: usize| self.begins.get(place).copied().unwrap_or_default();
        let stretches: Vec<Range<u32>> = match weight {
            None => years.iter().map(|years| begin(years.start << 8)..begin(years.end << 8)).collect(),
            Some(weight) => {
                let of_year = |year: usize| begin(year << 8)..begin((year << 8) + usize::from(weight) + 1);
                years.iter().flat_map(Clone::clone).map(of_year).collect()
            }
        };
        stretches.into_iter().filter(|stretch| !stretch.is_empty()).collect()
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        self.heads.len() * (size_of::<Head>() + size_of::<Letters>()) + (self.begins.len() + self.lighter.len()) * 4
    }
}

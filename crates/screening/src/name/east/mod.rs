//! Names of East Asia: which parts are a given name, and which given names can be one.
//!
//! A Chinese or Korean given name is one, however it is cut: `Ka-shing`, `Kashing` and `Ka Shing`. It is held against
//! others by its syllables: against `Jiacheng` too. A Vietnamese syllable is a name by itself: An is not Anh. This
//! is asked only beside a surname of these languages, for Lina and Anna can be read so too.

mod chinese;
mod japanese;
mod kana;
mod korean;
mod transcription;

pub(crate) use japanese::readings as japanese;
pub(crate) use transcription::readings as transcribed;

pub(crate) use chinese::{Systems, systems_of_given, systems_of_surname};
use korean::Related;
pub(crate) use korean::is_surname as is_korean_surname;

/// What a given name of East Asia can be read as.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Given {
    /// The ways of writing in which it is read.
    pub systems: Systems,
    chinese: Option<chinese::Readings>,
    korean: Option<korean::Readings>,
    is_vietnamese: bool,
}

impl Given {
    /// The readings of a given name in Latin capitals; `None` where it can't be read as Chinese or Korean.
    pub(super) fn of(letters: &str, systems: Systems) -> Option<Self> {
        let (chinese, korean) = (chinese::readings(letters, systems), korean::readings(letters));
        (chinese.is_some() || korean.is_some()).then_some(Self { systems, chinese, korean, is_vietnamese: false })
    }

    /// The readings of a syllable of a Vietnamese name.
    pub(super) fn vietnamese(letters: &str) -> Self {
        Self { is_vietnamese: true, ..Self::of(letters, Systems::ALL).unwrap_or_default() }
    }

    /// Whether it is a syllable of a Vietnamese name.
    pub fn is_vietnamese(&self) -> bool {
        self.is_vietnamese
    }

    /// Whether it can be read as Korean.
    pub(super) fn is_korean(&self) -> bool {
        self.korean.is_some()
    }

    /// The readings of neighbouring parts written together, in the ways of writing of the first.
    pub fn joined(&self, letters: &str) -> Option<Self> {
        Self::of(letters, self.systems)
    }

    /// The ways in which it is two parts, each by the numbers under which its halves are filed.
    pub fn halves(&self, letters: &str) -> Vec<[Vec<u32>; 2]> {
        let mut halves = chinese::halves(letters, self.systems);
        halves.extend(korean::halves(letters));
        halves
    }

    /// The numbers under which it is filed: given names that can be one share one of them.
    pub fn files(&self) -> impl Iterator<Item = u32> {
        let chinese = self.chinese.iter().flat_map(chinese::Readings::files);
        chinese.chain(self.korean.iter().flat_map(korean::Readings::files))
    }

    /// Whether two given names can be one, as far as their syllables tell: how alike they are, or that they are two;
    /// `None` where they don't tell.
    pub fn likeness(&self, other: &Self) -> Option<Option<f32>> {
        if self.is_vietnamese && other.is_vietnamese {
            return Some(None);
        }
        let chinese = self.chinese.as_ref().zip(other.chinese.as_ref()).map(|(one, other)| one.can_be(other));
        let korean = self.korean.as_ref().zip(other.korean.as_ref()).map(|(one, other)| one.related(other));
        match (chinese, korean) {
            (Some(true), _) | (_, Some(Related::Same)) => Some(Some(0.96)),
            (_, Some(Related::NorthAndSouth)) => Some(Some(0.90)),
            (None, None) => None,
            _ => Some(None),
        }
    }
}

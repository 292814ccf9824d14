//! Models of readers, with what is usual in their pictures: their lamps and sensors differ.

use super::{LightError, White, infrared, ultraviolet};
use crate::picture;
use std::fmt;
use thiserror::Error;

/// What is usual in the pictures of a model of reader.
#[derive(Debug, Clone, PartialEq)]
pub struct ReaderModel {
    /// Its name; `*` for any.
    pub name: String,
    /// The print contrast of a letter in infrared from which it is there: (paper − ink) / paper.
    pub visible: f32,
    /// The print contrast below which it is not.
    pub gone: f32,
    /// The level under ultraviolet, 0 to 1, up to which paper is dull.
    pub dull: f32,
    /// The level from which it shines.
    pub bright: f32,
}

/// Models of readers, one a line: `model,visible,gone,dull,bright`.
const TABLE: &str = include_str!("../../data/readers.csv");

/// Longest name of a model, in bytes.
const LONGEST_NAME: usize = 60;

impl Default for ReaderModel {
    /// Any reader: print contrast as Doc 9303-3 §4.11 demands it, and a page that is dark under ultraviolet.
    fn default() -> Self {
        Self { name: "*".to_owned(), visible: 0.6, gone: 0.3, dull: 0.3, bright: 0.5 }
    }
}

/// It is written as its line of the table.
impl fmt::Display for ReaderModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, visible, gone, dull, bright } = self;
        write!(f, "{name},{visible},{gone},{dull},{bright}")
    }
}

impl ReaderModel {
    /// A line of the table; `None` for what is none: each pair of limits rises, between 0 and 1.
    pub fn of_line(line: &str) -> Option<Self> {
        let mut fields = line.split(',').map(str::trim);
        let name = fields.next().filter(|name| !name.is_empty() && name.len() <= LONGEST_NAME)?.to_owned();
        let numbers: Vec<f32> = fields.map(|field| field.parse().ok()).collect::<Option<_>>()?;
        let [visible, gone, dull, bright] = numbers[..] else { return None };
        let rises = |low: f32, high: f32| 0.0 < low && low < high && high <= 1.0;
        (rises(gone, visible) && rises(dull, bright)).then_some(Self { name, visible, gone, dull, bright })
    }

    /// The model of a name, as it stands in the table; the values of any reader for one that does not.
    pub fn of_name(name: &str) -> Self {
        let mut models = TABLE.lines().skip(1).filter_map(Self::of_line);
        models.find(|model| model.name.eq_ignore_ascii_case(name.trim())).unwrap_or_default()
    }
}

/// Why a known document calibrates nothing.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum CalibrateError {
    /// A picture can't be used.
    #[error(transparent)]
    Light(#[from] LightError),
    /// Its zone is hardly there in infrared.
    #[error("the zone of the known document is hardly visible in infrared; take a document that is certainly genuine")]
    NotVisible,
    /// Its paper shines.
    #[error("the paper of the known document shines under ultraviolet; take a document that is certainly genuine")]
    Shines,
}

/// How much less contrast than the faintest letters of the known document a letter may have.
const OF_FAINTEST: f32 = 0.8;
/// The part of letters that count as its faintest: dirt and glare are on a few.
const FAINTEST: f32 = 0.05;
/// Less contrast than this tells print from paper no more.
const LEAST_VISIBLE: f32 = 0.15;
/// Paper brighter than this under ultraviolet is not dull.
const MOST_DULL: f32 = 0.6;

/// The limits of a reader's model, from pictures that it took of a document known to be genuine. Where there is no picture
/// in a light, that light's limits stay those of any reader.
///
/// # Errors
/// [`CalibrateError`]: a picture can't be used, or the document is not as a genuine one is.
pub fn calibrate(
    name: &str,
    white: &[u8],
    infrared: Option<&[u8]>,
    ultraviolet: Option<&[u8]>,
) -> Result<ReaderModel, CalibrateError> {
    let white = White::open(white)?;
    let mut model = ReaderModel { name: name.to_owned(), ..ReaderModel::default() };
    if let Some(bytes) = infrared {
        let seen = infrared::seen(&white, picture::open(bytes).map_err(LightError::from)?, &model)?;
        let mut contrasts: Vec<f32> = seen.letters().map(|letter| letter.contrast).collect();
        let visible = (super::part_of(&mut contrasts, FAINTEST) * OF_FAINTEST).min(model.visible);
        if visible < LEAST_VISIBLE {
            return Err(CalibrateError::NotVisible);
        }
        (model.visible, model.gone) = (visible, visible / 2.0);
    }
    if let Some(bytes) = ultraviolet {
        let seen = ultraviolet::seen(&white, &picture::open_colours(bytes).map_err(LightError::from)?, &model)?;
        if seen.level > MOST_DULL {
            return Err(CalibrateError::Shines);
        }
        model.dull = seen.level * 1.3 + 0.05;
        model.bright = (model.dull + 0.1).min(1.0);
    }
    Ok(model)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_a_model_and_any_reader_is_the_default() {
        for line in TABLE.lines().skip(1) {
            assert!(ReaderModel::of_line(line).is_some(), "{line}");
        }
        assert_eq!(ReaderModel::of_name("*"), ReaderModel::default());
        assert_eq!(ReaderModel::of_name("a reader nobody knows"), ReaderModel::default());
    }

    #[test]
    fn a_model_is_read_as_it_is_written_and_limits_that_do_not_rise_are_none() {
        let model = ReaderModel { name: "Flat 9000".to_owned(), visible: 0.42, ..ReaderModel::default() };
        assert_eq!(ReaderModel::of_line(&model.to_string()), Some(model));
        for line in [
            "",
            "x",
            "x,0.3,0.6,0.3,0.5",
            "x,0.6,0.3,0.5,0.5",
            "x,2,0.3,0.3,0.5",
            "x,NaN,0.3,0.3,0.5",
            ",0.6,0.3,0.3,0.5",
        ] {
            assert_eq!(ReaderModel::of_line(line), None, "{line}");
        }
    }
}

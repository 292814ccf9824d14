//! From where a reader's pictures of a page in other light are as usual: lamps and sensors differ, so each reader has its own,
//! found with a document that is known to be genuine.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Limits of a reader, in percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written")]
pub struct LightLimits {
    visible: u8,
    gone: u8,
    dull: u8,
    bright: u8,
}

/// Limits as they are written, right or not.
#[derive(Deserialize)]
struct Written {
    visible: u8,
    gone: u8,
    dull: u8,
    bright: u8,
}

/// Why numbers are no limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("limits are percents from 1 to 100; gone is less than visible, dull less than bright")]
pub struct InvalidLimits;

impl LightLimits {
    /// Limits of these numbers.
    ///
    /// # Errors
    /// They do not rise, or are no percents.
    pub fn new(visible: u8, gone: u8, dull: u8, bright: u8) -> Result<Self, InvalidLimits> {
        let rise = |low: u8, high: u8| 0 < low && low < high && high <= 100;
        if rise(gone, visible) && rise(dull, bright) {
            Ok(Self { visible, gone, dull, bright })
        } else {
            Err(InvalidLimits)
        }
    }

    /// The print contrast in infrared from which a letter is there.
    pub fn visible(self) -> u8 {
        self.visible
    }

    /// The print contrast below which it is not.
    pub fn gone(self) -> u8 {
        self.gone
    }

    /// The brightness under ultraviolet up to which paper is dull.
    pub fn dull(self) -> u8 {
        self.dull
    }

    /// The brightness from which it shines.
    pub fn bright(self) -> u8 {
        self.bright
    }
}

impl TryFrom<Written> for LightLimits {
    type Error = InvalidLimits;

    fn try_from(Written { visible, gone, dull, bright }: Written) -> Result<Self, InvalidLimits> {
        Self::new(visible, gone, dull, bright)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_rise_and_are_read_as_they_are_written() {
        let limits = LightLimits::new(42, 21, 18, 28).expect("limits");
        let written = serde_json::to_string(&limits).expect("written");
        assert_eq!(serde_json::from_str::<LightLimits>(&written).expect("read"), limits);
        for (visible, gone, dull, bright) in
            [(21, 42, 18, 28), (42, 42, 18, 28), (42, 0, 18, 28), (42, 21, 28, 18), (101, 21, 18, 28)]
        {
            assert_eq!(LightLimits::new(visible, gone, dull, bright), Err(InvalidLimits));
        }
        assert!(serde_json::from_str::<LightLimits>(&written.replace("21", "60")).is_err());
    }
}

//! What may stand at each position of a zone, and which check digits cover it (Doc 9303-4 §4.2.2, 9303-5 §4.2.2, 9303-6
//! §4.2.2, 9303-7 §4.2.2 and §7.2.2; the French card as `limen_document::mrz` has it). Positions count from 1 here, as in the
//! standard, line after line.

use limen_document::mrz::Format;
use std::ops::RangeInclusive;

/// What may stand at a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A letter or a filler.
    Letters,
    /// A digit; a filler only where a part of a date is unknown.
    Digits,
    /// The first digit of a month.
    MonthTens,
    /// The first digit of a day.
    DayTens,
    /// Any.
    Any,
    /// A check digit, or a filler where the State leaves one.
    Check,
    /// M, F or a filler.
    Sex,
    /// One of these letters, nearly always.
    Of(&'static [u8]),
}

/// A field with its check digit.
#[derive(Debug, Clone)]
pub(crate) struct Checked {
    /// What it covers, in order.
    pub covered: Vec<RangeInclusive<usize>>,
    /// Where the check digit stands.
    pub check: usize,
}

/// A format's positions.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    pub format: Format,
    /// How often zones of this size are of this format.
    pub share: f32,
    pub kinds: Vec<Kind>,
    pub fields: Vec<Checked>,
    pub composite: Option<Checked>,
    /// Codes of states: where each begins.
    pub states: Vec<usize>,
    /// Names, filled up with fillers.
    pub names: Vec<RangeInclusive<usize>>,
    /// Optional data, filled up with fillers.
    pub optional: Vec<RangeInclusive<usize>>,
}

/// A layout in the making.
struct Builder(Layout);

impl Builder {
    fn new(format: Format, share: f32) -> Self {
        let (lines, width) = format.lines_and_width();
        Self(Layout {
            format,
            share,
            kinds: vec![Kind::Any; lines * width],
            fields: Vec::new(),
            composite: None,
            states: Vec::new(),
            names: Vec::new(),
            optional: Vec::new(),
        })
    }

    fn kind(mut self, positions: RangeInclusive<usize>, kind: Kind) -> Self {
        for position in positions {
            if let Some(own) = self.0.kinds.get_mut(position - 1) {
                *own = kind;
            }
        }
        self
    }

    fn state(mut self, position: usize) -> Self {
        self.0.states.push(position);
        self.kind(position..=position + 2, Kind::Letters)
    }

    fn name(mut self, positions: RangeInclusive<usize>) -> Self {
        self.0.names.push(positions.clone());
        self.kind(positions, Kind::Letters)
    }

    fn optional(mut self, positions: RangeInclusive<usize>) -> Self {
        self.0.optional.push(positions);
        self
    }

    fn checked(mut self, covered: RangeInclusive<usize>, check: usize) -> Self {
        self.0.fields.push(Checked { covered: vec![covered], check });
        self.kind(check..=check, Kind::Check)
    }

    fn date(self, first: usize) -> Self {
        self.kind(first..=first + 5, Kind::Digits)
            .kind(first + 2..=first + 2, Kind::MonthTens)
            .kind(first + 4..=first + 4, Kind::DayTens)
            .checked(first..=first + 5, first + 6)
    }

    fn composite(mut self, covered: Vec<RangeInclusive<usize>>, check: usize) -> Self {
        self.0.composite = Some(Checked { covered, check });
        self.kind(check..=check, Kind::Check)
    }

    /// What TD2, TD3 and both visas share: `width` letters in a line.
    fn two_lines(self, width: usize, codes: &'static [u8]) -> Self {
        self.kind(1..=1, Kind::Of(codes))
            .kind(2..=2, Kind::Letters)
            .state(3)
            .name(6..=width)
            .checked(width + 1..=width + 9, width + 10)
            .state(width + 11)
            .date(width + 14)
            .kind(width + 21..=width + 21, Kind::Sex)
            .date(width + 22)
    }
}

/// The layouts of zones with so many lines of so many letters.
pub(crate) fn layouts(lines: usize, width: usize) -> Vec<Layout> {
    const CARDS: &[u8] = b"IAC";
    let builders = match (lines, width) {
        (3, 30) => vec![
            Builder::new(Format::Td1, 1.0)
                .kind(1..=1, Kind::Of(CARDS))
                .kind(2..=2, Kind::Letters)
                .state(3)
                .checked(6..=14, 15)
                .optional(16..=30)
                .date(31)
                .kind(38..=38, Kind::Sex)
                .date(39)
                .state(46)
                .optional(49..=59)
                .composite(vec![6..=30, 31..=37, 39..=45, 49..=59], 60)
                .name(61..=90),
        ],
        (2, 36) => vec![
            Builder::new(Format::Td2, 0.5)
                .two_lines(36, CARDS)
                .optional(65..=71)
                .composite(vec![37..=46, 50..=56, 58..=71], 72),
            Builder::new(Format::MrvB, 0.25).two_lines(36, b"V").optional(65..=72),
            Builder::new(Format::French, 0.25)
                .kind(1..=1, Kind::Of(b"I"))
                .kind(2..=2, Kind::Of(b"D"))
                .kind(3..=3, Kind::Of(b"F"))
                .kind(4..=4, Kind::Of(b"R"))
                .kind(5..=5, Kind::Of(b"A"))
                .name(6..=30)
                .kind(37..=40, Kind::Digits)
                .checked(37..=48, 49)
                .name(50..=63)
                .date(64)
                .kind(71..=71, Kind::Sex)
                .composite(vec![1..=71], 72),
        ],
        (2, 44) => vec![
            Builder::new(Format::Td3, 0.8)
                .two_lines(44, b"P")
                .optional(73..=86)
                .checked(73..=86, 87)
                .composite(vec![45..=54, 58..=64, 66..=87], 88),
            Builder::new(Format::MrvA, 0.2).two_lines(44, b"V").optional(73..=88),
        ],
        _ => Vec::new(),
    };
    builders.into_iter().map(|builder| builder.0).collect()
}

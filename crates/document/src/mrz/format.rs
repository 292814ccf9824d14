//! The five formats and where each field stands (Doc 9303-4 §4.2.2, 9303-5 §4.2.2, 9303-6 §4.2.2, 9303-7 §4.2.2 and
//! §7.2.2). Positions here count from 0, those of the standard from 1.

/// A format of machine readable zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Card size: three lines of 30.
    Td1,
    /// Larger card: two lines of 36.
    Td2,
    /// Passport booklet: two lines of 44.
    Td3,
    /// Visa of full size: two lines of 44.
    MrvA,
    /// Visa of small size: two lines of 36.
    MrvB,
    /// The French identity card of 1988 to 2021, no format of Doc 9303: two lines of 36.
    French,
}

/// Characters `from` to before `to` of line `line`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub line: usize,
    pub from: usize,
    pub to: usize,
}

const fn span(line: usize, from: usize, to: usize) -> Span {
    Span { line, from: from - 1, to }
}

/// Where each field of a format stands.
#[derive(Debug)]
pub(super) struct Layout {
    pub code: Span,
    pub issuer: Span,
    pub name: Span,
    pub number: Span,
    pub number_check: Span,
    pub nationality: Span,
    pub birth: Span,
    pub birth_check: Span,
    pub sex: Span,
    pub expiry: Span,
    pub expiry_check: Span,
    pub optional: Span,
    pub optional_check: Option<Span>,
    pub optional_2: Option<Span>,
    /// What the composite check digit covers, in order, and where it stands.
    pub composite: Option<(&'static [Span], Span)>,
    /// Whether a number of more than nine characters goes on in the optional data (Doc 9303-5 and -6, note j).
    pub long_numbers: bool,
}

/// The fields of the second line that TD2, TD3 and both visas share.
const fn two_lines(name_to: usize, optional: Span) -> Layout {
    Layout {
        code: span(0, 1, 2),
        issuer: span(0, 3, 5),
        name: span(0, 6, name_to),
        number: span(1, 1, 9),
        number_check: span(1, 10, 10),
        nationality: span(1, 11, 13),
        birth: span(1, 14, 19),
        birth_check: span(1, 20, 20),
        sex: span(1, 21, 21),
        expiry: span(1, 22, 27),
        expiry_check: span(1, 28, 28),
        optional,
        optional_check: None,
        optional_2: None,
        composite: None,
        long_numbers: false,
    }
}

static TD1: Layout = Layout {
    code: span(0, 1, 2),
    issuer: span(0, 3, 5),
    name: span(2, 1, 30),
    number: span(0, 6, 14),
    number_check: span(0, 15, 15),
    nationality: span(1, 16, 18),
    birth: span(1, 1, 6),
    birth_check: span(1, 7, 7),
    sex: span(1, 8, 8),
    expiry: span(1, 9, 14),
    expiry_check: span(1, 15, 15),
    optional: span(0, 16, 30),
    optional_check: None,
    optional_2: Some(span(1, 19, 29)),
    composite: Some((&[span(0, 6, 30), span(1, 1, 7), span(1, 9, 15), span(1, 19, 29)], span(1, 30, 30))),
    long_numbers: true,
};

static TD2: Layout = Layout {
    composite: Some((&[span(1, 1, 10), span(1, 14, 20), span(1, 22, 35)], span(1, 36, 36))),
    long_numbers: true,
    ..two_lines(36, span(1, 29, 35))
};

static TD3: Layout = Layout {
    optional_check: Some(span(1, 43, 43)),
    composite: Some((&[span(1, 1, 10), span(1, 14, 20), span(1, 22, 43)], span(1, 44, 44))),
    ..two_lines(44, span(1, 29, 42))
};

static MRV_A: Layout = two_lines(44, span(1, 29, 44));
static MRV_B: Layout = two_lines(36, span(1, 29, 36));

impl Format {
    /// Every format of Doc 9303.
    pub const ALL: [Format; 5] = [Self::Td1, Self::Td2, Self::Td3, Self::MrvA, Self::MrvB];

    /// The format's name as `limen mrz` prints it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Td1 => "TD1",
            Self::Td2 => "TD2",
            Self::Td3 => "TD3",
            Self::MrvA => "MRVA",
            Self::MrvB => "MRVB",
            Self::French => "FRA-ID",
        }
    }

    /// How many lines it has and how many characters each.
    pub fn lines_and_width(self) -> (usize, usize) {
        match self {
            Self::Td1 => (3, 30),
            Self::Td2 | Self::MrvB | Self::French => (2, 36),
            Self::Td3 | Self::MrvA => (2, 44),
        }
    }

    /// The format of a zone with `characters` in all, that begins with `first`: V is for visas (Doc 9303-7 §4.2.2.1).
    pub(super) fn of_shape(characters: usize, first: u8) -> Option<Self> {
        match (characters, first) {
            (90, _) => Some(Self::Td1),
            (72, b'V') => Some(Self::MrvB),
            (72, _) => Some(Self::Td2),
            (88, b'V') => Some(Self::MrvA),
            (88, _) => Some(Self::Td3),
            _ => None,
        }
    }

    /// Where each field stands; `None` for a format that is not of Doc 9303.
    pub(super) fn layout(self) -> Option<&'static Layout> {
        Some(match self {
            Self::Td1 => &TD1,
            Self::Td2 => &TD2,
            Self::Td3 => &TD3,
            Self::MrvA => &MRV_A,
            Self::MrvB => &MRV_B,
            Self::French => return None,
        })
    }

    /// Whether a document code may begin with this letter (9303-4 to -7, positions 1 and 2).
    pub(super) fn allows_code(self, code: &str) -> bool {
        match self {
            Self::Td3 => code.starts_with('P'),
            Self::MrvA | Self::MrvB => code.starts_with('V'),
            Self::French => code == "ID",
            Self::Td1 | Self::Td2 => code.starts_with(['A', 'C', 'I']) && !code.ends_with('V') && code != "AI",
        }
    }
}

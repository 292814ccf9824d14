//! The documents that people of the card carry. Tests have the same people; the card gives them dates that depend on the day.

use jiff::civil::{Date, date};
use limen_document::{
    mrz::{Fields, Format, write},
    transliterate::Cyrillic,
};
use limen_domain::{PartialDate, Sex, StateCode};

/// The fields of a document that say something different from one traveller to the next.
#[derive(Debug, Clone, Copy)]
pub struct Document<'a> {
    /// The form of its zone.
    pub format: Format,
    /// What it is, as its zone says.
    pub code: &'a str,
    /// The state that issued it, whose national carries it.
    pub state: &'a str,
    /// Its number.
    pub number: &'a str,
    /// Surname.
    pub primary: &'a str,
    /// Given names.
    pub secondary: &'a str,
    /// Birth date.
    pub birth: Date,
    /// Sex.
    pub sex: Sex,
    /// The last day on which it is good.
    pub expiry: Date,
}

impl Document<'_> {
    /// Its zone, lines parted by `\n`.
    ///
    /// # Errors
    /// `state` is no state's code, or a field does not fit into its place in the zone.
    pub fn zone(&self) -> Result<String, Box<dyn std::error::Error + Send + Sync>> {
        let state: StateCode = self.state.parse()?;
        let fields = Fields {
            document_code: self.code,
            issuing_state: state,
            document_number: self.number,
            primary_identifier: self.primary,
            secondary_identifier: self.secondary,
            cyrillic: Cyrillic::General,
            nationality: state,
            birth_date: PartialDate::Full(self.birth),
            sex: self.sex,
            expiry_date: PartialDate::Full(self.expiry),
            optional_data: "",
            optional_data_2: "",
        };
        Ok(write(self.format, &fields)?.join("\n"))
    }
}

/// Someone without a case of his own.
pub const SANGARE: Document<'_> = Document {
    format: Format::Td3,
    code: "P",
    state: "BFA",
    number: "AB6129914",
    primary: "Sangaré",
    secondary: "Bakary",
    birth: date(1990, 1, 1),
    sex: Sex::Male,
    expiry: date(2049, 1, 1),
};

/// Whose number the reader takes wrongly.
pub const KONATE: Document<'_> =
    Document { primary: "Konaté", secondary: "Salimata", sex: Sex::Female, number: "B02814077", ..SANGARE };

/// What the reader takes her number for: an O for the nought, which the check digit tells.
pub const KONATE_MISREAD: &str = "BO2814077";

/// Whose name, sex and birth date are nearly those of the alert N-0001.
pub const DIALLO: Document<'_> = Document {
    primary: "Diallo",
    secondary: "Mamadou Lamine",
    state: "GIN",
    number: "GN7654321",
    birth: date(1992, 4, 29),
    ..SANGARE
};

/// Whose passport the alert D-0001 calls stolen.
pub const KOUAME: Document<'_> =
    Document {
        primary: "Kouamé", secondary: "Akissi", state: "CIV", number: "CI4683413", sex: Sex::Female, ..SANGARE
    };

/// A girl of twelve.
pub const BAH: Document<'_> = Document {
    primary: "Bah",
    secondary: "Aïssatou",
    state: "GIN",
    number: "GN2209184",
    birth: date(2014, 9, 28),
    sex: Sex::Female,
    ..SANGARE
};

/// Whose identity card has a number that goes on in the optional data.
pub const NDIAYE: Document<'_> = Document {
    format: Format::Td1,
    code: "ID",
    primary: "Ndiaye",
    secondary: "Cheikh Tidiane",
    state: "SEN",
    number: "SN1098754321",
    ..SANGARE
};

/// A zone with the half that a reader sent.
pub fn half_of(zone: &str) -> String {
    zone.lines().take(1).collect()
}

/// A zone from Burkina Faso with a state that there is not.
pub fn of_no_state(zone: &str) -> String {
    zone.replacen("P<BFA", "P<QQZ", 1)
}

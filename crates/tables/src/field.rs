//! What a column of a table may hold.

/// Declares the fields with their codes.
macro_rules! fields {
    ($($(#[$meta:meta])* $name:ident = $code:literal),+ $(,)?) => {
        /// What a column holds.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Field { $($(#[$meta])* $name),+ }

        impl Field {
            /// Every field.
            pub const ALL: &'static [Field] = &[$(Field::$name),+];

            /// Its code: the heading by which Limen's own files name it.
            pub fn code(self) -> &'static str {
                match self { $(Field::$name => $code),+ }
            }

            /// The field of a code.
            pub fn of_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|field| field.code() == code)
            }
        }
    };
}

fields! {
    /// An identifier of the row in its list.
    Id = "id",
    /// A whole name.
    FullName = "full_name",
    /// A surname.
    Surname = "surname",
    /// Given names.
    GivenNames = "given_names",
    /// Other names, parted by `|` or `;`.
    Aliases = "aliases",
    /// The day of birth, or its year.
    BirthDate = "birth_date",
    /// The year of birth alone.
    BirthYear = "birth_year",
    /// The month of birth alone.
    BirthMonth = "birth_month",
    /// The day of the month of birth alone.
    BirthDay = "birth_day",
    /// The sex.
    Sex = "sex",
    /// The nationality.
    Nationality = "nationality",
    /// The place of birth.
    BirthPlace = "birth_place",
    /// The kind of a document.
    DocumentKind = "document_kind",
    /// The number of a document.
    DocumentNumber = "document_number",
    /// The number of a passport.
    PassportNumber = "passport_number",
    /// The number of an identity card.
    CardNumber = "id_card_number",
    /// Who issued the document.
    Issuer = "issuer",
    /// The last day of the document.
    Expiry = "expiry",
    /// The number of a visa.
    VisaNumber = "visa_number",
    /// The kind of a visa.
    VisaKind = "visa_kind",
    /// The first day on which something is good.
    ValidFrom = "valid_from",
    /// The last day on which something is good.
    ValidUntil = "valid_until",
    /// How many entries a visa is good for.
    Entries = "entries",
    /// How many days one may stay.
    StayDays = "stay_days",
    /// Conditions of a visa.
    Conditions = "conditions",
    /// Whether a visa is good or revoked.
    Status = "status",
    /// The plate of a vehicle.
    Plate = "plate",
    /// What an alert asks for.
    Action = "action",
    /// What an alert tells the officer to do.
    Instruction = "instruction",
    /// Why someone is sought.
    Reason = "reason",
    /// A case or reference number.
    Reference = "reference",
    /// The day by which an alert is looked at again.
    ReviewOn = "review_on",
    /// Whether someone drives.
    Driver = "driver",
    /// The day of an entry.
    Entry = "entry",
    /// The day of an exit.
    Exit = "exit",
    /// The first day of a stay that a visa or a permit allows.
    PermitFrom = "permit_from",
    /// The last day of a stay that a visa or a permit allows.
    PermitUntil = "permit_until",
    /// Known, and of no use here: a seat, a telephone number, a running number.
    Unneeded = "unneeded",
}

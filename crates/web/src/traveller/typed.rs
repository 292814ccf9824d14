//! The fields of a traveller who is typed, as pages show them: what stands in each, and what of it can't be taken.

use crate::{
    kit::parts::{Choice, WrongField, choices, state_choices},
    node::desk::typed::{Typed, TypedFault, TypedField},
    words::Words,
};
use limen_domain::{DocumentKind, Sex, Status};

/// The fields that can be wrong, as they stand on a page; the last ones are a correction's.
const ORDER: [&str; 12] = [
    "number",
    "issuer",
    "expiry",
    "primary",
    "secondary",
    "birth",
    "nationality",
    "further_nationality",
    "direction",
    "permit_until",
    "adult",
    "reason",
];

/// The fields, with what is wrong in them.
pub(crate) struct TypedFields {
    pub(crate) typed: Typed,
    pub(crate) kinds: Vec<Choice>,
    pub(crate) issuers: Vec<Choice>,
    pub(crate) sexes: Vec<Choice>,
    pub(crate) nationalities: Vec<Choice>,
    pub(crate) further: Vec<Choice>,
    pub(crate) statuses: Vec<Choice>,
    wrong: Vec<WrongField>,
    /// The field that the page begins at where nothing is wrong; `None` where that is none of these.
    first: Option<&'static str>,
}

impl TypedFields {
    pub(crate) fn new(w: &Words, typed: Typed, wrong: Vec<WrongField>, first: Option<&'static str>) -> Self {
        Self {
            kinds: choices(w, "document", DocumentKind::ALL, DocumentKind::code, &typed.document),
            issuers: state_choices(w, &typed.issuer),
            sexes: choices(w, "sex", Sex::ALL, Sex::code, &typed.sex),
            nationalities: state_choices(w, &typed.nationality),
            further: state_choices(w, &typed.further_nationality),
            statuses: choices(w, "status", Status::ALL, Status::code, &typed.status),
            typed,
            wrong,
            first,
        }
    }

    /// Whether anything can't be taken.
    pub(crate) fn is_wrong(&self) -> bool {
        !self.wrong.is_empty()
    }

    /// Why a field can't be taken; `None` where it can.
    pub(crate) fn wrong(&self, field: &str) -> Option<&str> {
        WrongField::reason(&self.wrong, field)
    }

    /// Whether the page begins at a field: the first that is wrong.
    pub(crate) fn begins_at(&self, field: &str) -> bool {
        ORDER.into_iter().find(|field| self.wrong(field).is_some()).or(self.first) == Some(field)
    }
}

/// A field that can't be taken, by its name in the form, with the reason.
pub(crate) fn wrong_field(w: &Words, field: TypedField, fault: TypedFault) -> WrongField {
    WrongField { field: name(field), reason: message(w, fault) }
}

/// The name of a field in the form.
fn name(field: TypedField) -> &'static str {
    match field {
        TypedField::Primary => "primary",
        TypedField::Secondary => "secondary",
        TypedField::Birth => "birth",
        TypedField::Nationality => "nationality",
        TypedField::FurtherNationality => "further_nationality",
        TypedField::Number => "number",
        TypedField::Expiry => "expiry",
        TypedField::Issuer => "issuer",
    }
}

/// The message about a fault.
fn message(w: &Words, fault: TypedFault) -> String {
    match fault {
        TypedFault::NameMissing => w.t("typed-name-missing"),
        TypedFault::NameTooLong => w.t("typed-name-too-long"),
        TypedFault::NoDate => w.t("typed-date-wrong"),
        TypedFault::BirthInFuture => w.t("typed-birth-in-future"),
        TypedFault::BirthTooOld => w.t("typed-birth-too-old"),
        TypedFault::UnknownState => w.t("typed-state-unknown"),
        TypedFault::NumberMissing => w.t("typed-number-missing"),
    }
}

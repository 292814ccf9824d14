//! The reference documents that a traveller's document can be held against.

use crate::{access::sight::Sight, app::App};
use limen_domain::{Reference, ReferenceDocument};

/// Those of its state and its kind.
pub(super) fn documents<'a>(reference: &'a Reference, sight: &Sight) -> Vec<&'a ReferenceDocument> {
    let Some(document) = sight.document() else { return Vec::new() };
    let Some(issuer) = document.issuer else { return Vec::new() };
    reference.documents.of(issuer, document.kind).collect()
}

/// Whether there are any.
pub(crate) fn has_documents(app: &App, sight: &Sight) -> bool {
    !documents(&app.reference(), sight).is_empty()
}

//! Whether a notice may name someone who sought protection here: it is neither sent then nor shown.

use crate::{Node, neighbours::NeighbourError};
use limen_domain::{Action, Alert, AlertId, DocumentKey, ListName};
use limen_neighbour::Subject;
use limen_screening::{Builder, Frequencies, Subject as Screened};

/// Whether someone whom a notice names may be one who was ever found in need of protection here: by a document, or by a name as
/// screening finds it.
///
/// # Errors
/// The database can't be read, or screening failed.
pub(super) async fn may_name(node: &Node, subject: &Subject) -> Result<bool, NeighbourError> {
    if !subject.names_someone() {
        return Ok(false);
    }
    let protected = node.store.protected_travellers().await?;
    let documents: Vec<DocumentKey> = subject.document_keys().collect();
    let is_one_of = |document: &DocumentKey| {
        documents.iter().any(|named| {
            // A number without an issuer is anyone's.
            named.number == document.number
                && (named.issuer.is_none() || document.issuer.is_none() || named.issuer == document.issuer)
        })
    };
    // Both are looked at whatever the first finds: how long it takes says nothing.
    let by_document =
        protected.iter().filter_map(|(_, document)| document.as_ref()).filter(|held| is_one_of(held)).count() > 0;
    let Some(name) = &subject.name else { return Ok(by_document) };
    let (Ok(list), Ok(id)) = (ListName::parse("notice"), AlertId::parse("1")) else { return Ok(false) };
    let mut alert = Alert::new(list, id, Action::Refer);
    alert.names.push(name.in_full());
    alert.birth_dates.extend(subject.birth_date);
    alert.sex = subject.sex;
    alert.nationalities.extend(subject.nationality);
    let today = node.today();
    let found = tokio::task::spawn_blocking(move || {
        let mut frequencies = Frequencies::default();
        protected.iter().for_each(|(traveller, _)| frequencies.add(&traveller.name.in_full()));
        let mut builder = Builder::with_frequencies(frequencies);
        builder.add(&alert);
        let index = builder.finish();
        protected.iter().any(|(traveller, _)| !index.screen(&Screened::from(traveller), today).is_empty())
    });
    Ok(found.await.map_err(|_| NeighbourError::NotScreened)? || by_document)
}

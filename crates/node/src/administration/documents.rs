//! Reference documents as an administrator types them, one at a time with one picture: each makes a new version of their
//! list, which waits for a second person as any list does. What one administrator changes goes into one version until then.

use crate::{
    Node,
    administration::lists::{self, ProposeError},
    picture::{self, PictureError},
    typed_day::whole_day,
};
use jiff::civil::Date;
use limen_domain::{AccountId, Documents, ListFault, ListKind, ListProblem, PageLight, Points, ReferenceDocument};
use limen_store::StoreError;
use uuid::Uuid;

/// A document as it is typed.
#[derive(Debug, Clone, Default)]
pub struct TypedDocument {
    /// Its code in the list: of the one that it takes the place of, or a new one.
    pub code: String,
    /// The code of its state.
    pub state: String,
    /// The code of its kind.
    pub kind: String,
    /// Its series.
    pub series: String,
    /// The first day of its issue, as officers write days; may be empty.
    pub from: String,
    /// The last.
    pub to: String,
    /// What to look for, one point a line.
    pub look: String,
    /// The same in English, where it is said otherwise.
    pub look_en: String,
    /// What is known to be forged.
    pub known: String,
    /// The same in English.
    pub known_en: String,
}

/// Why a document was not proposed.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// Something in it can't be taken.
    #[error("something in it can't be taken")]
    Problems(Vec<ListProblem>),
    /// Its picture can't be taken.
    #[error("the picture is not kept: {}", .0.code())]
    Picture(#[from] PictureError),
    /// What another administrator changed, or a file of the list, waits for a second person: that is decided first.
    #[error("another change waits for a second person; decide it first")]
    Waits,
    /// Their own version that waits can't be read, so that nothing can be added to it.
    #[error("the version that waits can't be read; take it back first, in {0}")]
    Unreadable(Uuid),
    /// It changed while this was typed.
    #[error("the list changed meanwhile; look at it again")]
    Meanwhile,
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<ProposeError> for DocumentError {
    fn from(error: ProposeError) -> Self {
        match error {
            ProposeError::Problems(problems) => Self::Problems(problems),
            ProposeError::NoText(_) => Self::Problems(vec![ListProblem { line: 0, fault: ListFault::NoLine }]),
            ProposeError::Store(error) => Self::Store(error),
        }
    }
}

fn wrong(fault: ListFault) -> DocumentError {
    DocumentError::Problems(vec![ListProblem { line: 0, fault }])
}

/// A day as it is typed; `None` where none is.
fn day(text: &str) -> Result<Option<Date>, DocumentError> {
    match (text.trim(), whole_day(text)) {
        ("", _) => Ok(None),
        (_, Some(day)) => Ok(Some(day)),
        (text, None) => Err(wrong(ListFault::Day(text.chars().take(40).collect()))),
    }
}

/// The list that `by` goes on with: their own version that waits, or the one in force.
///
/// # Errors
/// The database can't be read, or another administrator's version waits.
pub async fn begun(node: &Node, by: &AccountId) -> Result<(Documents, Option<Uuid>), DocumentError> {
    let waiting = node.store.open_list_proposals().await?;
    let waiting: Vec<_> = waiting.iter().filter(|proposal| proposal.kind == ListKind::Documents).collect();
    match waiting[..] {
        [] => Ok((node.reference().documents.clone(), None)),
        [own] if own.author == *by => match Documents::read(own.csv.as_bytes()) {
            Ok(documents) => Ok((documents, Some(own.id))),
            Err(_) => Err(DocumentError::Unreadable(own.id)),
        },
        _ => Err(DocumentError::Waits),
    }
}

/// Proposes a document with a picture of it in one light, where there is one; its other pictures stay. Returns the proposal.
///
/// # Errors
/// [`DocumentError`] says why it was not proposed.
pub async fn propose(
    node: &Node,
    by: &AccountId,
    typed: &TypedDocument,
    picture: Option<(PageLight, Vec<u8>)>,
) -> Result<Uuid, DocumentError> {
    let (mut documents, before) = begun(node, by).await?;
    let code = typed.code.trim();
    let state = typed.state.trim();
    let mut document = ReferenceDocument {
        code: code.to_owned(),
        state: state.parse().map_err(|_| wrong(ListFault::State(state.chars().take(40).collect())))?,
        kind: typed.kind.parse().map_err(|error| wrong(ListFault::Unknown(error)))?,
        series: typed.series.split_whitespace().collect::<Vec<_>>().join(" "),
        from: day(&typed.from)?,
        to: day(&typed.to)?,
        pictures: documents.get(code).map(|held| held.pictures.clone()).unwrap_or_default(),
        look: Points::typed(&typed.look, &typed.look_en),
        known: Points::typed(&typed.known, &typed.known_en),
    };
    let mut kept = None;
    if let Some((light, bytes)) = picture {
        let bytes = picture::keepable(bytes, false).await?;
        document.pictures.insert(light, limen_store::sha256_hex(&bytes));
        kept = Some(bytes);
    }
    documents.put(document);
    propose_list(node, by, &documents, kept, before).await
}

/// Proposes the list without a document. Returns the proposal.
///
/// # Errors
/// [`DocumentError`] says why it was not proposed.
pub async fn propose_without(node: &Node, by: &AccountId, code: &str) -> Result<Uuid, DocumentError> {
    let (mut documents, before) = begun(node, by).await?;
    documents.remove(code);
    propose_list(node, by, &documents, None, before).await
}

/// Proposes a list, with the picture that comes with it, in the place of the version that its author had proposed before. It
/// is checked first; then all of it is done, or nothing.
async fn propose_list(
    node: &Node,
    by: &AccountId,
    documents: &Documents,
    picture: Option<Vec<u8>>,
    before: Option<Uuid>,
) -> Result<Uuid, DocumentError> {
    let csv = documents.csv();
    let comes = picture.as_deref().map(limen_store::sha256_hex);
    lists::checked(node, ListKind::Documents, csv.as_bytes(), comes.as_deref()).await?;
    node.store.propose_documents(&csv, picture, before, by).await?.ok_or(DocumentError::Meanwhile)
}

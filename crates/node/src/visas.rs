//! Visas and permits: issued at the border, recorded and taken in from elsewhere, extended and revoked.

use crate::Node;
use jiff::civil::Date;
use limen_domain::{
    AccountId, CrossingId, Event, ListProblem, ListedVisa, StateCode, StatedReason, VisaFault, VisaKind, VisaNumber,
    WrittenVisa, text::short, visas_from, visas_from_json,
};
use limen_store::{Appended, Expect, StoreError, settings::VISA_KEY, sha256_hex};
use subtle::ConstantTimeEq;

/// The longest number of a receipt, in characters.
const LONGEST_RECEIPT_CHARACTERS: usize = 40;

/// What an officer is asked to fill in: from today, once, for the traveller at their counter, if that is the one asked for.
///
/// # Errors
/// The database can't be read.
pub async fn begun(
    node: &Node,
    officer: &AccountId,
    presentation: Option<CrossingId>,
) -> Result<WrittenVisa, StoreError> {
    let mut visa = WrittenVisa {
        kind: VisaKind::Visa.code().into(),
        from: node.today().to_string(),
        entries: "1".into(),
        ..WrittenVisa::default()
    };
    let open = node.store.open_presentation(officer).await?;
    if let Some((open, _)) = open.filter(|(open, _)| Some(open.id) == presentation) {
        let traveller = open.traveller;
        let code = |code: Option<StateCode>| code.map(|code| code.to_string()).unwrap_or_default();
        visa.surname = traveller.name.primary;
        visa.given_names = traveller.name.secondary;
        visa.birth_date = traveller.birth_date.to_string();
        visa.nationality = code(traveller.nationality);
        if let Some(document) = traveller.document {
            visa.issuer = code(document.issuer);
            visa.document_number = document.number.to_string();
        }
    }
    Ok(visa)
}

/// Where a visa was issued.
#[derive(Debug, Clone, Copy)]
pub enum Issued<'a> {
    /// Here, for a fee.
    Here {
        /// The number of the receipt.
        fee_receipt: &'a str,
    },
    /// Elsewhere: it is only recorded here.
    Elsewhere,
}

/// Why a visa was not recorded.
#[derive(Debug, thiserror::Error)]
pub enum IssueError {
    /// This field of it can't be taken.
    #[error("{0}: {1:?}")]
    Fault(&'static str, VisaFault),
    /// Another one has its number.
    #[error("another visa has this number")]
    NumberTaken,
    /// It was issued here, and there is no receipt for its fee.
    #[error("there is no receipt for its fee")]
    NoReceipt,
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Records a visa; it holds for the traveller at the counter from then on. Returns its number.
///
/// # Errors
/// [`IssueError`] says why it was not recorded.
pub async fn issue(
    node: &Node,
    officer: &AccountId,
    written: &WrittenVisa,
    issued: Issued<'_>,
) -> Result<VisaNumber, IssueError> {
    let read = written.read(Some(officer), node.now());
    let ListedVisa { mut visa, .. } = read.map_err(|(field, fault)| IssueError::Fault(field, fault))?;
    if node.store.visa(&visa.number).await?.is_some() {
        return Err(IssueError::NumberTaken);
    }
    if let Issued::Here { fee_receipt } = issued {
        visa.post = Some(node.post.id.clone());
        visa.fee_receipt = short(fee_receipt, LONGEST_RECEIPT_CHARACTERS);
        if visa.fee_receipt.is_empty() {
            return Err(IssueError::NoReceipt);
        }
    }
    let number = visa.number.clone();
    node.store.append(Some(officer), vec![Event::VisaRecorded(Box::new(visa))], None).await?;
    Ok(number)
}

/// Why a visa was not extended or revoked.
#[derive(Debug, thiserror::Error)]
pub enum VisaError {
    /// There is no such visa.
    #[error("there is no such visa")]
    NotFound,
    /// The day is not after its last one, or it is revoked.
    #[error("a visa that holds is extended to a day after its last one")]
    NotLater,
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// How a visa is extended, as it is typed.
#[derive(Debug, Clone, Copy)]
pub struct Extension<'a> {
    /// Its last day from then on.
    pub to: &'a str,
    /// The number of the receipt; it may be empty.
    pub fee_receipt: &'a str,
    /// Why.
    pub reason: &'a StatedReason,
}

/// Extends a visa that is not revoked to a later day.
///
/// # Errors
/// [`VisaError`] says why it was not extended.
pub async fn extend(
    node: &Node,
    officer: &AccountId,
    number: &VisaNumber,
    extension: Extension<'_>,
) -> Result<(), VisaError> {
    let held = node.store.visa(number).await?.ok_or(VisaError::NotFound)?;
    let to: Option<Date> = extension.to.trim().parse().ok().filter(|to| *to > held.last_day());
    let to = to.filter(|_| held.revoked.is_none()).ok_or(VisaError::NotLater)?;
    let reason = extension.reason.to_string();
    let fee_receipt = short(extension.fee_receipt, LONGEST_RECEIPT_CHARACTERS);
    let event = Event::VisaExtended { visa: number.clone(), to, fee_receipt, reason };
    let expect = Some(Expect::NotRevoked(number.clone()));
    match node.store.append(Some(officer), vec![event], expect).await? {
        Appended::OnDisk => Ok(()),
        Appended::NotAsExpected => Err(VisaError::NotLater),
    }
}

/// Revokes a visa. Of two who do so at the same moment the first reason stands.
///
/// # Errors
/// [`VisaError`] says why it was not revoked.
pub async fn revoke(node: &Node, officer: &AccountId, number: &VisaNumber, why: StatedReason) -> Result<(), VisaError> {
    node.store.visa(number).await?.ok_or(VisaError::NotFound)?;
    let event = Event::VisaRevoked { visa: number.clone(), reason: why.into() };
    let expect = Some(Expect::NotRevoked(number.clone()));
    node.store.append(Some(officer), vec![event], expect).await?;
    Ok(())
}

/// Why no records were taken in.
#[derive(Debug, thiserror::Error)]
pub enum TakeInError {
    /// Something in them can't be taken.
    #[error("there are records that can't be taken")]
    Problems(Vec<ListProblem>),
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Takes in records of visas issued elsewhere, from a file. Returns how many said something new.
///
/// # Errors
/// [`TakeInError`] says why none was taken.
pub async fn take_in(node: &Node, officer: &AccountId, file: &[u8]) -> Result<usize, TakeInError> {
    let listed = visas_from(file, Some(officer), node.now()).map_err(TakeInError::Problems)?;
    Ok(node.store.take_in_visas(Some(officer), listed).await?)
}

/// Why nothing was taken in that another system sent.
#[derive(Debug, thiserror::Error)]
pub enum SentError {
    /// The key is not the one that this node gave.
    #[error("the key is not the one that this node gave")]
    WrongKey,
    /// The records are not taken.
    #[error(transparent)]
    NotTaken(#[from] TakeInError),
}

impl From<StoreError> for SentError {
    fn from(error: StoreError) -> Self {
        Self::NotTaken(error.into())
    }
}

/// Takes in records that another system sends with the key that this node gave it. Without a key set, nobody has it.
/// Returns how many said something new.
///
/// # Errors
/// [`SentError`] says why none was taken.
pub async fn take_in_sent(node: &Node, key: &str, sent: &[u8]) -> Result<usize, SentError> {
    let known = node.store.read(&VISA_KEY).await?;
    let hash = sha256_hex(key.as_bytes());
    if !known.is_some_and(|known| known.as_str().as_bytes().ct_eq(hash.as_bytes()).into()) {
        return Err(SentError::WrongKey);
    }
    let listed = visas_from_json(sent, None, node.now()).map_err(TakeInError::Problems)?;
    Ok(node.store.take_in_visas(None, listed).await?)
}

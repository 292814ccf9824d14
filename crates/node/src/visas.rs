//! Visas and permits: issued at the border, recorded and taken in from elsewhere, extended and revoked.

use crate::{
    Node,
    headings::{self, TableKind},
    typed_day::{self, as_typed, day_as_typed, typed_birth, typed_day, whole_day},
};
use jiff::civil::Date;
use limen_domain::{
    AccountId, CrossingId, Event, FieldFaults, ListedVisa, ReceiptNumber, StateCode, StatedReason, VisaKind,
    VisaNumber, WrittenVisa, text::short,
};
use limen_store::{Appended, Expect, Spent, StoreError, settings::VISA_KEY, sha256_hex};
use limen_tables::{VisaProblem, visas_from, visas_from_json};
use subtle::ConstantTimeEq;

/// The longest amount of a fee, in characters.
const LONGEST_FEE_CHARACTERS: usize = 40;

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
        from: day_as_typed(node.today()),
        entries: "1".into(),
        ..WrittenVisa::default()
    };
    let open = node.store.open_presentation(officer).await?;
    if let Some((open, _)) = open.filter(|(open, _)| Some(open.id) == presentation) {
        let traveller = open.traveller;
        let code = |code: Option<StateCode>| code.map(|code| code.to_string()).unwrap_or_default();
        visa.surname = traveller.name.primary;
        visa.given_names = traveller.name.secondary;
        visa.birth_date = as_typed(traveller.birth_date);
        visa.nationality = code(traveller.nationality);
        if let Some(document) = traveller.document {
            visa.issuer = code(document.issuer);
            visa.document_number = document.number.to_string();
        }
    }
    Ok(visa)
}

/// A fee as it is typed.
#[derive(Debug, Clone, Copy)]
pub struct TypedFee<'a> {
    /// The number of its receipt.
    pub receipt: &'a str,
    /// How much was paid, with its currency; it may be empty.
    pub amount: &'a str,
}

/// What is wrong with a fee.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FeeFault {
    /// It has no receipt.
    #[error("there is no receipt for the fee")]
    Missing,
    /// The number of its receipt can't be one.
    #[error("this can't be the number of a receipt")]
    NoNumber,
    /// Its receipt has paid for this visa, or for its extension.
    #[error("the receipt has paid for something already: {0:?}")]
    Spent(Spent),
}

/// A fee that was paid, and what must hold for its receipt when it is spent.
struct Fee {
    receipt: ReceiptNumber,
    amount: String,
    unspent: Expect,
}

/// Reads a fee, whose receipt must not have paid for anything yet at this post.
async fn fee(node: &Node, typed: TypedFee<'_>) -> Result<Result<Fee, FeeFault>, StoreError> {
    if typed.receipt.trim().is_empty() {
        return Ok(Err(FeeFault::Missing));
    }
    let Ok(receipt) = ReceiptNumber::parse(typed.receipt) else { return Ok(Err(FeeFault::NoNumber)) };
    if let Some(spent) = node.store.visa_paid_by(&node.post.id, &receipt).await? {
        return Ok(Err(FeeFault::Spent(spent)));
    }
    let unspent = Expect::Unspent(node.post.id.clone(), receipt.clone());
    Ok(Ok(Fee { receipt, amount: short(typed.amount, LONGEST_FEE_CHARACTERS), unspent }))
}

/// What a receipt has paid for meanwhile.
async fn spent(node: &Node, receipt: Option<ReceiptNumber>) -> Result<Option<Spent>, StoreError> {
    match receipt {
        Some(receipt) => node.store.visa_paid_by(&node.post.id, &receipt).await,
        None => Ok(None),
    }
}

/// Where a visa was issued.
#[derive(Debug, Clone, Copy)]
pub enum Issued<'a> {
    /// Here, for a fee.
    Here(TypedFee<'a>),
    /// Elsewhere: it is only recorded here.
    Elsewhere,
}

/// Why a visa was not recorded.
#[derive(Debug, thiserror::Error)]
pub enum IssueError {
    /// Some of its fields can't be taken.
    #[error("fields of it can't be taken: {0:?}")]
    Faults(FieldFaults),
    /// Another one has its number.
    #[error("another visa has this number")]
    NumberTaken,
    /// It was issued here, and its fee is not taken.
    #[error(transparent)]
    Fee(FeeFault),
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Records a visa; it holds for the traveller at the counter from then on. Returns its number. Of two who record one
/// number, or spend one receipt, at the same moment one does.
///
/// # Errors
/// [`IssueError`] says why it was not recorded.
pub async fn issue(
    node: &Node,
    officer: &AccountId,
    written: &WrittenVisa,
    issued: Issued<'_>,
) -> Result<VisaNumber, IssueError> {
    let birth = |text: &str| typed_birth(text, node.today());
    let dated = WrittenVisa {
        from: typed_day::written(&written.from, typed_day),
        to: typed_day::written(&written.to, typed_day),
        birth_date: typed_day::written(&written.birth_date, birth),
        ..written.clone()
    };
    let ListedVisa { mut visa, .. } = dated.read(Some(officer), node.now()).map_err(IssueError::Faults)?;
    if node.store.visa(&visa.number).await?.is_some() {
        return Err(IssueError::NumberTaken);
    }
    let mut expect = vec![Expect::NewVisa(visa.number.clone())];
    let mut paid = None;
    if let Issued::Here(typed) = issued {
        let fee = fee(node, typed).await?.map_err(IssueError::Fee)?;
        visa.post = Some(node.post.id.clone());
        (visa.fee_receipt, visa.fee) = (fee.receipt.as_str().to_owned(), fee.amount);
        expect.push(fee.unspent);
        paid = Some(fee.receipt);
    }
    let number = visa.number.clone();
    let recorded = vec![Event::VisaRecorded(Box::new(visa))];
    match node.store.append(Some(officer), recorded, Some(Expect::All(expect))).await? {
        Appended::OnDisk => Ok(number),
        Appended::NotAsExpected => {
            let spent = spent(node, paid).await?;
            Err(spent.map_or(IssueError::NumberTaken, |visa| IssueError::Fee(FeeFault::Spent(visa))))
        }
    }
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
    /// Its fee is not taken.
    #[error(transparent)]
    Fee(FeeFault),
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// How a visa is extended, as it is typed.
#[derive(Debug, Clone, Copy)]
pub struct Extension<'a> {
    /// Its last day from then on.
    pub to: &'a str,
    /// The fee; without a receipt none was paid.
    pub fee: TypedFee<'a>,
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
    let to: Option<Date> = whole_day(extension.to).filter(|to| *to > held.last_day());
    let to = to.filter(|_| held.revoked.is_none()).ok_or(VisaError::NotLater)?;
    let mut expect = vec![Expect::NotRevoked(number.clone())];
    let (mut fee_receipt, mut amount, mut paid) = (String::new(), String::new(), None);
    match fee(node, extension.fee).await? {
        Ok(fee) => {
            (fee_receipt, amount) = (fee.receipt.as_str().to_owned(), fee.amount);
            expect.push(fee.unspent);
            paid = Some(fee.receipt);
        }
        Err(FeeFault::Missing) => {}
        Err(fault) => return Err(VisaError::Fee(fault)),
    }
    let (post, reason) = (Some(node.post.id.clone()), extension.reason.to_string());
    let extended = Event::VisaExtended { visa: number.clone(), to, fee_receipt, fee: amount, post, reason };
    match node.store.append(Some(officer), vec![extended], Some(Expect::All(expect))).await? {
        Appended::OnDisk => Ok(()),
        Appended::NotAsExpected => {
            let spent = spent(node, paid).await?;
            Err(spent.map_or(VisaError::NotLater, |visa| VisaError::Fee(FeeFault::Spent(visa))))
        }
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
    Problems(Vec<VisaProblem>),
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Takes in records of visas issued elsewhere, from a file. Returns how many said something new.
///
/// # Errors
/// [`TakeInError`] says why none was taken.
pub async fn take_in(node: &Node, officer: &AccountId, file: Vec<u8>) -> Result<usize, TakeInError> {
    let (by, now) = (officer.clone(), node.now());
    let answers = headings::answers(&node.store, TableKind::Visas).await?;
    let visas = beside(move || Ok(visas_from(&file, &answers, Some(&by), now)?.visas)).await?;
    Ok(node.store.take_in_visas(Some(officer), visas).await?)
}

/// Reads records beside the counters' requests: a large file takes a moment.
async fn beside(
    read: impl FnOnce() -> Result<Vec<ListedVisa>, Vec<VisaProblem>> + Send + 'static,
) -> Result<Vec<ListedVisa>, TakeInError> {
    let read = tokio::task::spawn_blocking(read).await;
    read.map_err(|error| StoreError::fault(format!("the records could not be read: {error}")))?
        .map_err(TakeInError::Problems)
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
pub async fn take_in_sent(node: &Node, key: &str, sent: Vec<u8>) -> Result<usize, SentError> {
    let known = node.store.read(&VISA_KEY).await?;
    let hash = sha256_hex(key.as_bytes());
    if !known.is_some_and(|known| known.as_str().as_bytes().ct_eq(hash.as_bytes()).into()) {
        return Err(SentError::WrongKey);
    }
    let now = node.now();
    let listed = beside(move || visas_from_json(&sent, None, now)).await?;
    Ok(node.store.take_in_visas(None, listed).await?)
}

//! What a file of certificates would change: what comes, what goes, what is refused and why.
//!
//! A master list is believed by its signature, which a certificate that is held already must vouch for; a newer one takes
//! the place of the same country's older one, and what only that had goes. What somebody brought by itself stays.

use super::{Described, Trust};
use jiff::Timestamp;
use limen_store::{ListedBy, TrustChange, TrustItem, TrustKind};
use limen_trust::{
    Certificate, DeviationList, MasterList, NotTrusted, OwnAuthority, RevocationList, Source, TrustStore,
    import::{self, ImportError, Item},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What a file would change.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// What comes.
    pub added: Vec<Described>,
    /// What goes.
    pub removed: Vec<Described>,
    /// What is refused.
    pub refused: Vec<Refused>,
    /// How many are known already.
    pub known: usize,
    /// How many are certificates of signers of documents: chips bring theirs.
    pub signers: usize,
    /// How many could not be read.
    pub unreadable: usize,
    change: TrustChange,
}

/// Something of a file that is not believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// What it is.
    pub kind: RefusedKind,
    /// Whose.
    pub name: String,
    /// Why.
    pub why: Refusal,
}

/// What is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefusedKind {
    /// A certificate.
    Certificate,
    /// A master list, whole.
    MasterList,
    /// A list of revoked certificates.
    RevocationList,
    /// The certificate of a signer of seals.
    SealSigner,
    /// A state's list of errors in its own documents.
    DeviationList,
}

/// Why something is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is not believed.
    #[error(transparent)]
    NotTrusted(#[from] NotTrusted),
    /// A newer one holds.
    #[error("it is older than the one in force, of {in_force}; ask the source for the newest")]
    Older {
        /// When that was made.
        in_force: Timestamp,
    },
}

impl Refusal {
    /// A word for messages, one for each reason.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Older { .. } => "older",
            Self::NotTrusted(why) => match why {
                NotTrusted::NotAnAuthority => "no-authority",
                NotTrusted::OwnSignature => "own-signature",
                NotTrusted::Unsupported(_) => "unsupported",
                NotTrusted::List(_) => "list-signature",
                NotTrusted::NoSigner => "no-signer",
                NotTrusted::NotAListSigner => "no-list-signer",
                NotTrusted::UnknownSigner(_) => "unknown-signer",
                NotTrusted::OutsideUsage => "outside-usage",
                NotTrusted::UnknownIssuer(_) => "unknown-issuer",
                NotTrusted::UnknownAuthority(_) => "unknown-authority",
                NotTrusted::TooMany => "too-many",
            },
        }
    }
}

impl Change {
    /// Whether it would leave everything as it is.
    pub fn is_nothing(&self) -> bool {
        self.change == TrustChange::default()
    }

    /// What is written once it is approved.
    pub fn written(&self) -> &TrustChange {
        &self.change
    }

    /// The same, taken out.
    pub(super) fn into_change(self) -> TrustChange {
        self.change
    }
}

/// What a file would change of what holds.
///
/// # Errors
/// It is no file of certificates.
pub fn change(held: &Trust, file: &[u8]) -> Result<Change, ImportError> {
    let (items, unreadable) = import::read(file)?;
    let mut draft = Draft {
        held,
        believed: held.believed.clone(),
        put: BTreeMap::new(),
        gone: BTreeSet::new(),
        change: Change::default(),
    };
    draft.change.unreadable = unreadable;
    let (mut masters, mut revocations) = (Vec::new(), Vec::new());
    let (mut seals, mut deviations) = (Vec::new(), Vec::new());
    // The order in a file does not matter: single certificates may vouch for its lists.
    for item in items {
        match item {
            Item::Certificate(certificate) if certificate.seals() => seals.push(*certificate),
            Item::Certificate(certificate) if !certificate.may_issue() => draft.change.signers += 1,
            Item::Certificate(certificate) => draft.certificate(*certificate, None),
            Item::MasterList(list) => masters.push(list),
            Item::RevocationList(list) => revocations.push(list),
            Item::DeviationList(list) => deviations.push(list),
        }
    }
    masters.sort_by_key(|list| list.signing_time());
    // A list may be signed by a state whose certificate another list brings: that one is taken first.
    while let Some(at) = masters.iter().position(|list| draft.believed.approve(list, OwnAuthority::Refused).is_ok()) {
        draft.master_list(&masters.remove(at));
    }
    for list in &masters {
        draft.master_list(list);
    }
    // Who vouches for them may come in the same file.
    for signer in seals {
        draft.seal_signer(signer);
    }
    revocations.sort_by_key(|list| list.made);
    for list in revocations {
        draft.revocation_list(*list);
    }
    deviations.sort_by_key(|list| list.signing_time());
    for list in deviations {
        draft.deviation_list(*list);
    }
    Ok(draft.finish())
}

struct Draft<'a> {
    held: &'a Trust,
    believed: TrustStore,
    put: BTreeMap<String, TrustItem>,
    gone: BTreeSet<String>,
    change: Change,
}

impl Draft<'_> {
    fn refuse(&mut self, kind: RefusedKind, name: String, why: impl Into<Refusal>) {
        self.change.refused.push(Refused { kind, name, why: why.into() });
    }

    /// The thing as it would be by now.
    fn item(&self, id: &str) -> Option<&TrustItem> {
        self.put.get(id).or_else(|| self.held.item(id).filter(|_| !self.gone.contains(id)))
    }

    /// All things as they would be by now.
    fn items(&self) -> impl Iterator<Item = &TrustItem> {
        let held = self.held.items.iter();
        held.filter(move |item| !self.gone.contains(&item.id) && !self.put.contains_key(&item.id))
            .chain(self.put.values())
    }

    fn certificate(&mut self, certificate: Certificate, listed: Option<&ListedBy>) {
        let new = TrustItem::new(TrustKind::Certificate, certificate.der());
        let source = match listed {
            Some(list) => Source::MasterList { country: Some(list.country.clone()) },
            None => Source::ByHand,
        };
        let name = certificate.subject.to_string();
        if let Err(error) = self.believed.trust(certificate, source) {
            return self.refuse(RefusedKind::Certificate, name, error);
        }
        let before = self.item(&new.id).cloned();
        let mut item = before.clone().unwrap_or(new);
        match listed {
            None => item.by_hand = true,
            // That a newer list has it too is no change of it.
            Some(list) if item.lists.iter().any(|other| other.country == list.country) => {}
            Some(list) => item.lists.push(list.clone()),
        }
        if before.as_ref() == Some(&item) {
            self.change.known += 1;
        } else {
            self.put.insert(item.id.clone(), item);
        }
    }

    /// Seals only name their signer: its certificate is kept if a certificate that is held vouches for it.
    fn seal_signer(&mut self, signer: Certificate) {
        let mut item = TrustItem::new(TrustKind::SealSigner, signer.der());
        item.by_hand = true;
        if self.item(&item.id).is_some() {
            self.change.known += 1;
            return;
        }
        let name = signer.subject.to_string();
        match self.believed.appoint(signer) {
            Ok(_) => drop(self.put.insert(item.id.clone(), item)),
            Err(error) => self.refuse(RefusedKind::SealSigner, name, error),
        }
    }

    fn master_list(&mut self, list: &MasterList) {
        self.change.unreadable += list.unreadable;
        let country = match self.believed.approve(list, OwnAuthority::Refused) {
            Ok(country) => country.unwrap_or_default(),
            Err(error) => {
                let signer = list.signed.certificates.first();
                let name = signer.map(|signer| signer.subject.to_string()).unwrap_or_default();
                return self.refuse(RefusedKind::MasterList, name, error);
            }
        };
        let signed = list.signing_time().unwrap_or(Timestamp::UNIX_EPOCH);
        let of_country =
            |item: &TrustItem| item.lists.iter().find(|list| list.country == country).map(|list| list.signed);
        let newest = self.items().filter_map(of_country).max();
        if let Some(in_force) = newest.filter(|in_force| signed < *in_force) {
            return self.refuse(RefusedKind::MasterList, country, Refusal::Older { in_force });
        }
        let listed = ListedBy { country: country.clone(), signed };
        for certificate in &list.certificates {
            self.certificate(certificate.clone(), Some(&listed));
        }
        let has: BTreeSet<String> = list.certificates.iter().map(Certificate::fingerprint).collect();
        let gone: Vec<TrustItem> =
            self.items().filter(|item| of_country(item).is_some() && !has.contains(&item.id)).cloned().collect();
        for mut item in gone {
            item.lists.retain(|list| list.country != country);
            if item.by_hand || !item.lists.is_empty() {
                self.put.insert(item.id.clone(), item);
            } else {
                self.put.remove(&item.id);
                self.gone.insert(item.id);
            }
        }
        // When the list was signed is known by what it has; one certificate is enough to say so.
        if newest.is_some_and(|newest| newest < signed) && !self.put.values().any(|item| item.lists.contains(&listed)) {
            let first = self.items().find(|item| of_country(item).is_some()).cloned();
            if let Some(mut first) = first {
                first.lists.retain(|list| list.country != country);
                first.lists.push(listed);
                self.put.insert(first.id.clone(), first);
            }
        }
    }

    fn revocation_list(&mut self, list: RevocationList) {
        let mut item = TrustItem::new(TrustKind::RevocationList, list.der());
        item.by_hand = true;
        if self.item(&item.id).is_some() {
            self.change.known += 1;
            return;
        }
        let same = |other: &&RevocationList| other.issuer == list.issuer && other.authority_key == list.authority_key;
        let before = self.believed.lists().iter().find(same).map(|other| (other.fingerprint().to_owned(), other.made));
        let name = list.issuer.to_string();
        match (self.believed.revoke(list), before) {
            (Err(error), _) => self.refuse(RefusedKind::RevocationList, name, error),
            (Ok(false), Some((_, in_force))) => {
                self.refuse(RefusedKind::RevocationList, name, Refusal::Older { in_force });
            }
            (Ok(_), before) => {
                if let Some((older, _)) = before {
                    self.put.remove(&older);
                    self.gone.insert(older);
                }
                self.put.insert(item.id.clone(), item);
            }
        }
    }

    fn deviation_list(&mut self, list: DeviationList) {
        let mut item = TrustItem::new(TrustKind::DeviationList, list.der());
        item.by_hand = true;
        if self.item(&item.id).is_some() {
            self.change.known += 1;
            return;
        }
        let signer = list.signed.certificates.first();
        let name = signer.map(|signer| signer.subject.to_string()).unwrap_or_default();
        let before = match self.believed.in_place_of(&list) {
            Ok(before) => before.map(|before| {
                let older = TrustItem::new(TrustKind::DeviationList, before.der()).id;
                (older, before.signing_time().unwrap_or(Timestamp::UNIX_EPOCH))
            }),
            Err(error) => return self.refuse(RefusedKind::DeviationList, name, error),
        };
        match (self.believed.declare(list), before) {
            (Err(error), _) => self.refuse(RefusedKind::DeviationList, name, error),
            (Ok(false), Some((_, in_force))) => {
                self.refuse(RefusedKind::DeviationList, name, Refusal::Older { in_force });
            }
            (Ok(_), before) => {
                if let Some((older, _)) = before {
                    self.put.remove(&older);
                    self.gone.insert(older);
                }
                self.put.insert(item.id.clone(), item);
            }
        }
    }

    fn finish(self) -> Change {
        let Self { held, put, gone, mut change, .. } = self;
        // What one list no longer has and another brings stays.
        let gone = gone.iter().filter(|id| !put.contains_key(*id));
        let removed: Vec<&TrustItem> = gone.filter_map(|id| held.item(id)).collect();
        change.added = Described::all(put.values().filter(|item| held.item(&item.id).is_none()));
        change.removed = Described::all(removed.iter().copied());
        change.change = TrustChange {
            removed: removed.iter().map(|item| item.id.clone()).collect(),
            put: put.into_values().collect(),
        };
        change
    }
}

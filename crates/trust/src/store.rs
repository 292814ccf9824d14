//! Whom we believe: CSCA certificates as trust anchors (Doc 9303-12 §6.1.1), signers that come from the PKD, and lists of
//! revoked certificates.
//!
//! A certificate becomes an anchor because a person brought it, or because a master list has it whose own signer an anchor
//! vouches for. It is not enough that it signs itself.

use crate::certificate::{Certificate, NotIssued};
use crate::crl::RevocationList;
use crate::deviation::DeviationList;
use crate::import::Item;
use crate::key::Unsigned;
use crate::master_list::MasterList;
use crate::oid;
use crate::signed_data::{SignedData, Unproven};
use jiff::Timestamp;
use std::collections::HashSet;
use thiserror::Error;

/// How many anchors a store may have; all states together have some 600.
const MOST_ANCHORS: usize = 50_000;

/// How many signers are kept because an anchor vouches for them; all states together seal with far fewer.
const MOST_SIGNERS: usize = 20_000;

/// A CSCA certificate that we believe.
#[derive(Debug, Clone)]
pub struct Anchor {
    /// The certificate.
    pub certificate: Certificate,
    /// How it came.
    pub source: Source,
}

/// How an anchor came to be believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A person brought it and vouches for it.
    ByHand,
    /// A master list has it; its signer is of this country.
    MasterList {
        /// Two letters, as a rule.
        country: Option<String>,
    },
}

/// Whether a master list may bring the very CSCA that vouches for its signer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnAuthority {
    /// No: that CSCA must be an anchor already.
    Refused,
    /// Yes: a person vouches for the list itself, as for a certificate brought by hand.
    Accepted,
}

/// Why something is not believed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotTrusted {
    /// It says that it may not issue certificates.
    #[error("it is not a CSCA's certificate: it may not issue certificates")]
    NotAnAuthority,
    /// It is said to be signed by itself, and isn't.
    #[error("its own signature does not match; it was altered, or cut off")]
    OwnSignature,
    /// Its key or its signature is of a kind that is not supported.
    #[error("{0}")]
    Unsupported(String),
    /// The list's signature does not match.
    #[error("the list's signature is not proven: {0}")]
    List(Unproven),
    /// The list has no certificate of its signer.
    #[error("the list does not say who signed it")]
    NoSigner,
    /// The signer may not sign such lists.
    #[error("the list's signer may not sign such lists")]
    NotAListSigner,
    /// No anchor vouches for the list's signer.
    #[error("the list was signed by a stranger ({0}); first bring the CSCA certificate of its state by hand")]
    UnknownSigner(String),
    /// It was signed when its signer's key was not in use.
    #[error("the list was signed when its signer's key was not, or no longer, in use")]
    OutsideUsage,
    /// No anchor signed the list of revoked certificates.
    #[error("the list of revoked certificates is of no CSCA that is trusted ({0})")]
    UnknownIssuer(String),
    /// No anchor of its own state vouches for the signer.
    #[error("no CSCA that is trusted vouches for it ({0}); first bring the CSCA certificate of its state by hand")]
    UnknownAuthority(String),
    /// The store is full.
    #[error("there are more certificates than all states together have")]
    TooMany,
}

/// What an import brought.
#[derive(Debug, Clone, Default)]
pub struct Imported {
    /// Anchors that are new.
    pub anchors: usize,
    /// Signers that are new.
    pub signers: usize,
    /// Lists of revoked certificates and of deviations that are new in force.
    pub lists: usize,
    /// What was there already.
    pub known: usize,
    /// What is not believed, by its name, and why.
    pub refused: Vec<(String, NotTrusted)>,
}

/// Why no anchor is a certificate's issuer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoIssuer {
    /// None has its name or its key.
    Unknown,
    /// One has, and did not sign it.
    Mismatch,
    /// One has, and its key or the signature is of a kind that is not supported.
    Unsupported(String),
}

/// What is believed.
#[derive(Debug, Clone, Default)]
pub struct TrustStore {
    anchors: Vec<Anchor>,
    signers: Vec<Certificate>,
    lists: Vec<RevocationList>,
    pub(crate) deviations: Vec<(Option<String>, DeviationList)>,
    known: HashSet<String>,
}

impl TrustStore {
    /// The anchors.
    pub fn anchors(&self) -> &[Anchor] {
        &self.anchors
    }

    /// Certificates of signers that are at hand for security objects without one; they are believed no more for it.
    pub fn signers(&self) -> &[Certificate] {
        &self.signers
    }

    /// The lists of revoked certificates in force.
    pub fn lists(&self) -> &[RevocationList] {
        &self.lists
    }

    /// Takes in what files hold: single certificates first, then master lists, then lists of revoked certificates, so that
    /// the order of files does not matter.
    pub fn import(&mut self, items: Vec<Item>, own: OwnAuthority) -> Imported {
        let mut report = Imported::default();
        let (mut masters, mut revocations, mut deviations) = (Vec::new(), Vec::new(), Vec::new());
        for item in items {
            match item {
                Item::Certificate(certificate) => self.take(*certificate, Source::ByHand, &mut report),
                Item::MasterList(list) => masters.push(list),
                Item::RevocationList(list) => revocations.push(list),
                Item::DeviationList(list) => deviations.push(list),
            }
        }
        // A list may be signed by a state whose CSCA another list brings.
        while !masters.is_empty() {
            let before = masters.len();
            masters.retain(|list| self.take_list(list, own, &mut report).is_err());
            if masters.len() == before {
                break;
            }
        }
        for list in masters {
            if let Err(error) = self.take_list(&list, own, &mut report) {
                report.refused.push(("the master list".into(), error));
            }
        }
        for list in revocations {
            let name = list.issuer.to_string();
            match self.revoke(*list) {
                Ok(true) => report.lists += 1,
                Ok(false) => report.known += 1,
                Err(error) => report.refused.push((name, error)),
            }
        }
        for list in deviations {
            match self.declare(*list) {
                Ok(true) => report.lists += 1,
                Ok(false) => report.known += 1,
                Err(error) => report.refused.push(("the list of deviations".into(), error)),
            }
        }
        report
    }

    /// Takes in a CSCA certificate that a person brought. Says whether it is new.
    ///
    /// # Errors
    /// It can't be an anchor.
    pub fn trust(&mut self, certificate: Certificate, source: Source) -> Result<bool, NotTrusted> {
        if !certificate.may_issue() {
            return Err(NotTrusted::NotAnAuthority);
        }
        if certificate.is_self_issued() && is_own(&certificate) {
            match certificate.issued_by(&certificate) {
                Ok(()) => {}
                Err(NotIssued::Unsigned(_)) => return Err(NotTrusted::OwnSignature),
                Err(unsupported) => return Err(NotTrusted::Unsupported(unsupported.to_string())),
            }
        }
        if let Err(error) = certificate.key() {
            return Err(NotTrusted::Unsupported(error.to_string()));
        }
        if self.anchors.len() >= MOST_ANCHORS {
            return Err(NotTrusted::TooMany);
        }
        let is_new = self.known.insert(certificate.fingerprint());
        if is_new {
            self.anchors.push(Anchor { certificate, source });
        }
        Ok(is_new)
    }

    /// Takes in the certificate of a signer for whom an anchor of its own state vouches. Says whether it is new.
    ///
    /// # Errors
    /// None does, or its key can't be used.
    pub fn appoint(&mut self, signer: Certificate) -> Result<bool, NotTrusted> {
        let authority = || NotTrusted::UnknownAuthority(signer.issuer.to_string());
        match self.issuer_of(&signer) {
            Ok(anchor) if same_country(&anchor.certificate, &signer) => {}
            Err(NoIssuer::Unsupported(why)) => return Err(NotTrusted::Unsupported(why)),
            _ => return Err(authority()),
        }
        if let Err(error) = signer.key() {
            return Err(NotTrusted::Unsupported(error.to_string()));
        }
        if self.signers.len() >= MOST_SIGNERS {
            return Err(NotTrusted::TooMany);
        }
        let is_new = self.known.insert(signer.fingerprint());
        if is_new {
            self.signers.push(signer);
        }
        Ok(is_new)
    }

    fn take(&mut self, certificate: Certificate, source: Source, report: &mut Imported) {
        if !certificate.may_issue() {
            if self.known.insert(certificate.fingerprint()) {
                self.signers.push(certificate);
                report.signers += 1;
            } else {
                report.known += 1;
            }
            return;
        }
        let name = certificate.subject.to_string();
        match self.trust(certificate, source) {
            Ok(true) => report.anchors += 1,
            Ok(false) => report.known += 1,
            Err(error) => report.refused.push((name, error)),
        }
    }

    /// Checks a master list's signature and its signer, and takes in what it lists.
    fn take_list(&mut self, list: &MasterList, own: OwnAuthority, report: &mut Imported) -> Result<(), NotTrusted> {
        let country = self.approve(list, own)?;
        for certificate in &list.certificates {
            let source = Source::MasterList { country: country.clone() };
            let name = certificate.subject.to_string();
            match self.trust(certificate.clone(), source) {
                Ok(true) => report.anchors += 1,
                Ok(false) => report.known += 1,
                Err(error) => report.refused.push((name, error)),
            }
        }
        Ok(())
    }

    /// Checks that a master list is signed by a signer for whom an anchor vouches, and says of which country.
    ///
    /// # Errors
    /// It is not, or by a stranger.
    pub fn approve(&self, list: &MasterList, own: OwnAuthority) -> Result<Option<String>, NotTrusted> {
        let signer = self.signer_of(&list.signed, oid::MASTER_LIST_SIGNER)?;
        if self.vouches(signer) {
            return Ok(signer.country());
        }
        if own == OwnAuthority::Accepted {
            let mut authorities = list.signed.certificates.iter().chain(&list.certificates);
            if authorities.any(|authority| {
                authority.may_issue() && same_country(authority, signer) && signer.issued_by(authority).is_ok()
            }) {
                return Ok(signer.country());
            }
        }
        Err(NotTrusted::UnknownSigner(signer.subject.to_string()))
    }

    /// The signer of a list, once its signature is proven to be made for that use.
    pub(crate) fn signer_of<'a>(
        &'a self,
        signed: &'a SignedData,
        for_use: &[u8],
    ) -> Result<&'a Certificate, NotTrusted> {
        let signer = signed.signer(&self.signers).ok_or(NotTrusted::NoSigner)?;
        signed.verify(signer).map_err(NotTrusted::List)?;
        let uses = &signer.extensions.uses;
        if !uses.is_empty() && !uses.iter().any(|use_| use_ == for_use) {
            return Err(NotTrusted::NotAListSigner);
        }
        if signed.signing_time().is_some_and(|moment| !signer.may_sign_at(moment)) {
            return Err(NotTrusted::OutsideUsage);
        }
        Ok(signer)
    }

    /// Whether an anchor of its own state vouches for a signer of lists. Some lists are signed by a CSCA itself.
    pub(crate) fn vouches(&self, signer: &Certificate) -> bool {
        let is_anchor = self.anchors.iter().any(|anchor| anchor.certificate == *signer);
        is_anchor || self.issuer_of(signer).is_ok_and(|anchor| same_country(&anchor.certificate, signer))
    }

    /// Takes in a list of revoked certificates, in place of an older one of the same issuer. Says whether it is new.
    ///
    /// # Errors
    /// No anchor signed it.
    pub fn revoke(&mut self, list: RevocationList) -> Result<bool, NotTrusted> {
        let unknown = || NotTrusted::UnknownIssuer(list.issuer.to_string());
        let signed = self.anchors.iter().any(|anchor| {
            let certificate = &anchor.certificate;
            let same_key = match (&list.authority_key, &certificate.extensions.subject_key) {
                (Some(named), Some(own)) => named == own,
                _ => true,
            };
            same_key && same_authority(certificate, &list) && list.issued_by(certificate).is_ok()
        });
        if !signed {
            return Err(unknown());
        }
        let same = |other: &RevocationList| other.issuer == list.issuer && other.authority_key == list.authority_key;
        if self.lists.iter().any(|other| same(other) && other.made >= list.made) {
            return Ok(false);
        }
        self.lists.retain(|other| !same(other));
        self.lists.push(list);
        Ok(true)
    }

    /// The anchor that issued a certificate: by the key that it names (Doc 9303-12 App. D.1.1.1), or by its issuer's name.
    ///
    /// # Errors
    /// There is none.
    pub fn issuer_of(&self, certificate: &Certificate) -> Result<&Anchor, NoIssuer> {
        let named = certificate.extensions.authority_key.as_ref();
        let mut result = NoIssuer::Unknown;
        for anchor in &self.anchors {
            let own = anchor.certificate.extensions.subject_key.as_ref();
            let same_name = anchor.certificate.subject == certificate.issuer;
            let same_key = named.is_some() && named == own;
            let other_key = named.is_some() && own.is_some() && named != own;
            if !same_name && !same_key {
                continue;
            }
            match certificate.issued_by(&anchor.certificate) {
                Ok(()) => return Ok(anchor),
                // A CSCA has several keys under one name: another key's certificate says nothing of this one's.
                Err(_) if other_key => {}
                Err(NotIssued::Unsigned(Unsigned::Mismatch | Unsigned::Kind)) => result = NoIssuer::Mismatch,
                Err(unsupported) if result == NoIssuer::Unknown => {
                    result = NoIssuer::Unsupported(unsupported.to_string());
                }
                Err(_) => {}
            }
        }
        Err(result)
    }

    /// The lists that cover a certificate of this issuer: those of the same name, and after a change of name those of the
    /// same country (Doc 9303-12 App. D.3).
    pub fn lists_of<'a>(&'a self, issuer: &'a Certificate) -> impl Iterator<Item = &'a RevocationList> {
        self.lists.iter().filter(|list| same_authority(issuer, list))
    }

    /// The newest moment up to which a country's lists are due, as a hint for those who look after the store.
    pub fn due(&self, issuer: &Certificate) -> Option<Timestamp> {
        self.lists_of(issuer).filter_map(|list| list.due).max()
    }
}

fn same_authority(certificate: &Certificate, list: &RevocationList) -> bool {
    certificate.subject == list.issuer
        || (list.issuer.country().is_some() && list.issuer.country() == certificate.country())
}

fn same_country(one: &Certificate, other: &Certificate) -> bool {
    one.country() == other.country()
}

/// Whether a self-issued certificate names its own key as its issuer's: a link certificate of a CSCA that kept its name
/// names the key before.
fn is_own(certificate: &Certificate) -> bool {
    match (&certificate.extensions.authority_key, &certificate.extensions.subject_key) {
        (Some(authority), Some(own)) => authority == own,
        _ => true,
    }
}

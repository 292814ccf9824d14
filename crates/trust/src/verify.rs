//! Passive authentication (Doc 9303-11 §5.1): a chip's files, held against whom we believe.

use crate::certificate::Certificate;
use crate::deviation::Declared;
use crate::files::{FileName, Files, Group};
use crate::lds;
use crate::signed_data::Unproven;
use crate::sod::SecurityObject;
use crate::state;
use crate::store::{NoIssuer, TrustStore};
use crate::verdict::{Genuineness, Integrity, Issuer, Outcome, Revocation, Signer, Verdict};
use jiff::Timestamp;

/// How much later than allowed a key may have been used: states write days where clocks have seconds.
const LENIENCE: jiff::SignedDuration = jiff::SignedDuration::from_hours(24);

/// What a check of a chip's files says.
#[derive(Debug, Clone)]
pub struct Report {
    /// Whether the data groups are those that were signed.
    pub integrity: Integrity,
    /// Whether the signature over them is sound.
    pub signer: Signer,
    /// Whether the issuing state's CSCA stands behind it.
    pub issuer: Issuer,
    /// Whether it was revoked.
    pub revocation: Revocation,
    /// Whether the chip is a copy; files alone don't say.
    pub clone: Genuineness,
    /// The zone of DG1, line after line, for comparison with the printed one. It is only what the chip says where the
    /// integrity is not good.
    pub zone: Option<Vec<String>>,
    /// The certificate of who signed, where there is one.
    pub certificate: Option<Certificate>,
    /// What else was seen and changes no verdict.
    pub notes: Vec<Note>,
}

/// What was seen beside the verdicts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// EF.COM, which nobody signs, lists other data groups than were signed.
    CommonDiffers {
        /// Only in EF.COM.
        only_listed: Vec<Group>,
        /// Only in EF.SOD.
        only_signed: Vec<Group>,
    },
    /// DG1 holds no zone that can be read.
    NoZone,
    /// The state has declared an error of a series to which this document belongs.
    Declared(Declared),
}

impl Report {
    /// The five checks by their names, in the order in which they build on each other.
    pub fn checks(&self) -> [(&'static str, &dyn Verdict); 5] {
        [
            ("integrity", &self.integrity),
            ("signer", &self.signer),
            ("issuer", &self.issuer),
            ("revocation", &self.revocation),
            ("clone", &self.clone),
        ]
    }

    /// Whether nothing failed, and data, signature and issuer are good.
    pub fn is_proven(&self) -> bool {
        let good = |verdict: &dyn Verdict| verdict.outcome() == Outcome::Good;
        good(&self.integrity)
            && good(&self.signer)
            && good(&self.issuer)
            && self.checks().iter().all(|(_, verdict)| verdict.outcome() != Outcome::Failed)
    }
}

/// Checks a chip's files as of `now`. Without `trust` the issuer is not checked.
pub fn verify(files: &Files, trust: Option<&TrustStore>, now: Timestamp) -> Report {
    let zone = files.group(Group::ZONE).map(lds::zone);
    let mut report = Report {
        integrity: Integrity::NoSecurityObject,
        signer: Signer::NoSecurityObject,
        issuer: Issuer::SignatureNotProven,
        revocation: Revocation::IssuerNotProven,
        clone: Genuineness::FilesAlone,
        zone: zone.as_ref().and_then(|zone| zone.as_ref().ok().cloned()),
        certificate: None,
        notes: Vec::new(),
    };
    if matches!(zone, Some(Err(_))) {
        report.notes.push(Note::NoZone);
    }
    let Some(file) = files.get(FileName::SecurityObject) else { return report };
    report.integrity = Integrity::SignatureNotProven;
    let object = match SecurityObject::read(file) {
        Ok(object) => object,
        Err(error) => {
            report.signer = match error {
                crate::sod::SecurityObjectError::Hash => Signer::Unsupported(error.to_string()),
                error => Signer::Malformed(error.to_string()),
            };
            return report;
        }
    };
    let others = trust.map_or(&[][..], TrustStore::signers);
    let Some(certificate) = object.signed.signer(others) else {
        report.signer = Signer::NoCertificate;
        return report;
    };
    report.signer = signature(&object, certificate);
    report.certificate = Some(certificate.clone());
    if let Some(trust) = trust {
        report.notes.extend(trust.declared(certificate, report.zone.as_deref()).cloned().map(Note::Declared));
    }
    if report.signer.outcome() != Outcome::Good {
        return report;
    }
    report.integrity = integrity(&object, files);
    report.notes.extend(differing(&object, files));
    let Some(trust) = trust else {
        report.issuer = Issuer::NoTrust;
        return report;
    };
    let state = report.zone.as_deref().and_then(lds::issuing_state);
    (report.issuer, report.revocation) = stands_behind(certificate, object.signed.signing_time(), state, trust, now);
    report
}

fn signature(object: &SecurityObject, certificate: &Certificate) -> Signer {
    match object.signed.verify(certificate) {
        Ok(()) => Signer::Sound { signed: object.signed.signing_time() },
        Err(Unproven::Content | Unproven::ContentType) => Signer::ContentAltered,
        Err(Unproven::Unsigned(_)) => Signer::Mismatch,
        Err(unsupported @ (Unproven::Algorithm(_) | Unproven::Key(_))) => Signer::Unsupported(unsupported.to_string()),
    }
}

fn integrity(object: &SecurityObject, files: &Files) -> Integrity {
    let (mut checked, mut altered, mut unsigned) = (Vec::new(), Vec::new(), Vec::new());
    for (group, file) in files.groups() {
        match object.matches(group.number(), file) {
            Some(true) => checked.push(group),
            Some(false) => altered.push(group),
            None => unsigned.push(group),
        }
    }
    if !altered.is_empty() || !unsigned.is_empty() {
        return Integrity::Broken { altered, unsigned };
    }
    if checked.is_empty() {
        return Integrity::NothingRead;
    }
    let signed = object.digests.keys().filter_map(|&number| Group::new(number));
    let not_read = signed.filter(|group| !checked.contains(group)).collect();
    Integrity::Whole { checked, not_read }
}

fn differing(object: &SecurityObject, files: &Files) -> Option<Note> {
    let listed = lds::listed(files.get(FileName::Common)?).ok()?;
    let signed: Vec<Group> = object.digests.keys().filter_map(|&number| Group::new(number)).collect();
    let only_listed: Vec<Group> = listed.iter().copied().filter(|group| !signed.contains(group)).collect();
    let only_signed: Vec<Group> = signed.into_iter().filter(|group| !listed.contains(group)).collect();
    let differs = !only_listed.is_empty() || !only_signed.is_empty();
    differs.then_some(Note::CommonDiffers { only_listed, only_signed })
}

/// Whether a trusted CSCA of the document's `state` stands behind a signer, at the time of signing where that is known,
/// and what was revoked. Seals ask it as security objects do.
pub fn stands_behind(
    signer: &Certificate,
    signed: Option<Timestamp>,
    state: Option<&str>,
    trust: &TrustStore,
    now: Timestamp,
) -> (Issuer, Revocation) {
    let authority = signer.issuer.to_string();
    let anchor = match trust.issuer_of(signer) {
        Ok(anchor) => &anchor.certificate,
        Err(NoIssuer::Unknown) => return (Issuer::NotAtHand { authority }, Revocation::IssuerNotProven),
        Err(NoIssuer::Mismatch) => return (Issuer::Mismatch { authority }, Revocation::IssuerNotProven),
        Err(NoIssuer::Unsupported(why)) => return (Issuer::Unsupported(why), Revocation::IssuerNotProven),
    };
    let revocation = revocation(signer, anchor, trust, now);
    let state_code = signer.extensions.state.as_deref().or(anchor.extensions.state.as_deref());
    let countries = [signer.country(), anchor.country()];
    let same_state = countries[0] == countries[1] || countries.iter().any(Option::is_none);
    if let Some(document) = state {
        let country = anchor.country().or_else(|| signer.country());
        if !same_state || !state::signs_for(country.as_deref(), state_code, document) {
            let signer = country.unwrap_or_else(|| "no state".into());
            return (Issuer::OtherState { signer, document: document.trim_end_matches('<').into() }, revocation);
        }
    }
    let appointed = signer.not_before;
    if let Some(signed) = signed.filter(|signed| !used_at(signer, *signed)) {
        return (Issuer::OutsideUsage { signed }, revocation);
    }
    if !used_at(anchor, appointed) {
        return (Issuer::OutsideUsage { signed: appointed }, revocation);
    }
    let expired = !signer.is_valid_at(now) || anchor.not_after < now;
    (Issuer::Trusted { authority: anchor.subject.to_string(), expired }, revocation)
}

fn used_at(certificate: &Certificate, moment: Timestamp) -> bool {
    let shifted = |by| moment.checked_add(by).is_ok_and(|moment| certificate.may_sign_at(moment));
    certificate.may_sign_at(moment) || shifted(LENIENCE) || shifted(-LENIENCE)
}

fn revocation(signer: &Certificate, anchor: &Certificate, trust: &TrustStore, now: Timestamp) -> Revocation {
    let (mut listed, mut due) = (None::<Timestamp>, None::<Timestamp>);
    for list in trust.lists_of(anchor) {
        if let Some(since) = list.revokes(signer).or_else(|| list.revokes(anchor)) {
            return Revocation::Revoked { since };
        }
        if listed.is_none_or(|listed| listed < list.made) {
            (listed, due) = (Some(list.made), list.due);
        }
    }
    match (listed, due) {
        (None, _) => Revocation::NoList,
        (Some(_), Some(due)) if due < now => Revocation::OutOfDate { due },
        (Some(listed), _) => Revocation::NotRevoked { listed },
    }
}

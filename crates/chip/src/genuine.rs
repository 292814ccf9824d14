//! Whether a chip is the one that was made (Doc 9303-11 §6): its answers count only for keys that the state signed.

use crate::chip_data::{Access, ChipData};
use crate::pace::domain::Domain;
use crate::security::SecurityInfos;
use crate::select::ways;
use limen_trust::{Genuineness, Group, Integrity, Outcome, Proof, Report, TrustStore, Verdict};

/// What the chip's answers say, given the report on its files. A proof that failed outweighs one that held.
pub fn genuineness(data: &ChipData, report: &Report, trust: Option<&TrustStore>) -> Genuineness {
    let mut found = Vec::new();
    let signed =
        |group: Group| matches!(&report.integrity, Integrity::Whole { checked, .. } if checked.contains(&group));
    // A file that the state signed and the chip does not give may be kept back by a copy.
    let is_kept_back =
        |group: Group| matches!(&report.integrity, Integrity::Whole { not_read, .. } if not_read.contains(&group));
    let infos = data.files.group(Group::SECURITY).and_then(|dg14| SecurityInfos::dg14(dg14).ok());

    if let Some(dg15) = data.files.group(Group::ACTIVE_AUTHENTICATION) {
        let proof = Proof::ActiveAuthentication;
        let algorithm = infos.as_ref().and_then(|infos| infos.active.as_deref());
        found.push(match &data.active {
            _ if !signed(Group::ACTIVE_AUTHENTICATION) => Genuineness::KeyNotProven,
            Some(Ok(evidence)) => match evidence.verify(dg15, algorithm) {
                Ok(true) => Genuineness::Original(proof),
                Ok(false) => Genuineness::Refuted(proof),
                Err(error) => Genuineness::Unsupported(error.to_string()),
            },
            Some(Err(_)) => Genuineness::NoAnswer(proof),
            None => match crate::active::key(dg15) {
                Ok(_) => Genuineness::NoAnswer(proof),
                Err(error) => Genuineness::Unsupported(error.to_string()),
            },
        });
    } else if is_kept_back(Group::ACTIVE_AUTHENTICATION) {
        found.push(Genuineness::NoAnswer(Proof::ActiveAuthentication));
    }
    let of_group = infos.filter(|_| signed(Group::SECURITY));
    let of_card = card_security(data, report, trust);
    let has_key = of_group.iter().chain(&of_card).any(|infos| !infos.keys.is_empty());
    let proof = Proof::ChipAuthentication;
    match (&data.chip, &of_group) {
        (Some(_), None) => found.push(Genuineness::KeyNotProven),
        // That it could use a key proves nothing where the state signed none.
        (Some(Ok(true)), _) if !has_key => found.push(Genuineness::KeyNotProven),
        (Some(Ok(true)), _) => found.push(Genuineness::Original(proof)),
        (Some(Ok(false)), _) => found.push(Genuineness::Refuted(proof)),
        (Some(Err(_)), _) => found.push(Genuineness::NoAnswer(proof)),
        // A chip that has a key and did not use it did not answer; one that keeps back what says so may have one.
        (None, Some(infos)) if infos.chip_authentication().is_some() => found.push(Genuineness::NoAnswer(proof)),
        (None, Some(infos)) if infos.has_other_keys => {
            found.push(Genuineness::Unsupported("the chip's key is of a kind that is not supported".into()));
        }
        (None, None) if is_kept_back(Group::SECURITY) => found.push(Genuineness::NoAnswer(proof)),
        (None, _) => {}
    }
    if let Some(mapped) = &data.mapped {
        let proof = Proof::PaceChipAuthentication;
        let keys = of_group.iter().chain(&of_card).flat_map(|infos| &infos.keys);
        let tried: Vec<bool> = keys
            .filter_map(|key| {
                let (domain, key) = Domain::of_key(&key.key);
                mapped.proves(&domain, &key)
            })
            .collect();
        found.push(match tried.as_slice() {
            [] => Genuineness::KeyNotProven,
            tried if tried.contains(&true) => Genuineness::Original(proof),
            _ => Genuineness::Refuted(proof),
        });
    }
    let rank = |verdict: &Genuineness| match verdict {
        Genuineness::Refuted(_) => 0,
        Genuineness::Original(_) => 1,
        Genuineness::NoAnswer(_) => 2,
        Genuineness::Unsupported(_) => 3,
        _ => 4,
    };
    found.into_iter().min_by_key(rank).unwrap_or(Genuineness::NoKey)
}

/// The infos of EF.CardSecurity, if its signature is sound and its signer is the state's whose chip this is: the same CSCA's.
fn card_security(data: &ChipData, report: &Report, trust: Option<&TrustStore>) -> Option<SecurityInfos> {
    let (signed, infos) = SecurityInfos::card_security(data.card_security.as_ref()?).ok()?;
    let signer = signed.signer(&[])?;
    signed.verify(signer).ok()?;
    let of_sod = report.certificate.as_ref()?;
    if signer == of_sod {
        return Some(infos);
    }
    if report.issuer.outcome() != Outcome::Good {
        return None;
    }
    let anchor = trust?.issuer_of(signer).ok()?;
    (anchor.certificate.country() == of_sod.country()).then_some(infos)
}

/// Whether EF.CardAccess, which nobody signs, offers less than DG14, which the state signs, or the chip was opened by basic
/// access control though the state signed that it knows PACE: somebody between reader and chip may have weakened how they
/// speak (Doc 9303-11 §4.2). `None` where DG14 says nothing.
pub fn is_downgraded(data: &ChipData) -> Option<bool> {
    let signed = SecurityInfos::dg14(data.files.group(Group::SECURITY)?).ok()?.pace;
    if signed.is_empty() {
        return None;
    }
    let offered =
        data.card_access.as_deref().and_then(|file| SecurityInfos::card_access(file).ok()).unwrap_or_default();
    let is_passed_over = !matches!(data.access, Some(Access::Pace { .. })) && !ways(&signed).is_empty();
    Some(is_passed_over || signed.iter().any(|info| !offered.pace.contains(info)))
}

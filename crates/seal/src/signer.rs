//! Who sealed: the signer's certificate, its signature, and the trusted CSCA behind it (Doc 9303-13 App. D, steps 2 and 3).

use crate::verdict::Reason;
use data_encoding::HEXUPPER;
use jiff::Timestamp;
use limen_trust::{Algorithm, Certificate, Hash, Issuer, PublicKey, Revocation, TrustStore, stands_behind};

/// What a signature is to be held against.
pub(crate) struct Signed<'a> {
    /// What was signed.
    pub(crate) message: &'a [u8],
    /// r and s side by side.
    pub(crate) signature: &'a [u8],
    /// With what it was hashed, where that is said.
    pub(crate) hash: Option<Hash>,
    /// When, where that is said.
    pub(crate) at: Option<Timestamp>,
    /// The issuing state, as zones have it.
    pub(crate) state: &'a str,
    /// The document's code, as its zone has it.
    pub(crate) document: Option<&'a str>,
}

/// The certificate of a seal's signer: its subject is the signer's country and two letters, its number the reference.
pub(crate) fn of<'a>(trust: &'a TrustStore, signer: &str, reference: &str) -> Option<&'a Certificate> {
    let (country, letters) = signer.split_at_checked(2)?;
    trust.signers().iter().find(|certificate| {
        let names = [Some(letters), Some(signer)].map(|name| name.map(str::to_uppercase));
        certificate.subject.country().as_deref() == Some(country)
            && names.contains(&certificate.subject.common_name().map(|name| name.trim().to_uppercase()))
            && without_zeros(&HEXUPPER.encode(&certificate.serial)) == without_zeros(&reference.to_uppercase())
    })
}

fn without_zeros(number: &str) -> &str {
    number.trim_start_matches('0')
}

/// Checks chain and signature, in the standard's order; `None` where both hold.
pub(crate) fn judged(
    signed: &Signed<'_>,
    certificate: &Certificate,
    trust: Option<&TrustStore>,
    now: Timestamp,
) -> Option<Reason> {
    let Some(trust) = trust else { return Some(Reason::UntrustedCertificate) };
    let (issuer, revocation) = stands_behind(certificate, signed.at, Some(signed.state), trust, now);
    let Issuer::Trusted { expired, .. } = issuer else { return Some(Reason::UntrustedCertificate) };
    let allowed = &certificate.extensions.document_types;
    if let Some(document) = signed.document
        && !allowed.is_empty()
        && !allowed.iter().any(|code| code == document || code.as_bytes().get(..1) == document.as_bytes().get(..1))
    {
        return Some(Reason::InvalidDocumenttype);
    }
    if expired {
        return Some(Reason::ExpiredCertificate);
    }
    if matches!(revocation, Revocation::Revoked { .. }) {
        return Some(Reason::RevokedCertificate);
    }
    (!holds(signed, certificate)).then_some(Reason::InvalidSignature)
}

/// Whether the signature is one of the certificate's key. Where the hash is not said, it is the one of the key's length,
/// or SHA-256, which the standard recommends.
pub(crate) fn holds(signed: &Signed<'_>, certificate: &Certificate) -> bool {
    let Ok(key) = certificate.key() else { return false };
    let PublicKey::Curve(point) = key else { return false };
    let of_length = match point.curve().bits() {
        0..=224 => Hash::Sha224,
        225..=256 => Hash::Sha256,
        257..=384 => Hash::Sha384,
        _ => Hash::Sha512,
    };
    let hashes = signed.hash.map_or([of_length, Hash::Sha256], |hash| [hash, hash]);
    hashes.iter().any(|hash| key.verify(Algorithm::EcdsaPlain(*hash), signed.message, signed.signature).is_ok())
}

//! Headquarters' certificate authority: made at set-up, kept at headquarters, and known to posts by the fingerprint that
//! their enrolment code carries.

use crate::{
    identity::Identity,
    keys::{self, FOLDER, KeysError, read, write_private},
};
use jiff::{Span, Timestamp, tz::TimeZone};
use limen_domain::NodeId;
use limen_store::Home;
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, PKCS_ED25519, SubjectPublicKeyInfo, date_time_ymd,
};
use sha2::{Digest, Sha256};
use std::{fmt, path::Path};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};

/// For how many days a node's certificate is good. It is renewed over the link when half of them are left.
pub const NODE_DAYS: i32 = 2 * 365;
/// Certificates are good since long before they are made: a clock whose battery is empty should stop a post from nothing
/// but what needs the time.
const SINCE_YEAR: i32 = 2020;

/// The beginning of an Ed25519 key as certificates state it (RFC 8410 §4); the 32 bytes of the key follow.
const SPKI: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

/// Something about certificates that can't be done.
#[derive(Debug, thiserror::Error)]
pub enum AuthorityError {
    /// Keys can't be read or kept.
    #[error(transparent)]
    Keys(#[from] KeysError),
    /// A certificate can't be made.
    #[error("a certificate can't be made: {0}")]
    Certificate(#[from] rcgen::Error),
    /// The date is outside all calendars.
    #[error("a certificate can't be made: the clock is wrong")]
    Clock,
}

/// Headquarters' authority.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    certificate: CertificateDer<'static>,
}

impl fmt::Debug for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authority").finish_non_exhaustive()
    }
}

impl Authority {
    /// For how many years an authority itself is good.
    pub(crate) const YEARS: i32 = 30;

    /// Makes an authority of this name and keeps it in a data folder.
    ///
    /// # Errors
    /// No key or certificate can be made, or the folder can't be written.
    pub fn create<'a>(home: impl Into<Home<'a>>, name: &str, now: Timestamp) -> Result<Self, AuthorityError> {
        let home = home.into();
        let key = KeyPair::generate_for(&PKCS_ED25519)?;
        let mut params = params(name, now, Self::YEARS * 365)?;
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        let certificate = params.self_signed(&key)?;
        write_private(home, keys::AUTHORITY, key.serialized_der())?;
        write_private(home.plain(), keys::AUTHORITY_CERTIFICATE, certificate.der())?;
        Self::of(key, certificate.der().clone())
    }

    /// Reads the authority in a data folder.
    ///
    /// # Errors
    /// The files are missing, sealed with another key, or hold no key or certificate.
    pub fn load<'a>(home: impl Into<Home<'a>>) -> Result<Self, AuthorityError> {
        let home = home.into();
        let key = read(home, keys::AUTHORITY)?;
        let key = KeyPair::from_pkcs8_der_and_sign_algo(&PrivatePkcs8KeyDer::from(key), &PKCS_ED25519)?;
        Self::of(key, CertificateDer::from(read(home, keys::AUTHORITY_CERTIFICATE)?))
    }

    fn of(key: KeyPair, certificate: CertificateDer<'static>) -> Result<Self, AuthorityError> {
        Ok(Self { issuer: Issuer::from_ca_cert_der(&certificate, key)?, certificate })
    }

    /// The authority's own certificate.
    pub fn certificate(&self) -> &CertificateDer<'static> {
        &self.certificate
    }

    /// What its certificate is known by: SHA-256.
    pub fn fingerprint(&self) -> [u8; 32] {
        fingerprint(&self.certificate)
    }

    /// A certificate for a node with this key, and the authority's own.
    ///
    /// # Errors
    /// `now` is outside all calendars, or the certificate can't be signed.
    pub fn for_node(
        &self,
        node: &NodeId,
        public_key: &[u8; 32],
        now: Timestamp,
    ) -> Result<Vec<Vec<u8>>, AuthorityError> {
        let mut params = params(node.as_str(), now, NODE_DAYS)?;
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        self.issue(params, public_key)
    }

    /// A certificate for a server that is reached under these names or addresses, and the authority's own.
    ///
    /// # Errors
    /// A name is none that a certificate can bear, or the certificate can't be signed.
    pub fn for_server(
        &self,
        identity: &Identity,
        names: &[String],
        now: Timestamp,
    ) -> Result<Vec<Vec<u8>>, AuthorityError> {
        let mut params = params(names.first().map_or("limen", String::as_str), now, NODE_DAYS)?;
        params.subject_alt_names = CertificateParams::new(names.to_vec())?.subject_alt_names;
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        self.issue(params, &identity.public_key())
    }

    fn issue(&self, params: CertificateParams, public_key: &[u8; 32]) -> Result<Vec<Vec<u8>>, AuthorityError> {
        let key = SubjectPublicKeyInfo::from_der(&[&SPKI[..], &public_key[..]].concat())?;
        let certificate = params.signed_by(&key, &self.issuer)?;
        Ok(vec![certificate.der().to_vec(), self.certificate.to_vec()])
    }
}

/// What a certificate is known by: SHA-256.
pub fn fingerprint(certificate: &CertificateDer<'_>) -> [u8; 32] {
    Sha256::digest(certificate).into()
}

/// The Ed25519 key at the end of a key as certificates state it.
pub(crate) fn key_of(spki: &[u8]) -> Option<[u8; 32]> {
    spki.strip_prefix(&SPKI).and_then(|key| key.try_into().ok())
}

pub(crate) fn params(name: &str, now: Timestamp, days: i32) -> Result<CertificateParams, AuthorityError> {
    let until = now.to_zoned_datetime(TimeZone::UTC).date().checked_add(Span::new().days(days));
    let until = until.map_err(|_| AuthorityError::Clock)?;
    let number = |part: i8| u8::try_from(part).unwrap_or(1);
    let mut params = CertificateParams::default();
    params.not_before = date_time_ymd(SINCE_YEAR, 1, 1);
    params.not_after = date_time_ymd(i32::from(until.year()), number(until.month()), number(until.day()));
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    params.use_authority_key_identifier_extension = true;
    Ok(params)
}

/// Until when a certificate (X.509 in DER) is good; `None` where it is none.
pub fn good_until(certificate: &[u8]) -> Option<Timestamp> {
    let (_, certificate) = x509_parser::parse_x509_certificate(certificate).ok()?;
    Timestamp::from_second(certificate.validity().not_after.timestamp()).ok()
}

/// The certificates that a node holds: its own and the authority's.
#[derive(Debug, Clone)]
pub struct Certificates(Vec<Vec<u8>>);

impl Certificates {
    /// Takes certificates for a node's: its own, then the authority's.
    pub fn new(chain: Vec<Vec<u8>>) -> Option<Self> {
        (chain.len() == 2 && chain.iter().all(|certificate| good_until(certificate).is_some())).then_some(Self(chain))
    }

    /// Reads the certificates in a data folder.
    ///
    /// # Errors
    /// The files are missing, sealed with another key, or hold no key or certificate.
    pub fn load(folder: &Path) -> Result<Self, KeysError> {
        let chain: Result<Vec<_>, _> = [keys::NODE_CERTIFICATE, keys::AUTHORITY_CERTIFICATE]
            .iter()
            .map(|name| read(folder.into(), name))
            .collect();
        Self::new(chain?)
            .ok_or_else(|| KeysError::NoKey(folder.join(FOLDER).join(keys::NODE_CERTIFICATE).display().to_string()))
    }

    /// Keeps them in a data folder.
    ///
    /// # Errors
    /// The files can't be written.
    pub fn save(&self, folder: &Path) -> Result<(), KeysError> {
        [keys::NODE_CERTIFICATE, keys::AUTHORITY_CERTIFICATE]
            .iter()
            .zip(&self.0)
            .try_for_each(|(name, bytes)| write_private(folder.into(), name, bytes))
    }

    /// The certificates.
    pub fn chain(&self) -> &[Vec<u8>] {
        &self.0
    }

    /// Until when the node's own is good.
    pub fn until(&self) -> Option<Timestamp> {
        self.0.first().and_then(|certificate| good_until(certificate))
    }
}

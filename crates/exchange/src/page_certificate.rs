//! The certificate under which a node shows its pages to other machines.
//!
//! Each node has a small authority of its own for this: a counter's browser is told once to trust it, and each start of
//! the node makes a fresh certificate under it. Browsers take no Ed25519 here, so the keys are P-256.

use crate::{
    authority::{Authority, AuthorityError, NODE_DAYS, fingerprint, params},
    keys::{self, FOLDER, read, write_private},
    tls::{TlsError, pages},
};
use jiff::Timestamp;
use limen_store::Home;
use pem::{EncodeConfig, LineEnding, Pem};
use rcgen::{
    BasicConstraints, CertificateParams, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    PKCS_ECDSA_P256_SHA256,
};
use std::{fmt, sync::Arc};
use tokio_rustls::rustls::{
    ServerConfig,
    pki_types::{CertificateDer, PrivatePkcs8KeyDer},
};

/// A node's authority over the names of its pages.
pub struct PagesAuthority {
    issuer: Issuer<'static, KeyPair>,
    certificate: CertificateDer<'static>,
}

impl fmt::Debug for PagesAuthority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PagesAuthority").finish_non_exhaustive()
    }
}

impl PagesAuthority {
    /// Reads the authority of a data folder, or makes it where there is none yet, under the node's name.
    ///
    /// # Errors
    /// The files can't be read, opened or written, or no key can be made.
    pub fn of<'a>(home: impl Into<Home<'a>>, node: &str, now: Timestamp) -> Result<Self, AuthorityError> {
        let home = home.into();
        if !home.folder.join(FOLDER).join(keys::PAGES).exists() {
            let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
            let mut params = params(&format!("Limen {node}"), now, Authority::YEARS * 365)?;
            params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
            params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
            let certificate = params.self_signed(&key)?;
            write_private(home.plain(), keys::PAGES_CERTIFICATE, certificate.der())?;
            write_private(home, keys::PAGES, key.serialized_der())?;
        }
        let key = read(home, keys::PAGES)?;
        let key = KeyPair::from_pkcs8_der_and_sign_algo(&PrivatePkcs8KeyDer::from(key), &PKCS_ECDSA_P256_SHA256)?;
        let certificate = CertificateDer::from(read(home.plain(), keys::PAGES_CERTIFICATE)?);
        Ok(Self { issuer: Issuer::from_ca_cert_der(&certificate, key)?, certificate })
    }

    /// Its own certificate as browsers take it (PEM, RFC 7468).
    pub fn pem(&self) -> String {
        let certificate = Pem::new("CERTIFICATE", &*self.certificate);
        pem::encode_config(&certificate, EncodeConfig::new().set_line_ending(LineEnding::LF))
    }

    /// What its certificate is known by: SHA-256.
    pub fn fingerprint(&self) -> [u8; 32] {
        fingerprint(&self.certificate)
    }

    /// How pages are served under these names and addresses.
    ///
    /// # Errors
    /// A name is none that a certificate can bear, or the certificate can't be made.
    pub fn server(&self, names: &[String], now: Timestamp) -> Result<Arc<ServerConfig>, PagesError> {
        let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).map_err(AuthorityError::from)?;
        let mut params = params(names.first().map_or("limen", String::as_str), now, NODE_DAYS)?;
        params.subject_alt_names =
            CertificateParams::new(names.to_vec()).map_err(AuthorityError::from)?.subject_alt_names;
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        let certificate = params.signed_by(&key, &self.issuer).map_err(AuthorityError::from)?;
        let chain = vec![certificate.der().clone(), self.certificate.clone()];
        Ok(pages(chain, PrivatePkcs8KeyDer::from(key.serialized_der().to_vec()).into())?)
    }
}

/// Pages that can't be served to other machines.
#[derive(Debug, thiserror::Error)]
pub enum PagesError {
    /// There is no certificate.
    #[error(transparent)]
    Authority(#[from] AuthorityError),
    /// It can't be used.
    #[error(transparent)]
    Tls(#[from] TlsError),
}

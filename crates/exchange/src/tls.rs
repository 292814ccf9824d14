//! TLS 1.3 (RFC 8446) between nodes, on certificates of headquarters' authority alone.

use crate::{
    authority::{fingerprint, key_of},
    enrolment::Code,
    identity::Identity,
};
use std::sync::Arc;
use tokio_rustls::rustls::{
    self, ClientConfig, DigitallySignedStruct, DistinguishedName, RootCertStore, ServerConfig, ServerConnection,
    SignatureScheme,
    client::{
        WebPkiServerVerifier,
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    },
    crypto::{CryptoProvider, ring},
    pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, ServerName, UnixTime},
    server::{ParsedCertificate, WebPkiClientVerifier},
};

/// Keys or certificates that TLS can't use.
#[derive(Debug, thiserror::Error)]
#[error("the certificates of this node can't be used: {0}")]
pub struct TlsError(String);

impl From<rustls::Error> for TlsError {
    fn from(error: rustls::Error) -> Self {
        Self(error.to_string())
    }
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

fn chain(certificates: &[Vec<u8>]) -> Vec<CertificateDer<'static>> {
    certificates.iter().cloned().map(CertificateDer::from).collect()
}

fn key(identity: &Identity) -> PrivateKeyDer<'static> {
    PrivateKeyDer::from(PrivatePkcs8KeyDer::from(identity.pkcs8().to_vec()))
}

fn roots(authority: &CertificateDer<'static>) -> Result<Arc<RootCertStore>, TlsError> {
    let mut roots = RootCertStore::empty();
    roots.add(authority.clone())?;
    Ok(Arc::new(roots))
}

/// The TLS configuration of a server that holds these certificates. A client certificate, if one is shown, must be of
/// this authority.
///
/// # Errors
/// The certificates or the key are none that TLS takes.
pub fn server(
    identity: &Identity,
    certificates: &[Vec<u8>],
    authority: &CertificateDer<'static>,
) -> Result<Arc<ServerConfig>, TlsError> {
    let clients = WebPkiClientVerifier::builder_with_provider(roots(authority)?, provider()).allow_unauthenticated();
    let clients = clients.build().map_err(|error| TlsError(error.to_string()))?;
    let config = ServerConfig::builder_with_provider(provider())
        .with_protocol_versions(&[&rustls::version::TLS13])?
        .with_client_cert_verifier(clients)
        .with_single_cert(chain(certificates), key(identity))?;
    Ok(Arc::new(config))
}

/// How pages are served under these certificates; browsers show none.
pub(crate) fn pages(
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
) -> Result<Arc<ServerConfig>, TlsError> {
    let config = ServerConfig::builder_with_provider(provider())
        .with_protocol_versions(&[&rustls::version::TLS13])?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    Ok(Arc::new(config))
}

/// How a node that holds these certificates speaks to headquarters.
///
/// # Errors
/// The certificates or the key are none that TLS takes.
pub fn client(identity: &Identity, certificates: &[Vec<u8>]) -> Result<Arc<ClientConfig>, TlsError> {
    let chain = chain(certificates);
    let authority = chain.last().cloned().ok_or_else(|| TlsError("there is none".into()))?;
    let config = ClientConfig::builder_with_provider(provider())
        .with_protocol_versions(&[&rustls::version::TLS13])?
        .with_root_certificates(roots(&authority)?)
        .with_client_auth_cert(chain, key(identity))?;
    Ok(Arc::new(config))
}

/// How a machine that has only a code speaks to headquarters: the code names the authority.
///
/// # Errors
/// This build has no TLS 1.3.
pub fn stranger(code: &Code) -> Result<Arc<ClientConfig>, TlsError> {
    of_authority(Authorised::Code(code.clone()))
}

/// How a headquarters speaks to that of a neighbouring state: its card names the authority, by the SHA-256 of its
/// certificate. What is said is signed besides.
///
/// # Errors
/// This build has no TLS 1.3.
pub fn neighbour(authority: [u8; 32]) -> Result<Arc<ClientConfig>, TlsError> {
    of_authority(Authorised::Fingerprint(authority))
}

fn of_authority(authorised: Authorised) -> Result<Arc<ClientConfig>, TlsError> {
    let config = ClientConfig::builder_with_provider(provider())
        .with_protocol_versions(&[&rustls::version::TLS13])?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(OfAuthority { authorised, provider: provider() }))
        .with_no_client_auth();
    Ok(Arc::new(config))
}

/// By what an authority is known.
#[derive(Debug)]
enum Authorised {
    /// A code of enrolment.
    Code(Code),
    /// The SHA-256 of its certificate.
    Fingerprint([u8; 32]),
}

/// Takes a server for headquarters whose certificate is of a known authority.
#[derive(Debug)]
struct OfAuthority {
    authorised: Authorised,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for OfAuthority {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let is_theirs = |certificate: &&CertificateDer<'_>| match &self.authorised {
            Authorised::Code(code) => code.names(&fingerprint(certificate)),
            Authorised::Fingerprint(known) => fingerprint(certificate) == *known,
        };
        let what = match &self.authorised {
            Authorised::Code(_) => "code",
            Authorised::Fingerprint(_) => "card",
        };
        let authority = intermediates
            .iter()
            .find(is_theirs)
            .ok_or_else(|| rustls::Error::General(format!("the {what} is not of the headquarters at this address")))?;
        let roots =
            roots(&authority.clone().into_owned()).map_err(|error| rustls::Error::General(error.to_string()))?;
        let verifier = WebPkiServerVerifier::builder_with_provider(roots, self.provider.clone()).build();
        let verifier = verifier.map_err(|error| rustls::Error::General(error.to_string()))?;
        verifier.verify_server_cert(end_entity, &[], server_name, ocsp_response, now)
    }

    fn verify_tls12_signature(
        &self,
        _message: &[u8],
        _certificate: &CertificateDer<'_>,
        _signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Err(rustls::Error::General("TLS 1.2 is not spoken here".into()))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, certificate, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }

    fn root_hint_subjects(&self) -> Option<&[DistinguishedName]> {
        None
    }
}

/// Who is at the other end of a connection: the key of their certificate, if they showed one.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub Option<[u8; 32]>);

impl Peer {
    /// The other end of a connection on which keys were agreed on.
    pub fn of(connection: &ServerConnection) -> Self {
        let certificate = connection.peer_certificates().and_then(|chain| chain.first());
        let parsed = certificate.and_then(|certificate| ParsedCertificate::try_from(certificate).ok());
        Self(parsed.and_then(|parsed| key_of(&parsed.subject_public_key_info())))
    }
}

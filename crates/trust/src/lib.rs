//! Whether a travel document's chip says the truth: passive authentication of Doc 9303, parts 10 to 12.
//!
//! [`verify`] holds a chip's [`Files`] against a [`TrustStore`] and gives five verdicts, as BSI TR-03135 has them. The
//! store takes in what [`import`] reads: CSCA certificates, master lists, lists of revoked certificates.
//!
//! Nothing here asks a clock, a network or a disk: the time and the bytes are given. Signatures are checked over the bytes
//! as they stand, and every length and count has a limit.

pub mod asn1;
pub mod curve;
pub mod import;
pub mod lds;
pub mod rsa;

mod algorithm;
mod certificate;
mod crl;
mod declarations;
mod deviation;
mod files;
mod hash;
mod key;
mod master_list;
#[cfg(feature = "mint")]
pub mod mint;
mod name;
mod oid;
mod signed_data;
mod sod;
mod state;
mod store;
mod verdict;
mod verify;

pub use algorithm::{Algorithm, AlgorithmError};
pub use certificate::{Certificate, CertificateError, Extensions, NotIssued};
pub use crl::RevocationList;
pub use deviation::{Declared, DeviationKind, DeviationList};
pub use files::{FileName, Files, FilesError, Group, MOST_OCTETS as MOST_FILE_OCTETS};
pub use hash::Hash;
pub use key::{KeyError, PublicKey, Unsigned, curve as curve_of};
pub use master_list::{MasterList, MasterListError};
pub use name::Name;
pub use signed_data::{SignedData, Unproven};
pub use sod::{SecurityObject, SecurityObjectError};
pub use state::signs_for;
pub use store::{Anchor, Imported, NoIssuer, NotTrusted, OwnAuthority, Source, TrustStore};
pub use verdict::{Genuineness, Integrity, Issuer, Outcome, Proof, Revocation, Signer, Verdict};
pub use verify::{Note, Report, stands_behind, verify};

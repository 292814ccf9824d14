//! A release: a program signed by the builder of Limen for a service.
//!
//! The signature is minisign's (Ed25519); its trusted comment, signed too, says which program it is: `limen VERSION MACHINE`,
//! such as `limen 0.2.0 x86_64-linux`, or `limen-analyst VERSION MACHINE`.

use minisign_verify::{PublicKey, Signature};
use semver::Version;

/// A program that is released.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Program {
    /// Limen itself.
    Limen,
    /// What answers questions in SQL and draws, beside it.
    Analyst,
}

impl Program {
    /// The name of its file, by which it is signed too.
    pub fn name(self) -> &'static str {
        match self {
            Self::Limen => "limen",
            Self::Analyst => "limen-analyst",
        }
    }
}

/// What a signed program is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// Which program.
    pub program: Program,
    /// Its version.
    pub version: Version,
    /// The machine that it is for.
    pub machine: String,
}

/// Why a program is not taken for a release.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReleaseError {
    /// What should be the key is none.
    #[error("it is no public key of minisign")]
    Key,
    /// What should be the signature is none.
    #[error("it is no signature")]
    Signature,
    /// The key's owner did not sign this.
    #[error("it was not signed by the owner of the key, or was changed since")]
    NotSigned,
    /// What was signed says of itself that it is something else.
    #[error("what was signed says of itself \u{201c}{0}\u{201d}: no release of Limen")]
    Another(String),
    /// What it says to be its version is none.
    #[error("its version {0:?} is none: {1}")]
    NoVersion(String, String),
}

/// Holds a signed program against its signature and a key, as `minisign -G` writes it, or the line that it prints. Nothing of the
/// program is run.
///
/// # Errors
///
/// If it is no release, or was not signed with that key.
pub fn read(key: &str, signature: &str, signed: &[u8]) -> Result<Release, ReleaseError> {
    let owner =
        PublicKey::decode(key).or_else(|_| PublicKey::from_base64(key.trim())).map_err(|_| ReleaseError::Key)?;
    let signature = Signature::decode(signature).map_err(|_| ReleaseError::Signature)?;
    owner.verify(signed, &signature, false).map_err(|_| ReleaseError::NotSigned)?;
    let comment = signature.trusted_comment();
    let mut words = comment.split(' ');
    let program = match words.next() {
        Some("limen") => Some(Program::Limen),
        Some("limen-analyst") => Some(Program::Analyst),
        _ => None,
    };
    let (Some(program), Some(version), Some(machine), None) = (program, words.next(), words.next(), words.next())
    else {
        return Err(ReleaseError::Another(comment.to_owned()));
    };
    let none = |error: semver::Error| ReleaseError::NoVersion(version.to_owned(), error.to_string());
    let version = Version::parse(version).map_err(none)?;
    Ok(Release { program, version, machine: machine.to_owned() })
}

/// For the fuzzer and the tests of its corpus: a key in the first line, a signature in the next four, and then the program.
#[doc(hidden)]
pub fn fuzzed(bytes: &[u8]) -> Result<Release, ReleaseError> {
    let mut ends = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
    let end_of_key = ends.next().unwrap_or(bytes.len());
    let end_of_signature = ends.nth(3).unwrap_or(bytes.len());
    let text = |part: &[u8]| String::from_utf8_lossy(part).into_owned();
    let (key, signature) = (text(&bytes[..end_of_key]), text(&bytes[end_of_key..end_of_signature]));
    read(&key, &signature, &bytes[end_of_signature..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use minisign::KeyPair;
    use proptest::prelude::*;
    use std::{fs, io::Cursor, path::Path};

    /// A program as the fuzzer has it.
    fn signed(comment: &str, program: &[u8]) -> Vec<u8> {
        let maker = KeyPair::generate_unencrypted_keypair().expect("keys");
        let signature = minisign::sign(Some(&maker.pk), &maker.sk, Cursor::new(program), Some(comment), None);
        let signature = signature.expect("signed").into_string();
        let key = maker.pk.to_base64();
        [key.as_bytes(), b"\n", signature.trim_end().as_bytes(), b"\n", program].concat()
    }

    /// `LIMEN_CORPUS=1` writes the corpus anew.
    #[test]
    fn of_the_fuzzers_corpus_only_what_was_signed_as_a_release_is_one() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/release");
        if std::env::var_os("LIMEN_CORPUS").is_some() {
            let sound = signed("limen 0.2.0 x86_64-linux", b"a program");
            let mut changed = sound.clone();
            *changed.last_mut().expect("bytes") ^= 1;
            fs::create_dir_all(&folder).expect("a folder");
            for (name, bytes) in [
                ("another-comment", signed("tool 0.2.0 x86_64-linux", b"a program")),
                ("no-version", signed("limen 2 x86_64-linux", b"a program")),
                ("four-words", signed("limen 0.2.0 x86_64-linux more", b"a program")),
                ("cut", sound[..sound.len() / 2].to_vec()),
                ("key-only", sound[..57].to_vec()),
                ("changed", changed),
                ("sound", sound),
            ] {
                fs::write(folder.join(name), bytes).expect("written");
            }
        }
        let mut releases = 0;
        for file in fs::read_dir(folder).expect("the corpus") {
            let file = file.expect("a file").path();
            let read = fuzzed(&fs::read(&file).expect("bytes"));
            assert_eq!(read.is_ok(), file.ends_with("sound"), "{}: {read:?}", file.display());
            releases += usize::from(read.is_ok());
        }
        assert_eq!(releases, 1);
    }

    proptest! {
        #[test]
        fn a_release_of_which_anything_was_changed_is_none(
            at in any::<prop::sample::Index>(),
            byte in 1..=255_u8,
            cut in any::<bool>(),
        ) {
            let sound = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/release/sound"));
            let mut bytes = sound.expect("bytes");
            let release = fuzzed(&bytes).expect("a release");
            let at = at.index(bytes.len());
            if cut {
                bytes.truncate(at);
            } else {
                bytes[at] ^= byte;
            }
            // The comment that nobody signed, and ends of lines, may be others.
            if let Ok(read) = fuzzed(&bytes) {
                prop_assert_eq!(read, release);
            }
        }
    }
}

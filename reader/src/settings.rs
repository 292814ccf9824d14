//! What this program is told: which readers hang here (`reader.toml`, by an administrator's hand), and at which node's counter
//! they stand (`counter.toml`, by `limen-reader enrol`, for its user's eyes alone).

use crate::makes::{Make, MakesError, WrittenMake, all};
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    fs::{self, OpenOptions},
    io::{self, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};
use thiserror::Error;

/// The readers of this machine.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Page readers on serial ports.
    pub serial: Vec<SerialReader>,
    /// Which readers of chips; `None` for none at all.
    pub chips: Option<ChipReaders>,
}

/// A page reader on a serial port.
#[derive(Debug, Clone)]
pub struct SerialReader {
    /// What it is called at the counter.
    pub name: String,
    /// Where it hangs, such as `/dev/ttyACM0`.
    pub port: PathBuf,
    /// How it speaks.
    pub make: Make,
}

/// Readers of chips.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ChipReaders {
    /// A part of the name that PC/SC knows them by; all readers where it is empty.
    pub named: String,
    /// Whether they pass on extended length.
    pub extended: bool,
}

/// Where this program belongs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counter {
    /// The node's address: `https://name:port`, or `http://127.0.0.1:port` on its own machine.
    pub address: String,
    /// What this program is known by there.
    pub token: String,
    /// The certificate of the node's authority, PEM; nothing on its own machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority: Option<String>,
}

/// What is wrong with the settings.
#[derive(Debug, Error)]
pub enum SettingsError {
    /// A file can't be read or written.
    #[error("{path}: {error}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// A file is not what it should be.
    #[error("{path}: {error}")]
    Malformed {
        /// Which.
        path: PathBuf,
        /// Why.
        error: toml::de::Error,
    },
    /// A make is none.
    #[error(transparent)]
    Makes(#[from] MakesError),
    /// A make is not known.
    #[error("the make {0:?} is not known; add it to reader.toml as [makes.{0}], or take one of: {1}")]
    UnknownMake(String, String),
    /// It was let in nowhere yet.
    #[error(
        "this program belongs to no counter yet; an administrator makes a code on the page Devices: limen-reader enrol URL CODE"
    )]
    NotEnrolled,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    serial: Vec<WrittenSerial>,
    chips: Option<ChipReaders>,
    #[serde(default)]
    makes: BTreeMap<String, WrittenMake>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenSerial {
    port: PathBuf,
    make: String,
    name: Option<String>,
}

impl Settings {
    /// Reads `reader.toml` of a folder. Without one, chips are read on all readers, and no serial port is opened.
    ///
    /// # Errors
    /// [`SettingsError`] says what is wrong.
    pub fn read(folder: &Path) -> Result<Self, SettingsError> {
        let path = folder.join("reader.toml");
        match fs::read_to_string(&path) {
            Ok(text) => Self::parse(&text, path),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Ok(Self { serial: Vec::new(), chips: Some(ChipReaders::default()) })
            }
            Err(error) => Err(SettingsError::File { path, error }),
        }
    }

    fn parse(text: &str, path: PathBuf) -> Result<Self, SettingsError> {
        let written: Written = toml::from_str(text).map_err(|error| SettingsError::Malformed { path, error })?;
        let makes = all(&written.makes)?;
        let serial = written.serial.into_iter().map(|reader| match makes.get(&reader.make) {
            Some(make) => Ok(SerialReader {
                name: reader.name.unwrap_or_else(|| reader.make.clone()),
                port: reader.port,
                make: make.clone(),
            }),
            None => {
                let known = makes.keys().cloned().collect::<Vec<_>>().join(", ");
                Err(SettingsError::UnknownMake(reader.make, known))
            }
        });
        Ok(Self { serial: serial.collect::<Result<_, _>>()?, chips: written.chips })
    }
}

impl Counter {
    /// Where this program belongs, as its folder says.
    ///
    /// # Errors
    /// It was not let in anywhere yet, or the file can't be read.
    pub fn read(folder: &Path) -> Result<Self, SettingsError> {
        let path = folder.join("counter.toml");
        let text = fs::read_to_string(&path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => SettingsError::NotEnrolled,
            _ => SettingsError::File { path: path.clone(), error },
        })?;
        toml::from_str(&text).map_err(|error| SettingsError::Malformed { path, error })
    }

    /// Keeps it, for its user's eyes alone.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn keep(&self, folder: &Path) -> Result<(), SettingsError> {
        let (path, new) = (folder.join("counter.toml"), folder.join("counter.toml.new"));
        // Each value stands in one line: a TOML string has the escapes of JSON.
        let line = |name: &str, value: &str| format!("{name} = {}\n", serde_json::Value::from(value));
        let mut text = line("address", &self.address) + &line("token", &self.token);
        if let Some(authority) = &self.authority {
            text += &line("authority", authority);
        }
        let written = fs::create_dir_all(folder).and_then(|()| {
            let _ = fs::remove_file(&new);
            let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&new)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            fs::rename(&new, &path)
        });
        written.map_err(|error| SettingsError::File { path, error })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn readers_are_named_by_their_makes_and_an_unknown_make_is_said() {
        let text =
            "[[serial]]\nport = \"/dev/ttyACM0\"\nmake = \"desko\"\n[chips]\nnamed = \"uTrust\"\nextended = true\n";
        let settings = Settings::parse(text, PathBuf::new()).expect("settings");
        assert_eq!(settings.serial[0].name, "desko");
        assert!(settings.chips.expect("chips").extended);
        let unknown = text.replace("desko", "other");
        let error = Settings::parse(&unknown, PathBuf::new()).expect_err("no make").to_string();
        assert!(error.contains("other") && error.contains("elyctis"), "{error}");
    }

    #[test]
    fn where_it_belongs_is_kept_for_its_user_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(matches!(Counter::read(folder.path()), Err(SettingsError::NotEnrolled)));
        let authority = Some("-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n".to_owned());
        let counter = Counter { address: "https://node:8444".into(), token: "abc".into(), authority };
        counter.keep(folder.path()).expect("kept");
        assert_eq!(Counter::read(folder.path()).expect("read"), counter);
        let mode = fs::metadata(folder.path().join("counter.toml")).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

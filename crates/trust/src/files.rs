//! A chip's files as they are saved: EF.SOD, EF.COM and data groups, by the names people give them.

use std::collections::BTreeMap;
use std::fmt;
use thiserror::Error;

/// The longest file of a chip, in octets: its lengths have at most three octets, and no chip has a megabyte.
pub const MOST_OCTETS: usize = 1024 * 1024;

/// A file of the application (Doc 9303-10 §3.9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FileName {
    /// EF.COM: which data groups there are. Nobody signs it.
    Common,
    /// EF.SOD: the security object.
    SecurityObject,
    /// A data group, by its number.
    Group(Group),
}

/// The number of a data group, 1 to 16.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Group(u8);

impl Group {
    /// The zone.
    pub const ZONE: Group = Group(1);
    /// The face.
    pub const FACE: Group = Group(2);
    /// Keys of the chip, for its authentication.
    pub const SECURITY: Group = Group(14);
    /// The key of the chip for active authentication.
    pub const ACTIVE_AUTHENTICATION: Group = Group(15);

    /// The data group of a number, if there is one.
    pub const fn new(number: u8) -> Option<Self> {
        if number >= 1 && number <= 16 { Some(Self(number)) } else { None }
    }

    /// Its number.
    pub const fn number(self) -> u8 {
        self.0
    }

    /// The tag that its file begins with (Doc 9303-10 §4.7).
    pub const fn tag(self) -> u32 {
        const TAGS: [u32; 16] =
            [0x61, 0x75, 0x63, 0x76, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6A, 0x6B, 0x6C, 0x6D, 0x6E, 0x6F, 0x70];
        TAGS[self.0 as usize - 1]
    }
}

impl FileName {
    /// The file that a name stands for: `EF.SOD`, `EF.COM`, `DG1`, in any case, with or without `.bin`, and as readers
    /// write them (`EF_SOD.bin`, `Datagroup1.bin`, `EF.DG1`, `ef011D.bin`). `None` for any other name.
    pub fn of(name: &str) -> Option<Self> {
        let name = name.trim().to_ascii_uppercase();
        let name = name.strip_suffix(".BIN").unwrap_or(&name);
        let name = name.strip_prefix("EF").map_or(name, |rest| rest.trim_start_matches(['.', '_', '-', ' ']));
        match name {
            "SOD" | "011D" => return Some(FileName::SecurityObject),
            "COM" | "011E" => return Some(FileName::Common),
            _ => {}
        }
        let number = if let Some(number) = name.strip_prefix("DATAGROUP").or_else(|| name.strip_prefix("DG")) {
            number.trim_start_matches(['_', '-', ' ']).parse::<u8>().ok()?
        } else if name.len() == 4 && name.starts_with("01") {
            u8::from_str_radix(&name[2..], 16).ok()?
        } else {
            return None;
        };
        Group::new(number).map(FileName::Group)
    }

    /// Its identifier on the chip.
    pub fn identifier(self) -> u16 {
        match self {
            FileName::Common => 0x011E,
            FileName::SecurityObject => 0x011D,
            FileName::Group(group) => 0x0100 | u16::from(group.0),
        }
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FileName::Common => f.write_str("EF.COM"),
            FileName::SecurityObject => f.write_str("EF.SOD"),
            FileName::Group(group) => write!(f, "DG{}", group.0),
        }
    }
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DG{}", self.0)
    }
}

/// The files of one chip.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files {
    files: BTreeMap<FileName, Vec<u8>>,
}

/// Why files are not those of one chip.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FilesError {
    /// Two have the same meaning.
    #[error("{0} is there twice; leave only the file that was read from the chip")]
    Twice(FileName),
    /// One is too long.
    #[error("{0} has more than 1 MB, more than any chip holds")]
    TooLong(FileName),
}

impl Files {
    /// Takes a file in.
    ///
    /// # Errors
    /// It is there already, or too long.
    pub fn add(&mut self, name: FileName, bytes: Vec<u8>) -> Result<(), FilesError> {
        if bytes.len() > MOST_OCTETS {
            return Err(FilesError::TooLong(name));
        }
        if self.files.contains_key(&name) {
            return Err(FilesError::Twice(name));
        }
        self.files.insert(name, bytes);
        Ok(())
    }

    /// The files of named bytes, and the names that stand for no file of a chip.
    ///
    /// # Errors
    /// Two names stand for the same file, or one is too long.
    pub fn gather(named: impl IntoIterator<Item = (String, Vec<u8>)>) -> Result<(Self, Vec<String>), FilesError> {
        let (mut files, mut others) = (Self::default(), Vec::new());
        for (name, bytes) in named {
            match FileName::of(&name) {
                Some(file) => files.add(file, bytes)?,
                None => others.push(name),
            }
        }
        Ok((files, others))
    }

    /// A file's bytes.
    pub fn get(&self, name: FileName) -> Option<&[u8]> {
        self.files.get(&name).map(Vec::as_slice)
    }

    /// A data group's bytes.
    pub fn group(&self, group: Group) -> Option<&[u8]> {
        self.get(FileName::Group(group))
    }

    /// The data groups that are there.
    pub fn groups(&self) -> impl Iterator<Item = (Group, &[u8])> {
        self.files.iter().filter_map(|(name, bytes)| match name {
            FileName::Group(group) => Some((*group, bytes.as_slice())),
            _ => None,
        })
    }

    /// All files.
    pub fn iter(&self) -> impl Iterator<Item = (FileName, &[u8])> {
        self.files.iter().map(|(name, bytes)| (*name, bytes.as_slice()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_the_names_people_give_them() {
        for name in ["EF.SOD", "ef.sod.bin", "EF_SOD.bin", "SOD", "sod.BIN", "ef011D.bin"] {
            assert_eq!(FileName::of(name), Some(FileName::SecurityObject), "{name}");
        }
        for name in ["DG1", "dg1.bin", "EF.DG1", "Datagroup1.bin", "ef0101.bin", "0101", "DG01"] {
            assert_eq!(FileName::of(name), Some(FileName::Group(Group::ZONE)), "{name}");
        }
        assert_eq!(FileName::of("EF.COM"), Some(FileName::Common));
        for name in ["DG0", "DG17", "DG", "", "EF.", "notes.txt", "DG1.jpg", "0100", "é", "01éé"] {
            assert_eq!(FileName::of(name), None, "{name}");
        }
    }

    #[test]
    fn two_files_of_one_meaning_are_not_taken() {
        let named = [("DG1", vec![1]), ("dg1.bin", vec![2])].map(|(name, bytes)| (name.to_owned(), bytes));
        assert_eq!(Files::gather(named), Err(FilesError::Twice(FileName::Group(Group::ZONE))));
    }
}

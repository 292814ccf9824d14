//! Settings that came in a backup: what would open this machine to others, lead to another database, or start a program, is
//! not taken over before somebody has looked at it.

use crate::folder::settings::{FILE, Settings};
use serde::Deserialize;
use std::{collections::BTreeMap, fs, io, net::SocketAddr, ops::Range, path::Path};
use toml::{Spanned, Value};

/// The name that settings get which can't be read at all.
pub(crate) const UNREADABLE: &str = "limen.toml.set-aside";

/// A file of settings, with the place of each value.
#[derive(Deserialize)]
struct Placed(BTreeMap<String, BTreeMap<String, Spanned<Value>>>);

/// Makes of the settings in a folder that was just unpacked what may hold here. Says in sentences what does not.
pub(crate) fn set_aside(folder: &Path) -> io::Result<Vec<String>> {
    let file = folder.join(FILE);
    if !file.exists() {
        return Ok(Vec::new());
    }
    let text = fs::read_to_string(&file)?;
    match without_doors(&text) {
        Some((_, doors)) if doors.is_empty() => Ok(Vec::new()),
        Some((safe, doors)) => {
            fs::write(&file, safe)?;
            let say = |door| format!("Set aside in {FILE}: {door}. Remove the # before it to use it on this machine.");
            Ok(doors.into_iter().map(say).collect())
        }
        None => {
            fs::rename(&file, folder.join(UNREADABLE))?;
            Ok(vec![format!(
                "Its settings can't be read by this Limen; they were moved to {UNREADABLE}, and none is in use."
            )])
        }
    }
}

/// The settings with each line that opens a door turned into a comment, and these lines; `None` where they can't be read.
fn without_doors(text: &str) -> Option<(String, Vec<String>)> {
    if doors(&toml::from_str(text).ok()?).is_empty() {
        return Some((text.to_owned(), Vec::new()));
    }
    let Placed(sections) = toml::from_str(text).ok()?;
    let mut lines: Vec<Range<usize>> = Vec::new();
    for (section, key) in doors(&toml::from_str(text).ok()?) {
        lines.push(lines_of(text, sections.get(section)?.get(key)?.span()));
    }
    lines.sort_by_key(|lines| lines.start);
    let (mut safe, mut named, mut at) = (String::new(), Vec::new(), 0);
    for lines in lines {
        safe.push_str(text.get(at..lines.start)?);
        let door = text.get(lines.clone())?;
        safe.extend(door.split_inclusive('\n').map(|line| format!("#{line}")));
        named.push(door.trim().to_owned());
        at = lines.end;
    }
    safe.push_str(text.get(at..)?);
    // However the file was written, none of them holds.
    doors(&toml::from_str(&safe).ok()?).is_empty().then_some((safe, named))
}

/// Which settings let others than this machine in, lead out of it, or name a program that is started.
fn doors(settings: &Settings) -> Vec<(&'static str, &'static str)> {
    let is_open = |address: Option<SocketAddr>| address.is_some_and(|address| !address.ip().is_loopback());
    let all = [
        (is_open(settings.metrics.address), ("metrics", "address")),
        (is_open(settings.pages.devices), ("pages", "devices")),
        (is_open(Some(settings.pages.address)), ("pages", "address")),
        (settings.database.postgres.is_some(), ("database", "postgres")),
        (settings.pages.scanimage.is_some(), ("pages", "scanimage")),
    ];
    all.into_iter().filter(|(is_open, _)| *is_open).map(|(_, place)| place).collect()
}

/// The whole lines on which a value stands.
fn lines_of(text: &str, value: Range<usize>) -> Range<usize> {
    let start = text[..value.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[value.end..].find('\n').map_or(text.len(), |at| value.end + at + 1);
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_door_is_a_comment_afterwards_however_it_was_written() {
        for text in [
            "[metrics]\naddress = \"0.0.0.0:9464\" # for all\n[link]\nevery_seconds = 7\n",
            "[link]\nevery_seconds = 7\n[metrics]\naddress = '''\n0.0.0.0:9464'''",
            "metrics.address = \"[::]:9464\"\nlink.every_seconds = 7",
            "metrics = { address = \"192.0.2.1:9464\" }\nlink = { every_seconds = 7 }\n",
        ] {
            let (safe, doors) = without_doors(text).unwrap_or_else(|| panic!("{text}"));
            let read: Settings = toml::from_str(&safe).expect("settings");
            assert!(read.metrics.address.is_none() && doors.len() == 1, "{safe}");
            assert_eq!(read.link.every_seconds, 7);
            assert!(safe.contains(":9464"), "it can be taken back: {safe}");
        }
    }

    #[test]
    fn a_backup_starts_no_program_of_its_own() {
        let text = "[pages]\nscanimage = \"/media/stick/scanimage\"\nscanner = \"/srv/limen/scanner\"\n";
        let (safe, doors) = without_doors(text).expect("settings");
        let read: Settings = toml::from_str(&safe).expect("settings");
        assert!(read.pages.scanimage.is_none() && read.pages.scanner.is_some(), "{safe}");
        assert_eq!(doors, ["scanimage = \"/media/stick/scanimage\""]);
    }

    #[test]
    fn what_opens_nothing_stays_as_it_is() {
        let text = "[metrics]\naddress = \"127.0.0.1:9464\"\n[exchange]\nnames = [\"hq\"]\n";
        assert_eq!(without_doors(text), Some((text.to_owned(), Vec::new())));
        assert_eq!(without_doors("[of_tomorrow]\nnew = 1"), None);
    }
}

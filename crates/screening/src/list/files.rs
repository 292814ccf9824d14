//! The files of a list: one, several that belong together, or an archive of them.

use super::{Format, ListError};
use std::io::{self, BufRead, Cursor, Read};

/// Maximum bytes of an archive, and of what it unpacks to.
const MOST_BYTES: u64 = 128 * 1024 * 1024;
const MOST_UNPACKED_BYTES: u64 = 1024 * 1024 * 1024;
/// Maximum number of files of an archive.
const MOST_FILES: usize = 50;
/// How many bytes of a file show what it is.
const LOOKED_AT_BYTES: usize = 4_096;

/// A file of a list.
pub type ListFile<'a> = Box<dyn BufRead + Send + 'a>;

/// Each file with the format that it looks like, archives unpacked.
pub(super) fn opened<'a>(
    files: Vec<ListFile<'a>>,
    format: Option<Format>,
) -> Result<Vec<(Format, ListFile<'a>)>, ListError> {
    let mut opened: Vec<(Format, ListFile<'a>)> = Vec::new();
    for mut file in files {
        let beginning = peeked(&mut file)?;
        refuse_others(&beginning)?;
        if beginning.starts_with(b"PK\x03\x04") {
            let mut bytes = Vec::new();
            file.by_ref().take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
            if bytes.len() as u64 > MOST_BYTES {
                return Err(ListError::TooLong);
            }
            for bytes in unpacked(bytes)? {
                let detected = Format::detect(&bytes);
                opened.push((detected, Box::new(Cursor::new(bytes))));
            }
        } else {
            let detected = Format::detect(&beginning);
            opened.push((if detected.is_companion() { detected } else { format.unwrap_or(detected) }, file));
        }
    }
    Ok(opened)
}

/// Refuses by name what is often saved or exported instead of a list.
fn refuse_others(beginning: &[u8]) -> Result<(), ListError> {
    let text = String::from_utf8_lossy(beginning).to_lowercase();
    if text.contains("<!doctype html") || text.contains("<html") {
        return Err(ListError::Other("list", "it is a web page; save the file that the page offers"));
    }
    if text.trim_start().starts_with('{') && text.contains("\"data_source\"") && text.contains("\"features\"") {
        return Err(ListError::Other(
            "list of FollowTheMoney entities",
            "it is Senzing's JSON; export the entities instead",
        ));
    }
    if text.starts_with("%pdf") {
        return Err(ListError::Other("list", "it is a PDF; ask for the list as a table or as XML"));
    }
    Ok(())
}

/// The beginning of a file, which stays to be read.
fn peeked(file: &mut ListFile<'_>) -> Result<Vec<u8>, ListError> {
    let buffer = file.fill_buf()?;
    Ok(buffer[..buffer.len().min(LOOKED_AT_BYTES)].to_vec())
}

/// The files of an archive; a workbook, which is an archive too, as itself.
fn unpacked(bytes: Vec<u8>) -> Result<Vec<Vec<u8>>, ListError> {
    let broken = |_| ListError::Other("archive", "it is damaged");
    let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).map_err(broken)?;
    if archive.index_for_name("[Content_Types].xml").is_some() {
        return Ok(vec![bytes]);
    }
    let (mut files, mut left) = (Vec::new(), MOST_UNPACKED_BYTES);
    for at in 0..archive.len().min(MOST_FILES) {
        let file = archive.by_index(at).map_err(broken)?;
        if file.is_dir() {
            continue;
        }
        let mut content = Vec::new();
        file.take(left + 1).read_to_end(&mut content).map_err(io::Error::other)?;
        left = left.checked_sub(content.len() as u64).ok_or(ListError::TooLong)?;
        files.push(content);
    }
    Ok(files)
}

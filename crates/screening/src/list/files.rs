//! The files of a list: one, several that belong together, or an archive of them.

use super::{Format, ListError, NoList};
use limen_tables::{TableError, without_utf_16};
use std::io::{self, BufRead, BufReader, Cursor, Read};

/// Maximum bytes of an archive, and of what it unpacks to.
const MOST_BYTES: u64 = 128 * 1024 * 1024;
const MOST_UNPACKED_BYTES: u64 = 1024 * 1024 * 1024;
/// Maximum number of files of an archive.
const MOST_FILES: usize = 50;
/// How many bytes of a file show what it is.
const LOOKED_AT_BYTES: u64 = 4_096;
/// What an archive begins with; the second where nothing is in it.
const ARCHIVES: [&[u8]; 2] = [b"PK\x03\x04", b"PK\x05\x06"];

/// A file of a list.
pub type ListFile<'a> = Box<dyn BufRead + Send + 'a>;

/// Each file with the format that it looks like, archives unpacked.
pub(super) fn opened<'a>(
    files: Vec<ListFile<'a>>,
    format: Option<Format>,
) -> Result<Vec<(Format, ListFile<'a>)>, ListError> {
    let mut opened: Vec<(Format, ListFile<'a>)> = Vec::new();
    for file in files {
        let (beginning, file) = peeked(file)?;
        if ARCHIVES.iter().any(|mark| beginning.starts_with(mark)) {
            for member in unpacked(file)? {
                let (beginning, file) = peeked(Box::new(Cursor::new(member)))?;
                opened.push(one(&beginning, file, format)?);
            }
        } else {
            opened.push(one(&beginning, file, format)?);
        }
    }
    if opened.is_empty() {
        return Err(NoList::EmptyArchive.into());
    }
    Ok(opened)
}

/// A file with its format, and in UTF-8 where it was in UTF-16.
fn one<'a>(beginning: &[u8], file: ListFile<'a>, format: Option<Format>) -> Result<(Format, ListFile<'a>), ListError> {
    let (beginning, file) = peeked(Box::new(BufReader::new(without_utf_16(beginning, file))))?;
    refuse_others(&beginning)?;
    let detected = Format::detect(&beginning);
    Ok((if detected.is_companion() { detected } else { format.unwrap_or(detected) }, file))
}

/// Refuses by name what is often saved or exported instead of a list.
fn refuse_others(beginning: &[u8]) -> Result<(), ListError> {
    let text = String::from_utf8_lossy(beginning).to_lowercase();
    if text.contains("<!doctype html") || text.contains("<html") {
        return Err(NoList::WebPage.into());
    }
    if text.trim_start().starts_with('{') && text.contains("\"data_source\"") && text.contains("\"features\"") {
        return Err(NoList::Senzing.into());
    }
    if text.starts_with("%pdf") {
        return Err(NoList::Pdf.into());
    }
    Ok(())
}

/// The beginning of a file, and the whole file.
fn peeked(mut file: ListFile<'_>) -> Result<(Vec<u8>, ListFile<'_>), ListError> {
    let mut beginning = Vec::new();
    file.by_ref().take(LOOKED_AT_BYTES).read_to_end(&mut beginning)?;
    let whole = Box::new(Cursor::new(beginning.clone()).chain(file));
    Ok((beginning, whole))
}

/// The files of an archive; a workbook, which is an archive too, as itself.
fn unpacked(archive: ListFile<'_>) -> Result<Vec<Vec<u8>>, ListError> {
    let mut bytes = Vec::new();
    archive.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(TableError::TooLarge.into());
    }
    let broken = |_| NoList::DamagedArchive;
    let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).map_err(broken)?;
    if archive.index_for_name("[Content_Types].xml").is_some() {
        return Ok(vec![bytes]);
    }
    if archive.len() > MOST_FILES {
        return Err(NoList::LongArchive.into());
    }
    let (mut files, mut left) = (Vec::new(), MOST_UNPACKED_BYTES);
    for at in 0..archive.len() {
        let file = archive.by_index(at).map_err(broken)?;
        // A Macintosh adds a folder of its own.
        if file.is_dir() || file.size() == 0 || file.name().is_ok_and(|name| name.starts_with("__MACOSX/")) {
            continue;
        }
        // What the archive says of a size need not be true, but who says too much is refused before it is unpacked.
        if file.size() > left {
            return Err(TableError::TooLarge.into());
        }
        let mut content = Vec::with_capacity(usize::try_from(file.size()).unwrap_or_default());
        file.take(left + 1).read_to_end(&mut content).map_err(io::Error::other)?;
        left = left.checked_sub(content.len() as u64).ok_or(TableError::TooLarge)?;
        files.push(content);
    }
    Ok(files)
}

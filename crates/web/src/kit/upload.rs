//! A file with its form: limited in size by its route, and with the key of the session that it was made for.

use crate::kit::{failure::Failure, form::FormTrouble, kept_files::KeptFile, session::SignedIn};
use axum::{
    body::Bytes,
    extract::{DefaultBodyLimit, Multipart, multipart::Field},
};
use subtle::ConstantTimeEq;
use uuid::Uuid;

/// Maximum bytes of a field that is no file.
const MOST_BYTES_OF_FIELD: usize = 16 * 1024;
/// How many bytes more than a file may have are read and thrown away, so that the browser gets an answer and not a broken
/// connection.
const PASSED_OVER: usize = 64 * 1024 * 1024;

/// The limit of a route that takes files of at most `most` bytes.
pub(crate) fn limit(most: usize) -> DefaultBodyLimit {
    DefaultBodyLimit::max(most + PASSED_OVER)
}

/// What a form with a file brought.
#[derive(Debug, Clone)]
pub(crate) struct Upload {
    /// The form's fields in their order, but for the key.
    fields: Vec<(String, String)>,
    /// The file's name as the browser says it, cut to 80 characters; empty where it says none.
    pub(crate) name: String,
    /// What is in the file.
    pub(crate) bytes: Bytes,
}

impl Upload {
    /// The same, kept until something is answered about it.
    pub(crate) fn kept(self, id: Uuid) -> KeptFile {
        KeptFile { id, fields: self.fields, name: self.name, bytes: self.bytes }
    }
}

impl From<KeptFile> for Upload {
    fn from(KeptFile { fields, name, bytes, .. }: KeptFile) -> Self {
        Self { fields, name, bytes }
    }
}

impl Upload {
    /// Receives the form of someone signed in; its file is the part `file`, of at most `most` bytes.
    pub(crate) async fn receive(signed: &SignedIn, parts: Multipart, most: usize) -> Result<Self, Failure> {
        let (fields, files) = received(signed, parts, &["file"], most).await?;
        let File { name, bytes, .. } = files.into_iter().next_back().ok_or(FormTrouble::Malformed)?;
        Ok(Self { fields, name, bytes })
    }

    /// A field of the form; empty where it is not there.
    pub(crate) fn field(&self, name: &str) -> &str {
        field(&self.fields, name)
    }
}

/// What a form with several files brought.
#[derive(Debug)]
pub(crate) struct Uploads {
    fields: Vec<(String, String)>,
    files: Vec<File>,
}

impl Uploads {
    /// Receives the form of someone signed in; its files are the parts of these names, each of at most `most` bytes.
    pub(crate) async fn receive(
        signed: &SignedIn,
        parts: Multipart,
        names: &[&str],
        most: usize,
    ) -> Result<Self, Failure> {
        let (fields, files) = received(signed, parts, names, most).await?;
        Ok(Self { fields, files })
    }

    /// A field of the form; empty where it is not there.
    pub(crate) fn field(&self, name: &str) -> &str {
        field(&self.fields, name)
    }

    /// What is in the file of a part; `None` where none was chosen.
    pub(crate) fn file(&self, part: &str) -> Option<&Bytes> {
        let file = self.files.iter().rfind(|file| file.part == part)?;
        (!file.bytes.is_empty()).then_some(&file.bytes)
    }
}

/// A file of a form.
#[derive(Debug)]
struct File {
    part: String,
    name: String,
    bytes: Bytes,
}

fn field<'a>(fields: &'a [(String, String)], name: &str) -> &'a str {
    fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.trim())
}

/// The fields and the files of the form of someone signed in, once all of it was read.
async fn received(
    signed: &SignedIn,
    mut parts: Multipart,
    names: &[&str],
    most: usize,
) -> Result<(Vec<(String, String)>, Vec<File>), Failure> {
    let malformed = |_| Failure::Form(FormTrouble::Malformed);
    let mut is_too_large = false;
    let (mut key, mut fields, mut files) = (String::new(), Vec::new(), Vec::new());
    while let Some(part) = parts.next_field().await.map_err(malformed)? {
        match part.name().unwrap_or_default().to_owned().as_str() {
            "form_key" => key = text(part).await?,
            file if names.contains(&file) => {
                let name = part.file_name().unwrap_or_default().chars().take(80).collect();
                let (bytes, all) = read(part, most).await?;
                is_too_large |= all > most;
                // One of a name: nobody fills the memory with many.
                files.retain(|other: &File| other.part != file);
                files.push(File { part: file.to_owned(), name, bytes });
            }
            field => fields.push((field.to_owned(), text(part).await?)),
        }
    }
    if !bool::from(key.as_bytes().ct_eq(signed.session.form_key.as_bytes())) {
        return Err(FormTrouble::WrongKey.into());
    }
    if is_too_large {
        return Err(FormTrouble::TooLarge.into());
    }
    Ok((fields, files))
}

/// The first `most` bytes of a part, and how many it has in all.
async fn read(mut part: Field<'_>, most: usize) -> Result<(Bytes, usize), FormTrouble> {
    let (mut kept, mut all) = (Vec::new(), 0);
    while let Some(piece) = part.chunk().await.map_err(|_| FormTrouble::TooLarge)? {
        all += piece.len();
        if all <= most {
            kept.extend_from_slice(&piece);
        }
    }
    Ok((kept.into(), all))
}

/// A part that is a short text.
async fn text(part: Field<'_>) -> Result<String, FormTrouble> {
    let (bytes, all) = read(part, MOST_BYTES_OF_FIELD).await?;
    if all > MOST_BYTES_OF_FIELD {
        return Err(FormTrouble::TooLarge);
    }
    String::from_utf8(bytes.into()).map_err(|_| FormTrouble::Malformed)
}

//! A file with its form: limited in size by its route, and with the key of the session that it was made for.

use crate::{failure::Failure, form::FormTrouble, session::SignedIn};
use axum::{body::Bytes, extract::Multipart};
use subtle::ConstantTimeEq;

/// What a form with a file brought.
pub(crate) struct Upload {
    /// The form's fields in their order, but for the key.
    fields: Vec<(String, String)>,
    /// The file's name as the browser says it, cut to 80 characters; empty where it says none.
    pub(crate) name: String,
    /// What is in the file.
    pub(crate) bytes: Bytes,
}

impl Upload {
    /// Receives the form of someone signed in; its file is the part `file`.
    pub(crate) async fn receive(signed: &SignedIn, mut parts: Multipart) -> Result<Self, Failure> {
        let malformed = |_| Failure::Form(FormTrouble::Malformed);
        let (mut key, mut fields, mut name, mut bytes) = (String::new(), Vec::new(), String::new(), None);
        while let Some(part) = parts.next_field().await.map_err(malformed)? {
            match part.name().unwrap_or_default().to_owned().as_str() {
                "form_key" => key = part.text().await.map_err(malformed)?,
                "file" => {
                    name = part.file_name().unwrap_or_default().chars().take(80).collect();
                    bytes = Some(part.bytes().await.map_err(|_| FormTrouble::TooLarge)?);
                }
                field => fields.push((field.to_owned(), part.text().await.map_err(malformed)?)),
            }
        }
        if !bool::from(key.as_bytes().ct_eq(signed.session.form_key.as_bytes())) {
            return Err(FormTrouble::WrongKey.into());
        }
        Ok(Self { fields, name, bytes: bytes.ok_or(FormTrouble::Malformed)? })
    }

    /// A field of the form; empty where it is not there.
    pub(crate) fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.trim())
    }
}

//! A file that a browser saves and never shows within a page.

use axum::{
    body::Body,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use std::fmt::Write;

/// The name of a file of which nothing is left that a name may hold.
const NAMELESS: &str = "file";

/// A file to be saved.
#[derive(Debug)]
pub(crate) struct Download {
    name: String,
    media: &'static str,
    bytes: Body,
}

impl Download {
    /// A file of this name and media type. Of a name that is a path, the last part counts.
    pub(crate) fn new(name: &str, media: &'static str, bytes: impl Into<Body>) -> Self {
        let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
        let name: String = last.chars().filter(|c| !c.is_control()).collect();
        let name = name.trim().trim_start_matches('.');
        Self { name: if name.is_empty() { NAMELESS } else { name }.to_owned(), media, bytes: bytes.into() }
    }

    /// The header that has it saved: its name in ASCII, and as it is where that is another (RFC 6266).
    fn disposition(&self) -> String {
        let safe = |c: char| matches!(c, ' '..='~') && !matches!(c, '"' | '\\' | '%');
        let ascii = self.name.replace(|c| !safe(c), "_");
        let mut disposition = format!("attachment; filename=\"{ascii}\"");
        if ascii != self.name {
            disposition.push_str("; filename*=UTF-8''");
            for byte in self.name.bytes() {
                match byte {
                    b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => disposition.push(byte.into()),
                    _ => _ = write!(disposition, "%{byte:02X}"),
                }
            }
        }
        disposition
    }
}

impl IntoResponse for Download {
    fn into_response(self) -> Response {
        let disposition = HeaderValue::from_str(&self.disposition()).unwrap_or(HeaderValue::from_static("attachment"));
        let headers =
            [(header::CONTENT_TYPE, HeaderValue::from_static(self.media)), (header::CONTENT_DISPOSITION, disposition)];
        (headers, self.bytes).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header_of(name: &str) -> String {
        let answer = Download::new(name, "text/csv; charset=utf-8", "a,b\n").into_response();
        answer.headers()[header::CONTENT_DISPOSITION].to_str().expect("ASCII").to_owned()
    }

    #[test]
    fn a_file_is_saved_under_its_name() {
        assert_eq!(header_of("kouremale 2026-03-01.csv"), "attachment; filename=\"kouremale 2026-03-01.csv\"");
    }

    #[test]
    fn a_name_with_other_letters_is_sent_in_ascii_and_as_it_is() {
        assert_eq!(header_of("Koné.pdf"), "attachment; filename=\"Kon_.pdf\"; filename*=UTF-8''Kon%C3%A9.pdf");
    }

    #[test]
    fn no_name_ends_the_header_or_leads_out_of_a_folder() {
        assert_eq!(header_of("../../etc/passwd"), "attachment; filename=\"passwd\"");
        assert_eq!(header_of("C:\\temp\\page.jpg"), "attachment; filename=\"page.jpg\"");
        assert_eq!(header_of("..."), "attachment; filename=\"file\"");
        assert_eq!(header_of("a\r\nSet-Cookie: b=c"), "attachment; filename=\"aSet-Cookie: b=c\"");
        assert_eq!(
            header_of("a\"; filename=\"b.html"),
            "attachment; filename=\"a_; filename=_b.html\"; filename*=UTF-8''a%22%3B%20filename%3D%22b.html"
        );
    }
}

//! Forms with a file (multipart/form-data, RFC 7578).

const BOUNDARY: &str = "limit";

/// The content type and the body of a form with these fields and a file `file` of this name.
pub fn form_with_file<'a>(
    fields: impl IntoIterator<Item = (&'a str, &'a str)>,
    name: &str,
    bytes: &[u8],
) -> (String, Vec<u8>) {
    form_with_files(fields, name, &[("file", bytes)])
}

/// A form with fields and several files of this name, each in its own part.
pub fn form_with_files<'a>(
    fields: impl IntoIterator<Item = (&'a str, &'a str)>,
    name: &str,
    files: &[(&str, &[u8])],
) -> (String, Vec<u8>) {
    let mut body = Vec::new();
    for (field, value) in fields {
        let part = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    for (part, bytes) in files {
        let head =
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{part}\"; filename=\"{name}\"\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={BOUNDARY}"), body)
}

//! Names of files that come from outside.

/// The last part of a name that a browser or a folder gave, without anything that a path or a page could mean something by.
pub fn file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|c| c.is_alphanumeric() || " ._-()".contains(*c)).take(80).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_a_file_is_only_a_name() {
        assert_eq!(file_name("../../etc/passwd"), "passwd");
        assert_eq!(file_name("C:\\temp\\page 1.jpg"), "page 1.jpg");
        assert_eq!(file_name("a\"; filename=\"b<script>.jpg"), "a filenamebscript.jpg");
    }
}

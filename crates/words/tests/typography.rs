//! Texts keep the typographic rules of their language, in every file of it.
#![allow(clippy::unwrap_used)]

use std::{fs, path::Path};

/// The lines of a language's files as they are shown, without what is put in for a variable: file, line and text.
fn shown(language: &str) -> Vec<(String, usize, String)> {
    let locales = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales");
    let files = fs::read_dir(locales.join(language)).unwrap();
    let mut paths: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    paths.push(locales.join(format!("printed/{language}.ftl")));
    let mut lines = Vec::new();
    for path in paths {
        let source = fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let numbered = (1..).zip(source.lines()).filter(|(_, line)| !line.starts_with('#'));
        lines.extend(numbered.map(|(number, line)| (name.clone(), number, text(line))));
    }
    assert!(lines.len() > 1_500, "{} lines", lines.len());
    lines
}

/// What of a line of a Fluent file is shown.
fn text(line: &str) -> String {
    let is_message = line.starts_with(|first: char| first.is_ascii_lowercase());
    let value = if is_message { line.split_once(" = ").map_or("", |(_, value)| value) } else { line.trim_start() };
    // The key of a variant.
    let value = value.trim_start_matches('*');
    let value = if value.starts_with('[') { value.split_once(']').map_or("", |(_, value)| value) } else { value };
    let (mut shown, mut depth) = (String::new(), 0_usize);
    for letter in value.chars() {
        match letter {
            '{' => depth += 1,
            '}' => {
                depth = depth.saturating_sub(1);
                // Something stands there.
                shown.push('x');
            }
            letter if depth == 0 => shown.push(letter),
            _ => {}
        }
    }
    shown
}

/// The lines that break a rule, each with the rule.
fn broken(language: &str, rules: &[(&str, &str)]) -> Vec<String> {
    let mut broken = Vec::new();
    for (file, line, text) in shown(language) {
        let said = |(_, rule): &(&str, &str)| format!("{language}/{file}:{line}: {rule}: {text}");
        broken.extend(rules.iter().filter(|(wrong, _)| text.contains(wrong)).map(said));
    }
    broken
}

#[test]
fn french_has_spaces_that_do_not_break_its_own_apostrophe_and_its_own_quotes() {
    let rules = [
        ("'", "the apostrophe is ’"),
        ("\"", "quotes are « »"),
        (" :", "U+00A0 before a colon"),
        (" ;", "U+202F before a semicolon"),
        (" ?", "U+202F before a question mark"),
        (" !", "U+202F before an exclamation mark"),
        (" »", "U+00A0 before »"),
        ("« ", "U+00A0 after «"),
        (" %", "U+00A0 before %"),
        ("...", "… is one character"),
    ];
    assert_eq!(broken("fr", &rules), Vec::<String>::new());
}

#[test]
fn english_has_curly_apostrophes_and_quotes_and_no_space_before_a_mark() {
    let rules = [
        ("'", "the apostrophe is ’"),
        ("\"", "quotes are “ ”"),
        (" :", "no space before a colon"),
        (" ;", "no space before a semicolon"),
        (" ?", "no space before a question mark"),
        ("...", "… is one character"),
    ];
    assert_eq!(broken("en", &rules), Vec::<String>::new());
}

//! The table of access as a page of the documentation.

use super::rule::{Access, Shows};
use crate::kit::who_may::{Needs, Place};
use limen_domain::{Permission, Role};

/// A table as a page of the documentation.
pub fn document(table: &[Access]) -> String {
    let all = limen_words::AllWords::load();
    let w = all.of(limen_words::Language::English);
    let mark = |is: bool| if is { "●" } else { "" };
    let mut text = String::from(
        "# Who may do what\n\nThis page is made from the lines by which pages are added, which let every request in \
         (`Pages`, `crates/web/src/access/pages.rs`), and from the roles (`crates/domain/src/access.rs`). A test asks every line of it, with \
         every role, at a post and at headquarters (`crates/web/tests/pages/access.rs`), and whether each look \
         is noted (`crates/web/tests/pages/looks.rs`). What stands here nowhere, nobody may do.\n\n## Roles\n\n| may |",
    );
    for role in Role::ALL {
        text += &format!(" {} |", w.coded("role", role.code()));
    }
    text += "\n| --- |";
    text += &" :-: |".repeat(Role::ALL.len());
    for permission in Permission::ALL {
        text += &format!("\n| {} |", w.coded("permission", permission.code()));
        for role in Role::ALL {
            text += &format!(" {} |", mark(role.may(*permission)));
        }
    }
    text += "\n\n## Addresses\n\nWhere an answer shows travellers, an event of the kind that stands under *look* is noted before it \
             does: who, whom or what, and why. Opened again in the same session within a minute, it is the same look; a page \
             that is left open and asks for itself anew is one look an hour. A purpose is asked where the travellers are not \
             just being dealt with (○: unless they are); otherwise the duty is noted that the page is part of. In brackets: \
             where a form is not taken and its page is shown again. At one's own counter, others who are shown beside the \
             traveller (adults for a minor, people of the same name: `others-consulted`; the next of a party: \
             `party-consulted`) are noted once for that traveller, or once an hour for that party. Elsewhere stands why nobody is shown.\n\n\
             | | address | needs | at | look | purpose |\n| --- | --- | --- | --- | --- | :-: |";
    for access in table {
        let needs = match access.who.needs {
            Needs::Nothing => "nothing".to_owned(),
            Needs::Key => "another system's key".to_owned(),
            Needs::Reader => "a reader's token".to_owned(),
            Needs::SignIn => "to be signed in".to_owned(),
            Needs::One(permissions) | Needs::Named(permissions) => {
                let words = permissions.iter().map(|permission| w.coded("permission", permission.code()));
                let named = matches!(access.who.needs, Needs::Named(_));
                let named = named.then(|| "that an agreement with a neighbour names the role".to_owned());
                words.chain(named).collect::<Vec<_>>().join(", or: ")
            }
        };
        let place = match access.who.place {
            Place::Anywhere => "every node",
            Place::Post => "posts",
            Place::Headquarters => "headquarters",
        };
        let (look, purpose) = match access.shows {
            Shows::Nobody(nobody) => (format!("– ({})", nobody.reason()), ""),
            Shows::Look(look) => (format!("`{}`", look.kind()), look.asks_purpose()),
            Shows::Again(look) => (format!("(`{}`)", look.kind()), look.asks_purpose()),
            Shows::Noted(kind, None) => (format!("`{kind}`"), ""),
            Shows::Noted(kind, Some(look)) => (format!("`{kind}` (`{}`)", look.kind()), look.asks_purpose()),
        };
        let Access { method, path, .. } = access;
        text += &format!("\n| {method} | `{path}` | {needs} | {place} | {look} | {purpose} |");
    }
    text + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn the_page_of_the_documentation_says_what_the_table_says() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/access.md");
        let written = std::fs::read_to_string(&file).unwrap_or_default();
        assert!(
            written == document(&crate::access::table()),
            "docs/access.md is not what the table says; write it anew with cargo xtask access-doc"
        );
    }
}

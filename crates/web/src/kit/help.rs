//! Help about a page, shown with its keys: what it is for, what to do next, what its words mean.

use crate::words::Words;

/// Help about a page.
pub(crate) struct Help {
    /// What the page is for.
    pub(crate) what: String,
    /// What to do next.
    pub(crate) next: String,
    /// Words of the page, each with what it means.
    pub(crate) terms: Vec<String>,
}

/// The pages with help, by the code in the names of their messages, and the words that each explains.
const PAGES: [(&str, &[&str]); 29] = [
    ("counter", &["zone"]),
    ("traveller", &["match", "refer", "aside", "chip", "check-digit"]),
    ("typed", &["zone"]),
    ("eye", &["zone"]),
    ("seen", &["check-digit"]),
    ("pictures", &["light"]),
    ("beside", &["light"]),
    ("protect", &["need"]),
    ("party", &["announced"]),
    ("tally", &["exposed"]),
    ("stay", &["rule"]),
    ("overstays", &["likely"]),
    ("day", &["replaced", "cancelled"]),
    ("record", &["replaced", "cancelled"]),
    ("correct", &["replaced", "cancelled"]),
    ("corrections", &[]),
    ("find", &[]),
    ("shift", &["median"]),
    ("visas", &["sticker"]),
    ("second-line", &["urgency", "match"]),
    ("referral", &["match", "settle"]),
    ("protection", &["need", "handed-over"]),
    ("documents", &["light"]),
    ("purpose", &[]),
    ("devices", &[]),
    ("network", &["log"]),
    ("camera", &[]),
    ("card", &[]),
    ("joint", &[]),
];

impl Help {
    /// The help about a page. `None` where there is none.
    pub(crate) fn about(w: &Words, page: &str) -> Option<Self> {
        let (page, terms) = PAGES.iter().find(|(code, _)| *code == page)?;
        Some(Self {
            what: w.coded("help", page),
            next: w.t(&format!("help-{page}-next")),
            terms: terms.iter().map(|term| w.coded("term", term)).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{AllWords, Language};

    #[test]
    fn all_that_help_says_is_said_in_both_languages_and_is_short() {
        let words = AllWords::load();
        for language in [Language::French, Language::English] {
            for (page, _) in PAGES {
                let help = Help::about(words.of(language), page).expect("help");
                for text in [&help.what, &help.next].into_iter().chain(&help.terms) {
                    assert!(text.contains(' '), "{page} in {language:?} has no message: {text}");
                    assert!(text.chars().count() <= 240, "{page} in {language:?} says too much: {text}");
                }
            }
        }
        assert!(Help::about(words.of(Language::French), "audit").is_none());
    }
}

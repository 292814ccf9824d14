//! The menu in the bar: its links, and which of them give way on the screens of counters.

use crate::words::Words;

/// A page in the navigation.
pub(crate) struct NavLink {
    pub(crate) address: String,
    pub(crate) words: String,
    /// Whether it is the page that is shown.
    pub(crate) is_here: bool,
    /// How much waits there for this person; `None` where nothing does.
    pub(crate) waits: Option<i64>,
    /// Whether it goes behind the word for the others on the screens of counters, so that the post's name is read whole.
    pub(crate) gives_way: bool,
}

pub(crate) fn links(w: &Words, codes: &[&'static str], here: &str, waits: &[(&'static str, i64)]) -> Vec<NavLink> {
    let link = |code: &&str| NavLink {
        address: format!("/{code}"),
        words: w.coded("nav", code),
        is_here: *code == here,
        waits: waits.iter().find(|(page, _)| page == code).map(|(_, count)| *count),
        gives_way: false,
    };
    codes.iter().map(link).collect()
}

/// How wide the screens of counters are, in pixels.
pub(crate) const SCREEN: usize = 1366;
/// About how wide the bar's letters are there, in pixels, by size: of what is said of the state, of what can be pressed, and of
/// the post's name.
pub(crate) const SMALL_LETTER: usize = 7;
pub(crate) const LETTER: usize = 8;
pub(crate) const LARGE_LETTER: usize = 11;
/// What stands around each word.
const AROUND: usize = 20;
/// How wide a count is.
pub(crate) const COUNT: usize = 30;
/// What stands at both ends of the bar, before the menu, and behind a button of one key.
pub(crate) const ENDS: usize = 170;
/// What a name may take that is read whole, some 22 letters: of a longer one, as of a whole service's headquarters, the beginning
/// is enough, and its pages stay at hand.
pub(crate) const LONGEST_NAME: usize = 260;
/// What a reader's state takes on the page of the counter.
pub(crate) const READER: usize = 120;

/// About how wide words are.
pub(crate) fn width(words: &str, letter: usize) -> usize {
    words.chars().count() * letter + AROUND
}

/// Lets links of the menu give way, the last one first, until the others have room. The page that is shown stays at hand, and so
/// does every page where something waits.
pub(crate) fn give_way(pages: &mut [NavLink], room: usize) {
    let wide = |link: &NavLink| width(&link.words, LETTER) + if link.waits.is_some() { COUNT } else { 0 };
    let mut taken: usize = pages.iter().map(wide).sum();
    for link in pages.iter_mut().rev() {
        if taken <= room {
            return;
        }
        if !link.is_here && link.waits.is_none() {
            taken -= wide(link);
            link.gives_way = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(words: &str) -> NavLink {
        NavLink { address: String::new(), words: words.to_owned(), is_here: false, waits: None, gives_way: false }
    }

    fn left(pages: &[NavLink]) -> Vec<&str> {
        pages.iter().filter(|link| !link.gives_way).map(|link| link.words.as_str()).collect()
    }

    #[test]
    fn the_menu_gives_way_from_its_end_but_for_the_page_that_is_shown_and_those_where_something_waits() {
        let all = ["Guichet", "Journée", "2e ligne", "Concordances", "Flux", "Réseau"];
        let mut pages: Vec<NavLink> = all.map(link).into();
        give_way(&mut pages, 2_000);
        assert_eq!(left(&pages), all, "with room, nothing does");
        pages[4].is_here = true;
        pages[3].waits = Some(2);
        let first = width("Guichet", LETTER) + width("Concordances", LETTER) + COUNT + width("Flux", LETTER);
        give_way(&mut pages, first);
        assert_eq!(left(&pages), ["Guichet", "Concordances", "Flux"]);
        give_way(&mut pages, 0);
        assert_eq!(left(&pages), ["Concordances", "Flux"], "these never do");
    }
}

//! Help about a page, beside its keys: at the counter, in the second line, for supervisors; without scripts too.

use crate::support::{
    Officer, Post,
    documents::{passport, picture},
};

/// Opens a page in both languages, and asks for its help: what it is for, what comes next, and a word that it explains.
async fn helps(officer: &Officer, path: &str, page: &str, term: Option<&str>) {
    for language in ["fr", "en"] {
        officer.post("/language", &[("language", language), ("back", "day")]).await;
        let shown = officer.page(path).await;
        let help = shown.part("dialog");
        for message in [format!("help-{page}"), format!("help-{page}-next")] {
            assert!(help.says(&message), "{path} in {language}: {message} in {}", help.text());
        }
        if let Some(term) = term {
            assert!(help.says(&format!("term-{term}")), "{path} in {language}: {}", help.text());
        }
        // Without scripts a link in the bar leads to it, and one in it leads back to the page.
        assert!(shown.links().contains(&"#keys") && help.links() == ["#main"], "{path}: {:?}", shown.links());
        assert!(!shown.says(&format!("help-{page}")), "{path}: help is read only where it is asked for");
    }
}

#[tokio::test]
async fn every_page_of_the_counter_says_what_it_is_for_and_what_comes_next_in_both_languages() {
    let post = Post::new().await;
    let officer = post.sign_in("aminata").await;
    let pages = [
        ("/counter", "counter", Some("zone")),
        ("/counter/typed", "typed", Some("zone")),
        ("/counter/camera", "eye", Some("zone")),
        ("/camera", "camera", None),
        ("/protection/new", "protect", Some("need")),
        ("/party", "party", Some("announced")),
        ("/party/list/columns", "party", Some("announced")),
        ("/tally", "tally", Some("exposed")),
        ("/stay", "stay", Some("rule")),
        ("/overstays", "overstays", Some("likely")),
        ("/visas", "visas", Some("sticker")),
        ("/documents", "documents", Some("light")),
        ("/day", "day", Some("cancelled")),
        ("/purpose", "purpose", None),
    ];
    for (path, page, term) in pages {
        helps(&officer, path, page, term).await;
    }
    let id = officer.scan(&passport("GIN", "GN900", "CONDE")).await;
    helps(&officer, "/counter", "traveller", Some("match")).await;
    let pictures = format!("/crossing/{id}/pictures");
    officer.send_file(&pictures, &[("kind", "page")], "page.png", &picture(120)).await;
    helps(&officer, &pictures, "pictures", Some("light")).await;
    helps(&officer, &format!("/crossing/{id}/beside"), "beside", Some("light")).await;
    officer.decides(&id, &[("decision", "admit")]).await;
    helps(&officer, &format!("/crossing/{id}"), "record", Some("replaced")).await;
}

#[tokio::test]
async fn every_page_of_the_second_line_and_of_supervisors_says_it_too() {
    let post = Post::new().await;
    let first = post.sign_in("aminata").await;
    let referred = first.scan(&passport("GIN", "GN901", "CONDE")).await;
    first.decides(&referred, &[("decision", "refer"), ("reason", "document")]).await;
    let admitted = first.scan(&passport("GIN", "GN902", "BARRY")).await;
    first.decides(&admitted, &[("decision", "admit")]).await;
    let second = post.sign_in("oumar").await;
    let case = format!("/second-line/{referred}");
    for (path, page, term) in [
        ("/second-line", "second-line", Some("urgency")),
        (&*case, "referral", Some("settle")),
        ("/protection", "protection", Some("handed-over")),
        ("/visas/new", "visas", Some("sticker")),
    ] {
        helps(&second, path, page, term).await;
    }
    let supervisor = post.sign_in("mariam").await;
    let correct = format!("/crossing/{admitted}/correct");
    for (path, page, term) in [
        ("/find?search=conde", "find", None),
        ("/shift", "shift", Some("median")),
        ("/corrections", "corrections", None),
        (&*correct, "correct", Some("replaced")),
        ("/devices", "devices", None),
    ] {
        helps(&supervisor, path, page, term).await;
    }
}

#[tokio::test]
async fn a_page_without_help_offers_none() {
    let post = Post::new().await;
    let page = post.sign_in("salif").await.page("/audit").await;
    assert!(!page.links().contains(&"#keys"), "{:?}", page.links());
    assert!(!page.part("dialog").says("help-next"), "{}", page.part("dialog").text());
}

//! A second person's word on what one proposed: the same for alerts, reference lists, people, erasures and claims.

use crate::{
    rights::second_person,
    support::{Officer, PASSWORD, Post, documents::passport},
};
use axum::http::StatusCode;

/// Something that waits for a second person.
struct Waits {
    what: &'static str,
    /// Its page.
    page: String,
    /// Where the word is sent.
    decide: String,
    author: Officer,
    second: Officer,
}

/// One of each that waits for a second person.
async fn proposed(post: &Post) -> Vec<Waits> {
    let waits = |what, page: &str, decide: &str, author: &Officer, second: &Officer| Waits {
        what,
        page: page.to_owned(),
        decide: decide.to_owned(),
        author: author.clone(),
        second: second.clone(),
    };
    let (kadiatou, seydou) = (post.sign_in("kadiatou").await, post.sign_in("seydou").await);
    let draft = [
        ("list", "national"),
        ("names", "Zoumana Kelessery"),
        ("reference", "PV 12/2027"),
        ("action", "refer"),
        ("next", "propose"),
    ];
    let alert = kadiatou.post("/alerts/draft", &draft).await.to().to_owned();
    let (fanta, lassana) = (post.sign_in("fanta").await, post.sign_in("lassana").await);
    let csv = "code,direction,fr,en\nK1,entry,poste fermé,post closed\n";
    let list = fanta.send_file("/lists/upload", &[("kind", "refusal-grounds")], "list.csv", csv.as_bytes()).await;
    let certificate = limen_test_support::states::authority("GN").certificate;
    let trust = fanta.send_file("/trust/upload", &[], "gn.cer", certificate.der()).await;
    let person = [("id", "bintou"), ("name", "Bintou Keïta"), ("role", "first-line")];
    let person = fanta.post("/people/new", &person).await.to().to_owned();
    let (nana, oumou) = (post.sign_in("nana").await, second_person(post).await);
    post.store.set_setting("retention", r#"{"crossings":{"days":60,"ground":"loi 2013-015"}}"#).await.expect("set");
    assert_eq!(nana.post("/rights/erasure", &[("data", "crossings")]).await.to(), "/rights#erasures");
    let erasure = nana.page("/rights").await.address("/rights/erasure/");
    let mariam = post.sign_in("mariam").await;
    let crossing = mariam.scan(&passport("GIN", "RA1234567", "DIALLO")).await;
    mariam.decides(&crossing, &[("decision", "admit"), ("purpose", "family")]).await;
    let today = post.today().to_string();
    let claim =
        [("right", "erasure"), ("reference", "12/2027"), ("document", "GIN RA1234567"), ("received", today.as_str())];
    let claim = nana.post("/rights/claim", &claim).await.to().to_owned();
    let erase = [("crossing", crossing.as_str()), ("reason", "pas le sien")];
    assert_eq!(nana.post(&format!("{claim}/erase"), &erase).await.status(), StatusCode::SEE_OTHER);
    vec![
        waits("an alert", &alert, &alert, &kadiatou, &seydou),
        waits("a list", list.to(), list.to(), &fanta, &lassana),
        waits("a certificate", trust.to(), trust.to(), &fanta, &lassana),
        waits("a person", &person, &person, &fanta, &lassana),
        waits("an erasure", "/rights", &erasure, &nana, &oumou),
        waits("a claim", &claim, &format!("{claim}/decide"), &nana, &oumou),
    ]
}

#[tokio::test]
async fn a_wrong_password_shows_the_page_again_with_what_was_given_and_the_focus_on_the_password() {
    let post = Post::new().await;
    for Waits { what, decide, second, .. } in proposed(&post).await {
        let before = post.journal("proposal-decided").await.len();
        let word = |password| [("decision", "approve"), ("reason", "lu et vérifié"), ("password", password)];
        let wrong = second.post(&decide, &word("not theirs")).await;
        assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY, "{what}");
        let page = wrong.page();
        assert!(page.says("own-password-wrong"), "{what}: {}", page.text());
        assert_eq!(page.value("reason").as_deref(), Some("lu et vérifié"), "{what}");
        assert_eq!(page.focus(), (1, Some("password".to_owned())), "{what}");
        assert_eq!(page.value("password").as_deref(), Some(""), "{what}");
        assert_eq!(post.journal("proposal-decided").await.len(), before, "{what}");

        let right = second.post(&decide, &word(PASSWORD)).await.status();
        assert!(right.is_redirection() || right.is_success(), "{what}: {right}");
        let noted = post.journal("proposal-decided").await.pop().expect("noted");
        assert!(noted.contains(r#""approved":true"#) && noted.contains("lu et vérifié"), "{what}: {noted}");
    }
}

#[tokio::test]
async fn who_proposed_something_takes_it_back_alone_and_nobody_approves_it_any_more() {
    let post = Post::new().await;
    for Waits { what, page, decide, author, second } in proposed(&post).await {
        assert!(author.page(&page).await.says("proposal-withdraw"), "{what}");
        assert!(!second.page(&page).await.says("proposal-withdraw"), "{what} is not theirs to take back");
        let before = post.journal("proposal-decided").await.len();
        let back = [("decision", "reject"), ("reason", "une erreur de frappe")];
        assert_eq!(author.post(&decide, &back).await.status(), StatusCode::SEE_OTHER, "{what}");
        let noted = post.journal("proposal-decided").await;
        let last = noted.last().expect("noted");
        assert_eq!(noted.len(), before + 1, "{what}");
        assert!(last.contains(r#""approved":false"#) && last.contains("une erreur de frappe"), "{what}: {last}");
        if page == decide {
            assert!(second.page(&page).await.says("proposal-withdrawn"), "{what}");
        }
        second.post(&decide, &[("decision", "approve"), ("password", PASSWORD)]).await;
        assert_eq!(post.journal("proposal-decided").await.len(), before + 1, "{what} waits no more");
    }
}

#[tokio::test]
async fn the_number_of_alerts_that_go_is_kept_where_the_password_is_wrong() {
    let post = Post::new().await;
    let (kadiatou, seydou) = (post.sign_in("kadiatou").await, post.sign_in("seydou").await);
    let list = "id,full_name,action\nX-1,Fanta Specimen,refer\n";
    let proposal = kadiatou.send_file("/alerts/upload", &[("list", "national")], "list.csv", list.as_bytes()).await;
    assert!(seydou.page(proposal.to()).await.has_field("removed"));
    let word = [("decision", "approve"), ("removed", "3"), ("reason", "vu"), ("password", "not his")];
    let page = seydou.post(proposal.to(), &word).await.page();
    assert!(page.says("own-password-wrong"), "{}", page.text());
    assert_eq!((page.value("removed").as_deref(), page.value("reason").as_deref()), (Some("3"), Some("vu")));
}

#[tokio::test]
async fn a_wrong_password_for_a_machines_code_shows_the_board_again_with_the_post_that_was_chosen() {
    let headquarters = Post::headquarters().await;
    let fanta = headquarters.sign_in("fanta").await;
    let wrong = fanta.post("/network/invite", &[("post", "KRM"), ("password", "not hers")]).await;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = wrong.page();
    assert!(page.says("own-password-wrong"), "{}", page.text());
    assert_eq!(page.chosen("post").as_deref(), Some("KRM"));
    assert_eq!(page.focus(), (1, Some("password".to_owned())));
    let made = fanta.post("/network/invite", &[("post", "KRM"), ("password", PASSWORD)]).await;
    assert_eq!(made.status(), StatusCode::OK);
}

//! How a crossing can end, and who looks after it: refusals and their notices, the second line, people to protect.

use crate::support::{
    PASSWORD, Post,
    documents::{expired, passport},
};
use axum::http::StatusCode;

#[tokio::test]
async fn a_refused_traveller_is_handed_a_notice_in_their_language_that_says_how_to_appeal() {
    let post = Post::new().await;
    let officer = post.sign_in("aminata").await;
    let id = officer.scan(&passport("PRT", "CC1234567", "SILVA")).await;
    // A ground that the list does not have is no ground.
    let unknown = officer.decide(&id, &[("decision", "refuse"), ("grounds", "Z")]).await;
    assert_eq!(unknown.status(), StatusCode::BAD_REQUEST);
    officer.decides(&id, &[("decision", "refuse"), ("grounds", "C"), ("grounds", "G")]).await;
    assert!(officer.page(&format!("/counter?done={id}")).await.says("print-notice-refuse"));
    let notice = officer.page(&format!("/crossing/{id}/notice")).await;
    // Portuguese for the traveller, French for the officer's copy.
    for language in ["pt", "fr"] {
        assert!(notice.prints(language, "printed-refuse"), "{language}: {}", notice.text());
    }
    for ground in ["sem visto ou título de residência válido", "pas de visa"] {
        assert!(notice.contains(ground), "{ground}: {}", notice.text());
    }
    assert!(notice.contains("15") && notice.contains("KRM-07"), "{}", notice.text());
    let arabic = officer.page(&format!("/crossing/{id}/notice?language=ar")).await;
    assert!(arabic.text_direction("rtl") && arabic.prints("ar", "printed-refuse"), "{}", arabic.text());
    assert_eq!(officer.get(&format!("/crossing/{id}/slip")).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn someone_whom_the_other_side_refuses_comes_back_and_their_exit_does_not_count() {
    let post = Post::new().await;
    let officer = post.sign_in("aminata").await;
    let zone = passport("MLI", "MB7654321", "TOGOLA");
    let first = officer.scan(&zone).await;
    // Nobody comes back who has not left.
    assert!(officer.decide(&first, &[("decision", "take-back")]).await.page().says("not-open-take-back"));
    officer.post("/counter/direction", &[]).await;
    let leaving = officer.waiting().await;
    officer.decides(&leaving, &[("decision", "let-depart")]).await;
    assert!(officer.page(&format!("/crossing/{leaving}/slip")).await.prints("fr", "printed-slip-exit"));
    officer.post("/counter/direction", &[]).await;
    let back = officer.scan(&zone).await;
    assert!(officer.page("/counter?panel=stop").await.values("decision").contains(&"take-back".to_owned()));
    officer.decides(&back, &[("decision", "take-back")]).await;
    assert!(officer.page(&format!("/crossing/{leaving}")).await.says("record-undone"));
    assert_eq!(officer.get(&format!("/crossing/{leaving}/slip")).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_record_of_what_did_not_happen_is_cancelled_by_the_supervisor_and_stays_to_be_seen() {
    let post = Post::new().await;
    let officer = post.sign_in("aminata").await;
    let id = officer.scan(&passport("SEN", "A11111111", "NDIAYE")).await;
    officer.decides(&id, &[("decision", "desist")]).await;
    let reason = [("reason", "mauvais voyageur")];
    let cancel = format!("/crossing/{id}/cancel");
    assert_eq!(officer.post(&cancel, &reason).await.status(), StatusCode::FORBIDDEN);
    let supervisor = post.sign_in("mariam").await;
    assert_eq!(supervisor.post(&cancel, &[("reason", " ")]).await.status(), StatusCode::BAD_REQUEST);
    assert_eq!(supervisor.post(&cancel, &reason).await.status(), StatusCode::SEE_OTHER);
    assert!(supervisor.page(&format!("/crossing/{id}")).await.says("record-cancelled"));
    assert!(supervisor.page("/day").await.says("tag-cancelled"));
    assert_eq!(supervisor.post(&cancel, &reason).await.status(), StatusCode::FORBIDDEN, "once is enough");
    assert!(supervisor.text("/day.csv").await.contains(",cancelled"));
}

#[tokio::test]
async fn a_person_who_asks_for_asylum_is_followed_to_the_handing_over_and_seen_by_nobody_else() {
    let post = Post::new().await;
    let first = post.sign_in("aminata").await;
    let zone = passport("CMR", "0123456", "NGUEMA");
    let id = first.scan(&zone).await;
    assert!(first.page("/protection/new").await.contains("NGUEMA"));
    let begin = [("presentation", id.as_str()), ("need", "asylum"), ("words", "a peur de rentrer")];
    assert_eq!(first.post("/protection/new", &begin).await.status(), StatusCode::SEE_OTHER);

    // The first line reads neither the list nor the reason, on no page and in no file.
    assert_eq!(first.get("/protection").await.status(), StatusCode::FORBIDDEN);
    let record = first.page(&format!("/crossing/{id}")).await;
    assert!(record.says("referral-reserved") && !record.says("need-asylum"), "{}", record.text());
    assert!(!record.contains("asile") && !record.contains("asylum"), "{}", record.text());
    let csv = first.text("/day.csv").await;
    assert!(csv.contains("refer,reserved") && !csv.contains("refer,protection"));
    // Read again at another counter, the person can't be turned back.
    let other = post.sign_in("ibrahima").await;
    let again = other.scan(&zone).await;
    let turned = other.decide(&again, &[("decision", "refuse"), ("grounds", "C")]).await;
    assert_eq!(turned.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(turned.page().says("not-open-protected"), "{}", turned.page().text());

    let second = post.sign_in("oumar").await;
    assert!(second.text("/day.csv").await.contains("refer,protection"));
    let queue = second.page("/second-line").await;
    assert!(queue.contains("NGUEMA") && queue.says("need-asylum"), "{}", queue.text());
    let referral = second.page(&format!("/second-line/{id}")).await;
    assert!(referral.choices("question").iter().any(|(code, _)| code == "asylum-fear"), "{}", referral.text());
    let protection = referral.address("/protection/");
    let case = second.page(&protection).await;
    assert!(case.contains("Commission nationale") && case.contains("a peur de rentrer"), "{}", case.text());
    assert!(second.page(&format!("{protection}/form")).await.says("protection-form-title"));
    assert_eq!(first.get(&protection).await.status(), StatusCode::FORBIDDEN);

    let nobody = second.post(&protection, &[("receiver", "  ")]).await;
    assert_eq!(nobody.status(), StatusCode::BAD_REQUEST);
    let proof = [("receiver", "Mme Sidibé, CNCR"), ("reference", "CNCR-881")];
    second.post(&protection, &proof).await;
    assert!(second.page("/protection").await.contains("Mme Sidibé"));
}

#[tokio::test]
async fn someone_who_was_never_read_at_a_counter_can_be_protected_too() {
    let post = Post::new().await;
    let first = post.sign_in("aminata").await;
    let nameless = first.post("/protection/new", &[("need", "medical")]).await;
    assert_eq!(nameless.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let seen = [("need", "medical"), ("person", "femme, environ 20 ans, robe bleue")];
    let back = first.post("/protection/new", &seen).await;
    assert!(first.page(back.to()).await.says("protection-reported"), "the officer sees that it was recorded");
    let second = post.sign_in("oumar").await;
    assert!(second.page("/protection").await.contains("robe bleue"));
    // Nobody referred them: they wait in the queue by their need, and the bar counts them.
    let queue = second.page("/second-line").await;
    assert!(queue.says("need-medical") && queue.says("nav-waiting"), "{}", queue.text());
    assert!(!queue.contains("robe bleue"), "a name is shown where a purpose was named");
    let case = queue.part("tbody").address("/protection/");
    second.post(&case, &[("receiver", "Dr Sidibé")]).await;
    let queue = second.page("/second-line").await;
    assert!(queue.says("second-line-empty") && !queue.says("nav-waiting"), "{}", queue.text());
}

#[tokio::test]
async fn a_referral_is_taken_by_one_noted_and_its_outcome_is_seen_at_the_counter_it_came_from() {
    let post = Post::new().await;
    let first = post.sign_in("aminata").await;
    let id = first.scan(&expired()).await;
    first.decides(&id, &[("decision", "refer"), ("reason", "document")]).await;
    assert!(first.page("/counter").await.says("second-line-waits"));
    assert_eq!(first.get("/second-line").await.status(), StatusCode::FORBIDDEN);

    let (second, third) = (post.sign_in("oumar").await, post.sign_in("mariam").await);
    second.post(&format!("/second-line/{id}/take"), &[]).await;
    let taken = second.page(&format!("/second-line/{id}")).await;
    assert_eq!(taken.focus(), (1, Some("text".to_owned())), "whoever has it writes at once, and Enter decides nothing");
    third.post(&format!("/second-line/{id}/take"), &[]).await;
    let case = third.page(&format!("/second-line/{id}")).await;
    assert!(
        case.says_with("second-line-with", &[("officer", "Oumar Kanté")]),
        "who took it first keeps it: {}",
        case.text()
    );
    assert!(third.post(&format!("/second-line/{id}/decide"), &[]).await.page().says("referral-taken-by-other"));
    assert!(first.page("/counter").await.says_with("second-line-with", &[("officer", "Oumar Kanté")]));
    let answer = [("question", "doc-issue"), ("text", "à Conakry, <b>hier</b>")];
    second.post(&format!("/second-line/{id}/note"), &answer).await;
    let case = second.page(&format!("/second-line/{id}")).await;
    let noted = case.part("ol").text();
    assert!(noted.contains(&case.word("question", "doc-issue")) && noted.contains("à Conakry, <b>hier</b>"), "{noted}");
    second.post(&format!("/second-line/{id}/decide"), &[]).await;
    let again = second.waiting().await;
    second.decides(&again, &[("decision", "admit"), ("purpose", "family")]).await;
    assert!(first.page("/counter").await.says("decision-admit"), "the outcome is back at the counter");
    assert!(second.page("/second-line").await.says("second-line-empty"));
}

#[tokio::test]
async fn a_reference_list_holds_at_once_when_a_second_person_has_approved_it() {
    let post = Post::new().await;
    let (author, other) = (post.sign_in("fanta").await, post.sign_in("lassana").await);
    assert_eq!(author.get("/day").await.status(), StatusCode::FORBIDDEN, "an administrator sees no traveller");
    let send = async |list: &str| {
        author.send_file("/lists/upload", &[("kind", "refusal-grounds")], "list.csv", list.as_bytes()).await
    };
    let wrong = send("code,direction,fr,en\nA,sideways,a,a\nA,entry,,\n").await;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.page().contains("ligne 2\u{a0}:") && wrong.page().contains("ligne 3\u{a0}:"),
        "{}",
        wrong.page().text()
    );

    let proposed = send("code,direction,fr,en\nK1,entry,poste fermé,post closed\n").await;
    let address = proposed.to().to_owned();
    let approve = [("decision", "approve"), ("password", PASSWORD)];
    assert_eq!(author.post(&address, &approve).await.status(), StatusCode::FORBIDDEN, "nobody approves their own");
    let officer = post.sign_in("aminata").await;
    officer.scan(&passport("SEN", "A22222222", "FALL")).await;
    let grounds = async || officer.page("/counter?panel=stop").await.values("grounds");
    assert!(!grounds().await.contains(&"K1".to_owned()));
    assert!(other.page(&address).await.contains("K1,entry,poste fermé"));
    assert_eq!(other.post(&address, &approve).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(grounds().await, ["K1"], "it holds without a restart");
}

#[tokio::test]
async fn travellers_from_a_place_with_an_outbreak_are_asked_and_sent_to_the_health_service() {
    let post = Post::new().await;
    let officer = post.sign_in("aminata").await;
    let id = officer.scan(&passport("COD", "OP1234567", "MUKENDI")).await;
    let asked = officer.page("/counter").await.choices("health");
    assert!(asked.iter().any(|(value, _)| value == "yellow-fever:no"), "{asked:?}");
    assert!(officer.page("/counter").await.contains("fever:no"));
    let admit = [("decision", "admit"), ("permit_until", "2048-01-01")];
    assert!(officer.decide(&id, &admit).await.page().says("not-open-health"));
    let ill = [admit[0], admit[1], ("health", "yellow-fever:yes"), ("health", "fever:yes")];
    assert!(officer.decide(&id, &ill).await.page().says("not-open-health-service"));
    let well = [admit[0], admit[1], ("health", "yellow-fever:yes"), ("health", "fever:no")];
    officer.decides(&id, &well).await;
    let record = officer.page(&format!("/crossing/{id}")).await;
    assert!(record.says("answer-no") && record.says("answer-yes"), "{}", record.text());
    assert!(officer.page("/day").await.says("totals-health"));
}

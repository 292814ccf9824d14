//! How a crossing can end, and who looks after it: refusals and their notices, the second line, people to protect.
#![allow(clippy::unwrap_used)]

mod support;

use reqwest::StatusCode;
use support::{Officer, Post, between, presentation, zone_of};

#[tokio::test]
async fn a_refused_traveller_is_handed_a_notice_in_their_language_that_says_how_to_appeal() {
    let post = Post::demo();
    let officer = Officer::sign_in(&post.address, "aminata").await;
    let id = officer.scan(&zone_of("PRT", "CC1234567", "SILVA")).await;
    // A ground that the list does not have is no ground.
    let (status, _) = officer.decide(&id, &[("decision", "refuse"), ("grounds", "Z")]).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    let (status, _) = officer.decide(&id, &[("decision", "refuse"), ("grounds", "C"), ("grounds", "G")]).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert!(officer.page(&format!("/counter?done={id}")).await.contains("Décision de refus à remettre"));
    let notice = officer.page(&format!("/crossing/{id}/notice")).await;
    // Portuguese for the traveller, French for the officer's copy.
    for said in ["Decisão de recusa de entrada", "sem visto ou título de residência válido", "15 dias", "KRM-07"] {
        assert!(notice.contains(said), "{said}");
    }
    assert!(notice.contains("Décision de refus d&#39;entrée") && notice.contains("pas de visa"), "{notice}");
    let arabic = officer.page(&format!("/crossing/{id}/notice?language=ar")).await;
    assert!(arabic.contains("dir=\"rtl\"") && arabic.contains("قرار رفض الدخول"));
    assert_eq!(officer.get(&format!("/crossing/{id}/slip")).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn someone_whom_the_other_side_refuses_comes_back_and_their_exit_does_not_count() {
    let post = Post::demo();
    let officer = Officer::sign_in(&post.address, "aminata").await;
    let zone = zone_of("MLI", "MB7654321", "TOGOLA");
    let first = officer.scan(&zone).await;
    // Nobody comes back who has not left.
    let (_, page) = officer.decide(&first, &[("decision", "take-back")]).await;
    assert!(page.contains("Aucune sortie récente"), "{page}");
    officer.post("/counter/direction", &[]).await;
    let leaving = presentation(&officer.page("/counter").await);
    let (status, _) = officer.decide(&leaving, &[("decision", "let-depart")]).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert!(officer.page(&format!("/crossing/{leaving}/slip")).await.contains("SORTIE"));
    officer.post("/counter/direction", &[]).await;
    let back = officer.scan(&zone).await;
    assert!(officer.page("/counter?panel=stop").await.contains("refoulé par l&#39;autre côté"));
    let (status, _) = officer.decide(&back, &[("decision", "take-back")]).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert!(officer.page(&format!("/crossing/{leaving}")).await.contains("cette sortie ne compte pas"));
    assert_eq!(officer.get(&format!("/crossing/{leaving}/slip")).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_record_of_what_did_not_happen_is_cancelled_by_the_supervisor_and_stays_to_be_seen() {
    let post = Post::demo();
    let officer = Officer::sign_in(&post.address, "aminata").await;
    let id = officer.scan(&zone_of("SEN", "A11111111", "NDIAYE")).await;
    officer.decide(&id, &[("decision", "desist")]).await;
    let reason = [("reason", "mauvais voyageur")];
    let cancel = format!("/crossing/{id}/cancel");
    assert_eq!(officer.post(&cancel, &reason).await.status(), StatusCode::FORBIDDEN);
    let supervisor = Officer::sign_in(&post.address, "mariam").await;
    assert_eq!(supervisor.post(&cancel, &[("reason", " ")]).await.status(), StatusCode::BAD_REQUEST);
    assert_eq!(supervisor.post(&cancel, &reason).await.status(), StatusCode::SEE_OTHER);
    assert!(supervisor.page(&format!("/crossing/{id}")).await.contains("Annulé : ce passage"));
    assert!(supervisor.page("/day").await.contains("annulé"));
    assert_eq!(supervisor.post(&cancel, &reason).await.status(), StatusCode::FORBIDDEN, "once is enough");
    assert!(supervisor.page("/day.csv").await.contains(",cancelled"));
}

#[tokio::test]
async fn a_person_who_asks_for_asylum_is_followed_to_the_handing_over_and_seen_by_nobody_else() {
    let post = Post::demo();
    let first = Officer::sign_in(&post.address, "aminata").await;
    let zone = zone_of("CMR", "0123456", "NGUEMA");
    let id = first.scan(&zone).await;
    assert!(first.page("/protection/new").await.contains("NGUEMA"));
    let begin = [("presentation", id.as_str()), ("need", "asylum"), ("words", "a peur de rentrer")];
    assert_eq!(first.post("/protection/new", &begin).await.status(), StatusCode::SEE_OTHER);

    // The first line reads neither the list nor the reason, on no page and in no file.
    assert_eq!(first.get("/protection").await.status(), StatusCode::FORBIDDEN);
    let record = first.page(&format!("/crossing/{id}")).await;
    assert!(record.contains("motif réservé") && !record.contains("asile"), "{record}");
    let csv = first.page("/day.csv").await;
    assert!(csv.contains("refer,reserved") && !csv.contains("refer,protection"));
    // Read again at another counter, the person can't be turned back.
    let other = Officer::sign_in(&post.address, "ibrahima").await;
    let again = other.scan(&zone).await;
    let (status, page) = other.decide(&again, &[("decision", "refuse"), ("grounds", "C")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("suivie en 2e ligne"), "{page}");

    let second = Officer::sign_in(&post.address, "oumar").await;
    assert!(second.page("/day.csv").await.contains("refer,protection"));
    let queue = second.page("/second-line").await;
    assert!(queue.contains("NGUEMA") && queue.contains("demande d&#39;asile"), "{queue}");
    let referral = second.page(&format!("/second-line/{id}")).await;
    assert!(referral.contains("Avez-vous peur de retourner"), "{referral}");
    let protection = between(&referral, "href=\"/protection/", "\"").to_owned();
    let case = second.page(&format!("/protection/{protection}")).await;
    assert!(case.contains("Commission nationale") && case.contains("a peur de rentrer"), "{case}");
    assert!(second.page(&format!("/protection/{protection}/form")).await.contains("Fiche d&#39;orientation"));
    assert_eq!(first.get(&format!("/protection/{protection}")).await.status(), StatusCode::FORBIDDEN);

    let nobody = second.post(&format!("/protection/{protection}"), &[("receiver", "  ")]).await;
    assert_eq!(nobody.status(), StatusCode::BAD_REQUEST);
    let proof = [("receiver", "Mme Sidibé, CNCR"), ("reference", "CNCR-881")];
    second.post(&format!("/protection/{protection}"), &proof).await;
    assert!(second.page("/protection").await.contains("Mme Sidibé"));
}

#[tokio::test]
async fn someone_who_was_never_read_at_a_counter_can_be_protected_too() {
    let post = Post::demo();
    let first = Officer::sign_in(&post.address, "aminata").await;
    let nameless = first.post("/protection/new", &[("need", "medical")]).await;
    assert_eq!(nameless.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let seen = [("need", "medical"), ("person", "femme, environ 20 ans, robe bleue")];
    assert_eq!(first.post("/protection/new", &seen).await.status(), StatusCode::SEE_OTHER);
    let second = Officer::sign_in(&post.address, "oumar").await;
    assert!(second.page("/protection").await.contains("robe bleue"));
}

#[tokio::test]
async fn a_referral_is_taken_by_one_noted_and_its_outcome_is_seen_at_the_counter_it_came_from() {
    let post = Post::demo();
    let first = Officer::sign_in(&post.address, "aminata").await;
    let id = first.scan(&first.card("Passeport périmé").await).await;
    first.decide(&id, &[("decision", "refer"), ("reason", "document")]).await;
    assert!(first.page("/counter").await.contains("pas encore pris"));
    assert_eq!(first.get("/second-line").await.status(), StatusCode::FORBIDDEN);

    let (second, third) =
        (Officer::sign_in(&post.address, "oumar").await, Officer::sign_in(&post.address, "mariam").await);
    second.post(&format!("/second-line/{id}/take"), &[]).await;
    third.post(&format!("/second-line/{id}/take"), &[]).await;
    assert!(third.page(&format!("/second-line/{id}")).await.contains("chez oumar"), "who took it first keeps it");
    let taken = third.post(&format!("/second-line/{id}/decide"), &[]).await;
    assert!(taken.text().await.unwrap().contains("déjà pris"));
    assert!(first.page("/counter").await.contains("chez oumar"));
    let answer = [("question", "doc-issue"), ("text", "à Conakry, <b>hier</b>")];
    second.post(&format!("/second-line/{id}/note"), &answer).await;
    let case = second.page(&format!("/second-line/{id}")).await;
    assert!(case.contains("Quand, où et par qui") && case.contains("&#60;b&#62;hier"), "{case}");
    second.post(&format!("/second-line/{id}/decide"), &[]).await;
    let again = presentation(&second.page("/counter").await);
    second.decide(&again, &[("decision", "admit"), ("purpose", "family")]).await;
    assert!(first.page("/counter").await.contains("admis"), "the outcome is back at the counter");
    assert!(second.page("/second-line").await.contains("Personne n&#39;attend"));
}

#[tokio::test]
async fn a_reference_list_holds_at_once_when_a_second_person_has_approved_it() {
    let post = Post::demo();
    let (author, other) = (
        Officer::sign_in_at(&post.address, "fanta", "/lists").await,
        Officer::sign_in_at(&post.address, "lassana", "/lists").await,
    );
    assert_eq!(author.get("/day").await.status(), StatusCode::FORBIDDEN, "an administrator sees no traveller");
    let wrong = author.send_list("refusal-grounds", "code,direction,fr,en\nA,sideways,a,a\nA,entry,,\n").await;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let said = wrong.text().await.unwrap();
    assert!(said.contains("line 2:") && said.contains("line 3:"), "{said}");

    let list = "code,direction,fr,en\nK1,entry,poste fermé,post closed\n";
    let proposed = author.send_list("refusal-grounds", list).await;
    let address = proposed.headers()["location"].to_str().unwrap().to_owned();
    let approve = [("decision", "approve"), ("password", support::PASSWORD)];
    assert_eq!(author.post(&address, &approve).await.status(), StatusCode::FORBIDDEN, "nobody approves their own");
    let officer = Officer::sign_in(&post.address, "aminata").await;
    officer.scan(&zone_of("SEN", "A22222222", "FALL")).await;
    assert!(!officer.page("/counter?panel=stop").await.contains("poste fermé"));
    assert!(other.page(&address).await.contains("K1,entry,poste fermé"));
    assert_eq!(other.post(&address, &approve).await.status(), StatusCode::SEE_OTHER);
    assert!(officer.page("/counter?panel=stop").await.contains("poste fermé"), "it holds without a restart");
}

#[tokio::test]
async fn travellers_from_a_place_with_an_outbreak_are_asked_and_sent_to_the_health_service() {
    let post = Post::demo();
    let officer = Officer::sign_in(&post.address, "aminata").await;
    let id = officer.scan(&zone_of("COD", "OP1234567", "MUKENDI")).await;
    assert!(officer.page("/counter").await.contains("Fièvre ces 21 derniers jours"));
    let admit = [("decision", "admit"), ("permit_until", "2048-01-01")];
    let (_, page) = officer.decide(&id, &admit).await;
    assert!(page.contains("questions de santé"), "{page}");
    let ill = [admit[0], admit[1], ("health", "yellow-fever:yes"), ("health", "fever:yes")];
    let (_, page) = officer.decide(&id, &ill).await;
    assert!(page.contains("service de santé"), "{page}");
    let well = [admit[0], admit[1], ("health", "yellow-fever:yes"), ("health", "fever:no")];
    assert_eq!(officer.decide(&id, &well).await.0, StatusCode::SEE_OTHER);
    assert!(officer.page(&format!("/crossing/{id}")).await.contains("derniers jours ? non"));
    assert!(officer.page("/day").await.contains("Questions de santé"));
}

//! Lists of alerts: imported and compared, chosen, and leafed through.

use crate::{
    alerts::{APPROVE, put_in_force},
    support::{Officer, Page, Post},
};
use axum::http::StatusCode;
use limen_domain::{Action, Alert, AlertId, DocumentNumber, ListName};

#[tokio::test]
async fn a_new_version_of_a_list_is_compared_first_and_a_broken_one_changes_nothing() {
    let post = Post::new().await;
    let (kadiatou, seydou) = (post.sign_in("kadiatou").await, post.sign_in("seydou").await);
    let upload = async |officer: &Officer, list: &str| {
        officer.send_file("/alerts/upload", &[("list", "specimens")], "list.csv", list.as_bytes()).await
    };
    let first = "id,full_name,action\nX-1,Fanta Specimen,refer\nX-2,Awa Specimen,refer\nX-3,,refer\n";
    let new = [("list", ""), ("new_list", "specimens")];
    let proposal = kadiatou.send_file("/alerts/upload", &new, "list.csv", first.as_bytes()).await.to().to_owned();
    let left_out = "Ligne 4\u{a0}: ni nom ni numéro. Fiche écartée.";
    assert!(kadiatou.page(&proposal).await.contains(left_out), "what is left out is said, in the reader's language");
    seydou.post(&proposal, &APPROVE).await;

    let second = "id,full_name,action\nX-1,Fanta Specimen,arrest\nX-4,Sira Specimen,refer\n";
    let proposal = upload(&seydou, second).await.to().to_owned();
    let page = kadiatou.page(&proposal).await;
    assert_eq!(page.part("dl").texts("dd"), ["+1", "1", "−1", "0"]);
    let holds = async |id: &str, name: &str| kadiatou.page(&format!("/alerts?search={id}")).await.contains(name);
    assert!(!holds("X-4", "Sira Specimen").await, "nothing holds before it is approved");
    // Half of the list goes: who approves types how many.
    assert!(page.says_with("proposal-removes", &[("removed", "1")]), "{}", page.text());
    for removed in ["", "2", "one"] {
        let answer = kadiatou.post(&proposal, &[&APPROVE[..], &[("removed", removed)]].concat()).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{removed}");
        assert!(answer.page().says("proposal-not-counted"), "{}", answer.page().text());
    }
    assert!(!holds("X-4", "Sira Specimen").await, "nothing holds without the number");
    kadiatou.post(&proposal, &[&APPROVE[..], &[("removed", "1")]].concat()).await;
    assert!(holds("X-4", "Sira Specimen").await);
    let closed = seydou.page(&proposal).await;
    assert!(closed.says("proposal-approved") && closed.contains("Kadiatou Sissoko"), "who approved it, and when");
    assert!(!holds("X-2", "Awa Specimen").await);

    let refused = upload(&kadiatou, "<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL>").await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = refused.page();
    assert!(page.says("list-refused-title") && page.says_with("list-error-xml", &[("line", "1")]), "{}", page.text());
    assert!(holds("X-4", "Sira Specimen").await);
}

#[tokio::test]
async fn three_faults_of_a_table_are_each_named_with_their_line_in_the_readers_language() {
    let post = Post::new().await;
    let (kadiatou, seydou) = (post.sign_in("kadiatou").await, post.sign_in("seydou").await);
    let list = "id,full_name,birth_date,sex,nationality,action\n\
                X-1,Fanta Specimen,1990-01-01,F,MLI,refer\n\
                X-2,Awa Specimen,hier,F,MLI,refer\n\
                X-3,Sira Specimen,1991-02-03,F,ZZZ,refer\n\
                X-4,,1992-03-04,M,MLI,refer\n";
    let fields = [("list", ""), ("new_list", "specimens")];
    let proposal = kadiatou.send_file("/alerts/upload", &fields, "list.csv", list.as_bytes()).await.to().to_owned();
    for language in ["fr", "en"] {
        seydou.post("/language", &[("language", language), ("back", "alerts")]).await;
        let page = seydou.page(&proposal).await;
        assert_eq!(page.language(), language);
        let faults = page.part_of_class("ul", "problems").parts("li");
        for (fault, line, kept, reason) in [
            (&faults[0], "3", "report-entry-weakened", ("list-reason-not-understood", "hier")),
            (&faults[1], "4", "report-entry-weakened", ("list-reason-not-understood", "ZZZ")),
            (&faults[2], "5", "report-entry-left-out", ("list-reason-nothing-to-find", "")),
        ] {
            assert!(fault.says_with(kept, &[("line", line)]), "{}", fault.text());
            let text = [("text", reason.1)];
            let text = &text[..usize::from(!reason.1.is_empty())];
            assert!(fault.says_with(reason.0, text), "{}", fault.text());
        }
        assert_eq!(faults.len(), 3, "{}", page.text());
        // What comes is compared by all that tells people apart.
        let added = page.parts("section").into_iter().find(|part| part.has_id("added")).expect("what comes");
        assert!(added.says("sex-F") && added.says("field-nationality"), "{}", added.text());
        assert!(added.contains(if language == "fr" { "féminin" } else { "female" }), "{}", added.text());
        assert!(added.contains("Mali"), "{}", added.text());
    }
}

#[tokio::test]
async fn a_list_is_chosen_among_those_that_exist_and_a_new_one_needs_its_name() {
    let post = Post::new().await;
    let kadiatou = post.sign_in("kadiatou").await;
    let page = kadiatou.page("/alerts").await;
    assert_eq!(page.choices("list"), [("national".to_owned(), true), (String::new(), false)]);
    let upload = async |list: &str, new_list: &str| {
        let fields = [("list", list), ("new_list", new_list)];
        let file = "id,full_name,action\nX-1,Fanta Specimen,refer\n";
        kadiatou.send_file("/alerts/upload", &fields, "list.csv", file.as_bytes()).await
    };
    for (list, new_list, says) in [
        ("", "", "upload-list-unnamed"),
        ("", "régionale", "upload-list-unnamed"),
        ("", "national", "upload-list-exists"),
        ("nationale", "", "upload-list-unknown"),
        ("national", "regionale", "upload-list-both"),
    ] {
        let answer = upload(list, new_list).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{list} {new_list}");
        let page = answer.page();
        assert!(page.says(says), "{says}: {}", page.text());
        assert_eq!(page.value("new_list").as_deref(), Some(new_list), "what was typed stays");
        assert_eq!(page.focus(), (1, Some("new_list".to_owned())));
    }
    assert!(post.journal("alerts-proposed").await.is_empty(), "a slip proposes nothing");
    for (list, new_list) in [("national", ""), ("", "regionale")] {
        assert_eq!(upload(list, new_list).await.status(), StatusCode::SEE_OTHER, "{list} {new_list}");
    }
    let proposed = post.journal("alerts-proposed").await;
    assert!(proposed[0].contains("national") && proposed[1].contains("regionale"), "{proposed:?}");
}

#[tokio::test]
async fn a_version_that_is_a_moment_is_shown_as_a_day_in_the_readers_language() {
    let post = Post::new().await;
    let (kadiatou, seydou) = (post.sign_in("kadiatou").await, post.sign_in("seydou").await);
    let list = "<CONSOLIDATED_LIST dateGenerated=\"2026-11-20T00:00:00\"><INDIVIDUALS><INDIVIDUAL>\
                <DATAID>1</DATAID><FIRST_NAME>Fanta</FIRST_NAME><SECOND_NAME>Specimen</SECOND_NAME>\
                </INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>";
    let new = [("list", ""), ("new_list", "onu")];
    let proposal = kadiatou.send_file("/alerts/upload", &new, "list.xml", list.as_bytes()).await.to().to_owned();
    let shows_day = |page: &Page| page.contains(&page.date(2026, 11, 20)) && !page.contains("2026-11-20");
    let page = seydou.page(&proposal).await;
    assert!(shows_day(&page), "{}", page.text());
    seydou.post(&proposal, &APPROVE).await;
    seydou.post("/language", &[("language", "en"), ("back", "alerts")]).await;
    let page = seydou.page("/alerts").await;
    assert!(shows_day(&page) && page.language() == "en", "{}", page.text());
}

#[tokio::test]
async fn a_lists_alerts_are_leafed_through_by_name_and_kind_and_each_page_is_noted() {
    let post = Post::new().await;
    let list = ListName::parse("regionale").expect("a name");
    // The last come first by their names; numbers stand where an alert has no name.
    let person = |number: usize| {
        let id = AlertId::parse(&format!("P-{number:03}")).expect("an identifier");
        let mut alert = Alert::new(list.clone(), id, Action::Refer);
        alert.names = vec![format!("Specimen {:03}", 200 - number)];
        alert
    };
    let mut vehicle = Alert::new(list.clone(), AlertId::parse("V-1").expect("an identifier"), Action::Refer);
    vehicle.plates = vec![DocumentNumber::new("AB1234C")];
    let alerts: Vec<Alert> = (0..60).map(person).chain([vehicle]).collect();
    post.store.load_alerts(&list, &alerts, "").await.expect("loaded");
    let kadiatou = post.sign_in("kadiatou").await;
    assert!(kadiatou.page("/alerts").await.links().contains(&"/alerts/all?list=regionale"));
    let ids = |page: &Page| page.part("tbody").texts("code");
    let shown = |page: &Page, first: &str, last: &str, total: &str| {
        page.says_with("browse-shown", &[("first", first), ("last", last), ("total", total)])
    };

    let first = kadiatou.page("/alerts/all?list=regionale").await;
    assert!(shown(&first, "1", "50", "61"), "{}", first.text());
    assert_eq!(ids(&first)[..3], ["V-1", "P-059", "P-058"]);
    assert!(!first.says("browse-previous"));
    let address = first.address("/alerts/all?list=regionale&page=");
    assert_eq!(address, "/alerts/all?list=regionale&page=2");
    let second = kadiatou.page(&address).await;
    assert!(shown(&second, "51", "61", "61") && second.says("browse-previous"), "{}", second.text());
    assert_eq!(ids(&second).last().map(String::as_str), Some("P-000"));
    assert!(!second.says("browse-next"));

    let vehicles = kadiatou.page("/alerts/all?list=regionale&kind=vehicle").await;
    assert_eq!((ids(&vehicles), vehicles.chosen("kind").as_deref()), (vec!["V-1".to_owned()], Some("vehicle")));
    let people = kadiatou.page("/alerts/all?list=regionale&kind=person").await;
    assert!(shown(&people, "1", "50", "60"), "{}", people.text());
    assert!(kadiatou.page("/alerts/all?list=nowhere").await.says("browse-choose"));

    let noted = post.journal("alerts-searched").await;
    for view in ["regionale · 1", "regionale · 2", "regionale · vehicle · 1", "regionale · person · 1"] {
        assert!(noted.iter().any(|look| look.contains(&format!("\"{view}\""))), "{view}: {noted:?}");
    }
}

#[tokio::test]
async fn alerts_of_an_earlier_version_are_put_in_order() {
    let post = Post::new().await;
    let old = sqlx::query("update alert set kind = '', sort = ''").execute(&mut post.database().await).await;
    assert_eq!(old.expect("as they were").rows_affected(), 3);
    let kadiatou = post.sign_in("kadiatou").await;
    let people = "/alerts/all?list=national&kind=person";
    assert!(!kadiatou.page(people).await.contains("Mamadou Lamine Dialo"));
    post.store.put_alerts_in_order().await.expect("in order");
    assert!(kadiatou.page(people).await.contains("Mamadou Lamine Dialo"));
}

#[tokio::test]
async fn a_list_that_takes_an_alert_drafted_by_hand_with_it_says_so_and_asks_for_the_number() {
    let post = Post::new().await;
    let (kadiatou, seydou) = (post.sign_in("kadiatou").await, post.sign_in("seydou").await);
    let list = |from: usize| {
        let rows = (from..from + 30).map(|number| format!("X-{number},Specimen Number{number},refer\n"));
        format!("id,full_name,action\n{}", rows.collect::<String>())
    };
    let upload = async |officer: &Officer, list: String| {
        let fields = [("list", "national")];
        officer.send_file("/alerts/upload", &fields, "list.csv", list.as_bytes()).await.to().to_owned()
    };
    let proposal = upload(&kadiatou, list(0)).await;
    let gone = seydou.page(&proposal).await.part("dl").texts("dd")[2].replace('−', "");
    let all = [&APPROVE[..], &[("removed", gone.as_str())]].concat();
    assert_eq!(seydou.post(&proposal, &all).await.status(), StatusCode::SEE_OTHER);
    put_in_force(&kadiatou, &seydou, "H-1", "Zoumana Kelessery", "refer", "").await;

    // One in thirty is little, but it was drafted by hand.
    let proposal = upload(&kadiatou, list(0)).await;
    let page = seydou.page(&proposal).await;
    let says = page.says_with("proposal-removes-hand", &[("removed", "1"), ("hand", "1")]);
    assert!(says && page.contains("Zoumana Kelessery"), "{}", page.text());
    assert_eq!(seydou.post(&proposal, &APPROVE).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let typed = [&APPROVE[..], &[("removed", " 1 ")]].concat();
    assert_eq!(seydou.post(&proposal, &typed).await.status(), StatusCode::SEE_OTHER);
    // Two more and one less of thirty is no tenth: nobody is asked.
    let proposal = upload(&kadiatou, list(2)).await;
    assert!(!seydou.page(&proposal).await.says_with("proposal-removes", &[("removed", "2")]));
    assert_eq!(seydou.post(&proposal, &APPROVE).await.status(), StatusCode::SEE_OTHER);
}

//! Where the next post should be, and how long people wait: what planners see at headquarters, and supervisors at a post.

use crate::support::{Officer, Page, Post, documents::numbered};
use axum::http::StatusCode;
use jiff::{SignedDuration, ToSpan};
use limen_domain::{
    AccountId, Direction, Event, ListKind, Mode, NodeId, PostId, Sex, Tally, TallyAge, TallyCount, TallyId,
    Vulnerability,
};
use limen_store::NewEvent;

const POINTS: &str = "name,post,latitude,longitude\nGué de Kado,KRM,11.7,-8.95\nPiste,KRM,12.1,-8.6\n";
/// Two counters and one at the ford, for all who pass there.
const SCENARIOS: &str = "place=Gu%C3%A9+de+Kado&counters=1&opens=6&closes=18&share=100&reach=10\
                         &place=11.7%2C+-8.95&counters=3&opens=6&closes=18&share=100&reach=10";

/// Headquarters, to which Kourémalé has told of ten mornings at the ford: a bus, and people on foot; and of a place that no
/// list has, where three were counted.
async fn headquarters() -> Post {
    let post = Post::headquarters().await;
    post.store.load_list(ListKind::TallyPoints, POINTS, 2).await.expect("loaded");
    let here = PostId::parse("KRM").expect("an identifier");
    let known = post.store.post(&here).await.expect("read").expect("a post");
    let placed = limen_store::Post { place: Some((11.956, -8.785)), ..known };
    post.store.add_post(&placed).await.expect("added");
    let officer = AccountId::parse("aminata").expect("an identifier");
    let tally = |back: i64, place: &str, mode: Mode, minutes: i64, people: u32, ill: bool| {
        let day = post.today().checked_sub(back.days()).expect("a day");
        let from = post.moment(day.at(8, 0, 0, 0));
        let to = from + SignedDuration::from_mins(minutes);
        let vulnerability = ill.then_some(Vulnerability::Ill);
        let counts = vec![TallyCount { sex: Sex::Female, age: TallyAge::Adult, vulnerability, people }];
        let (post, officer, place) = (here.clone(), officer.clone(), place.to_owned());
        Tally {
            id: TallyId(uuid::Uuid::nil()),
            post,
            place,
            officer,
            from,
            to,
            direction: Direction::Entry,
            mode,
            counts,
        }
    };
    let mut tallies: Vec<Tally> = Vec::new();
    for back in (1..=10).rev() {
        tallies.push(tally(back, "Gué de Kado", Mode::Bus, 5, 40, false));
        tallies.push(tally(back, "Gué de Kado", Mode::Foot, 120, 23, true));
    }
    tallies.push(tally(1, "chez Moussa Xikombo", Mode::Foot, 10, 3, true));
    let events = tallies.into_iter().map(|tally| {
        let tally = Tally { id: TallyId(post.store.new_id()), ..tally };
        NewEvent { at: tally.to, actor: Some(officer.clone()), event: Event::TallyCounted(Box::new(tally)) }
    });
    let node = NodeId::parse("KRM").expect("an identifier");
    post.store.bring_in(&node, events.collect::<Vec<_>>()).await.expect("brought in");
    post.started_again().await
}

/// Twenty travellers who have nothing in common.
const NAMES: [&str; 20] = [
    "XABARU", "XECOLI", "XIDUMA", "XOFENE", "XUGILO", "XAHOPU", "XEJUTA", "XIKARE", "XOLESI", "XUMIVO", "XANODU",
    "XEPUFA", "XIRAGE", "XOSEHI", "XUTIJO", "XAVOKU", "XEZULA", "XIBAME", "XOCENI", "XUDIPO",
];

/// The cells of the row of a table with this head.
fn row(page: &Page, head: &str) -> Vec<String> {
    let rows = page.parts("tr");
    let found = rows.iter().find(|row| row.texts("th").iter().any(|text| text == head));
    found.unwrap_or_else(|| panic!("no row {head}: {}", page.text())).texts("td")
}

#[tokio::test]
async fn planners_at_headquarters_see_where_people_are_counted_and_nobody_who_was() {
    let post = headquarters().await;
    for account in ["djeneba", "fanta"] {
        let page = post.sign_in(account).await.page("/planning").await;
        assert!(page.says("planning-title") && page.says("planning-map-title"), "{account}: {}", page.text());
        let ford = row(&page, "Gué de Kado");
        // 630 in ten days, rounded down by hours and directions; some 34 km from Kourémalé.
        assert_eq!((ford[0].as_str(), ford[2].as_str(), ford[3].as_str()), ("Kourémalé", "10", "630"), "{ford:?}");
        assert!(!page.contains("Moussa") && page.says("planning-elsewhere"), "a place that no list has is not named");
        assert!(!page.contains("aminata") && page.says("planning-few"), "few are not told");
    }
    for account in ["mariam", "aminata", "salif", "kadiatou"] {
        assert_eq!(post.sign_in(account).await.get("/planning").await.status(), StatusCode::FORBIDDEN, "{account}");
    }
    let at_post = Post::new().await.sign_in("djeneba").await;
    assert_eq!(at_post.get("/planning").await.status(), StatusCode::FORBIDDEN, "planners are at headquarters");
}

#[tokio::test]
async fn scenarios_stand_side_by_side_and_what_is_wrong_with_one_is_said() {
    let post = headquarters().await;
    let analyst = post.sign_in("djeneba").await;
    let page = analyst.page(&format!("/planning?{SCENARIOS}&within=50")).await;
    assert_eq!(page.values("place")[..2], ["Gué de Kado", "11.7, -8.95"]);
    assert!(page.says("planning-compared") && page.says("planning-service-assumed"), "{}", page.text());
    assert!(page.says("planning-gap-more"), "a bus comes at once: {}", page.text());
    assert!(page.says("planning-unknown-induced") && page.says("planning-assumptions"));
    let wrong = SCENARIOS.replacen("counters=1", "counters=51", 1).replacen("11.7%2C+-8.95", "nowhere", 1);
    let page = analyst.page(&format!("/planning?{wrong}&within=x&service=1")).await;
    assert!(page.says_with("planning-problem", &[("scenario", "A")]), "{}", page.text());
    assert!(page.says_with("planning-no-place", &[("text", "nowhere")]) && page.says("planning-no-scenario"));
    let far = analyst.get(&format!("/planning?place={}", "x".repeat(5_000))).await;
    assert_eq!(far.status(), StatusCode::BAD_REQUEST);
    for hostile in ["place=%3Cscript%3Ealert(1)%3C/script%3E&counters=2", "place=a&share=NaN&reach=inf", "days=-1"] {
        let page = analyst.text(&format!("/planning?{hostile}")).await;
        assert!(!page.contains("<script>alert"), "{hostile}");
    }
}

#[tokio::test]
async fn a_plan_is_taken_out_with_a_reason_that_the_journal_keeps() {
    let post = headquarters().await;
    let analyst = post.sign_in("djeneba").await;
    let take = async |who: &Officer, form: &str, why: &str| {
        who.post("/planning/paper", &[("query", SCENARIOS), ("form", form), ("why", why)]).await
    };
    let unsaid = take(&analyst, "csv", " ").await;
    assert!(unsaid.status() == StatusCode::UNPROCESSABLE_ENTITY && unsaid.page().says("take-no-reason"));
    assert_eq!(take(&analyst, "svg", "commission").await.status(), StatusCode::NOT_FOUND);
    let administrator = post.sign_in("fanta").await;
    assert_eq!(take(&administrator, "csv", "commission").await.status(), StatusCode::FORBIDDEN);
    assert_eq!(post.journal("flows-exported").await, [""; 0]);
    for form in ["csv", "xlsx"] {
        assert_eq!(take(&analyst, form, "commission mixte").await.status(), StatusCode::OK, "{form}");
    }
    let events = post.journal("flows-exported").await;
    assert_eq!(events.iter().filter(|event| event.contains("commission mixte")).count(), 2, "{events:?}");
    assert!(events.iter().all(|event| event.contains("bound-5")), "{events:?}");
}

#[tokio::test]
async fn waits_are_measured_at_the_counter_and_few_of_them_say_nothing() {
    let post = Post::new().await;
    let (officer, supervisor) = (post.sign_in("aminata").await, post.sign_in("mariam").await);
    let admitted = async |number: usize| {
        let id = officer.scan(&numbered(number as u64, NAMES[number])).await;
        post.minutes_pass(3);
        officer.decides(&id, &[("decision", "admit"), ("purpose", "trade"), ("stay_days", "3")]).await;
    };
    admitted(0).await;
    for path in ["/flows", "/flows/waits"] {
        assert!(supervisor.page(path).await.says("waits-few"), "{path}");
    }
    for number in 1..NAMES.len() {
        admitted(number).await;
    }
    // An hour has passed, and with it the session.
    let supervisor = post.sign_in("mariam").await;
    let page = supervisor.page("/flows/waits").await;
    let three = row(&page, "Kourémalé");
    assert_eq!((three[0].as_str(), three[1].as_str(), three[2].as_str()), ("3 min", "3 min", "20"), "{three:?}");
    assert!(supervisor.page("/flows").await.says("waits-line"));
    assert!(supervisor.page("/shift").await.links().contains(&"/flows/waits"));
    assert!(supervisor.page("/flows/waits?kind=party&days=7&post=KRM").await.says("waits-few"), "no party came");
    assert_eq!(officer.get("/flows/waits").await.status(), StatusCode::FORBIDDEN);
    // Nothing of today is published.
    let analyst = post.sign_in("djeneba").await;
    assert!(analyst.page("/flows/waits").await.says("waits-few"));
}

#[tokio::test]
async fn places_of_the_list_are_offered_where_people_are_counted_and_a_list_for_a_strange_post_is_refused() {
    let post = Post::new().await;
    post.store.load_list(ListKind::TallyPoints, POINTS, 2).await.expect("loaded");
    let post = post.started_again().await;
    let tally = post.sign_in("aminata").await.page("/tally").await;
    assert!(tally.contains("Gué de Kado") && tally.contains("Piste"), "{}", tally.text());
    let administrator = post.sign_in("fanta").await;
    let kind = [("kind", "tally-points")];
    let strange = POINTS.replace("Piste,KRM", "Piste,XYZ");
    for (list, says) in [
        (strange.as_str(), "list-fault-post"),
        ("name,post,latitude,longitude\na,KRM,91,0\n", "list-fault-degrees"),
        ("name,post,latitude,longitude\na,KRM,1,0\na,KRM,2,0\n", "list-fault-twice"),
    ] {
        let refused = administrator.send_file("/lists/upload", &kind, "lieux.csv", list.as_bytes()).await;
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY, "{list}");
        assert!(refused.page().says(says), "{list}: {}", refused.page().text());
    }
    let proposed = administrator.send_file("/lists/upload", &kind, "lieux.csv", POINTS.as_bytes()).await;
    assert!(proposed.to().starts_with("/lists/proposal/"), "{}", proposed.to());
}

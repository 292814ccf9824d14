//! Flows: what an analyst sees and takes out. What is counted by command and asked in SQL is in `crates/limen/tests`:
//! `flows.rs`, `analyst.rs`.

use crate::support::{Officer, Page, Post, documents::numbered};
use axum::http::StatusCode;
use jiff::SignedDuration;
use limen_domain::{
    AccountId, Crossing, CrossingId, Decision, Direction, DocumentKind, DocumentNumber, Event, Journey, Mode, Name,
    NodeId, PartialDate, PostId, Purpose, Sex, Source, TravelDocument, Traveller,
};
use limen_store::NewEvent;

/// How many of each state came in at this post during the last year.
const PAST: [(&str, i16); 5] = [("GIN", 180), ("SEN", 60), ("BFA", 25), ("CIV", 3), ("GHA", 2)];

/// A post with a year's past.
async fn post_with_past() -> Post {
    let post = Post::new().await;
    let states = PAST.iter().flat_map(|(state, count)| (0..*count).map(move |number| (*state, number)));
    let events = states.enumerate().map(|(at, (state, number))| {
        let at = post.now() - SignedDuration::from_hours(24 * 360 - 30 * at as i64);
        let name = Name { primary: "CONDE".into(), secondary: String::new(), truncated: false };
        let document = TravelDocument {
            kind: DocumentKind::Passport,
            issuer: state.parse().ok(),
            number: DocumentNumber::new(&format!("{state}{number:05}")),
            expiry: PartialDate::Unknown,
            mrz: None,
        };
        let traveller = Traveller {
            birth_date: PartialDate::Year(1960 + number % 45),
            sex: if number % 2 == 0 { Sex::Female } else { Sex::Male },
            nationality: state.parse().ok(),
            document: Some(document),
            ..Traveller::named(name, Source::Mrz)
        };
        let journey = Journey { purpose: Some(Purpose::Trade), mode: Some(Mode::Bus), ..Journey::default() };
        let crossing = Crossing {
            id: CrossingId(post.store.new_id()),
            post: PostId::parse("KRM").expect("an identifier"),
            at,
            direction: Direction::Entry,
            traveller,
            journey,
            authorised: None,
            decision: Decision::Admit,
            visa: None,
            party: None,
            member: None,
            officer: AccountId::parse("aminata").expect("an identifier"),
            settles: None,
            undoes: None,
            day: None,
            stamp: None,
        };
        NewEvent { at, actor: Some(crossing.officer.clone()), event: Event::CrossingRecorded(Box::new(crossing)) }
    });
    let node = NodeId::parse("ZEG").expect("an identifier");
    post.store.bring_in(&node, events.collect::<Vec<_>>()).await.expect("brought in");
    post
}

/// The figure beside a word.
fn figure(page: &Page, word: &str) -> u64 {
    let facts = page.part_of_class("dl", "figures").parts("div");
    let fact = facts.iter().find(|fact| fact.part("dt").says(word)).expect("a figure");
    fact.part("dd").text().split_whitespace().collect::<String>().parse().expect("a number")
}

#[tokio::test]
async fn a_correction_moves_a_crossing_in_the_flows_at_once() {
    let post = post_with_past().await;
    let (officer, supervisor) = (post.sign_in("aminata").await, post.sign_in("mariam").await);
    let entries =
        async |days: u32| figure(&supervisor.page(&format!("/flows?days={days}&post=KRM")).await, "flows-entries");
    let before = entries(365).await;
    assert_eq!(before, PAST.iter().map(|(_, count)| count.unsigned_abs() as u64).sum::<u64>());
    let id = officer.scan(&numbered(4_712, "SAKO")).await;
    officer.decides(&id, &[("decision", "admit"), ("purpose", "trade"), ("stay_days", "3")]).await;
    assert_eq!(entries(365).await, before + 1);
    let unsaid = supervisor.post(&format!("/crossing/{id}/cancel"), &[("reason", " ")]).await;
    assert_eq!(unsaid.status(), StatusCode::BAD_REQUEST, "a reason must be given");
    let done = supervisor.post(&format!("/crossing/{id}/cancel"), &[("reason", "essai")]).await;
    assert_eq!(done.status(), StatusCode::SEE_OTHER, "{}", done.page().text());
    assert_eq!(entries(365).await, before);
}

#[tokio::test]
async fn days_of_the_board_are_typed_and_shown_as_officers_write_them() {
    let post = Post::new().await;
    let analyst = post.sign_in("djeneba").await;
    for days in ["from=01/09/2026&to=14.10.2026", "from=2026-09-01&to=2026-10-14"] {
        let board = analyst.page(&format!("/flows?{days}")).await;
        assert_eq!(board.value("from").as_deref(), Some("01/09/2026"), "{days}");
        assert_eq!(board.value("to").as_deref(), Some("14/10/2026"), "{days}");
    }
    assert!(analyst.page("/flows?from=31/02/2026").await.says_with("flows-no-day", &[("text", "31/02/2026")]));
    assert_eq!(analyst.get("/flows/reports?post=KRM&day=27/11/2026").await.to(), "/flows/reports/day:KRM:2026-11-27");
}

#[tokio::test]
async fn a_view_is_kept_by_name_for_all_who_see_flows_and_asks_again_up_to_the_day_it_is_asked() {
    let post = Post::new().await;
    let (analyst, supervisor) = (post.sign_in("djeneba").await, post.sign_in("mariam").await);
    let keep = |asked: &'static str, name: &'static str| [("name", name), ("asked", asked)];
    let kept = analyst.post("/flows/views", &keep("days=30&post=KRM&sex=&tool=x", "Kourémalé, 30 jours")).await;
    assert_eq!(kept.to(), "/flows?days=30&post=KRM", "only what the board can be asked for");
    let board = supervisor.page("/flows").await;
    assert!(board.contains("Kourémalé, 30 jours") && board.links().contains(&"/flows?days=30&post=KRM"));
    for name in ["", " ", &"x".repeat(61)] {
        let unnamed = analyst.post("/flows/views", &[("name", name), ("asked", "days=7")]).await;
        assert_eq!(unnamed.status(), StatusCode::UNPROCESSABLE_ENTITY, "{name}");
    }
    let gone = [("name", "Kourémalé, 30 jours"), ("asked", ""), ("forget", "yes")];
    assert_eq!(supervisor.post("/flows/views", &gone).await.to(), "/flows?");
    assert!(!analyst.page("/flows").await.contains("Kourémalé, 30 jours"));
    assert_eq!(post.sign_in("aminata").await.post("/flows/views", &gone).await.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn an_analyst_sees_counts_and_nobody() {
    let post = Post::new().await;
    let analyst = post.sign_in("djeneba").await;
    assert_eq!(analyst.get("/counter").await.to(), "/flows");
    for path in ["/day", "/day.csv", "/crossing/x", "/hits", "/alerts", "/visas", "/network", "/lists"] {
        assert_eq!(analyst.get(path).await.status(), StatusCode::FORBIDDEN, "{path}");
    }
    // Neither do officers at a counter see flows, nor may a supervisor ask in SQL.
    assert_eq!(post.sign_in("aminata").await.get("/flows").await.status(), StatusCode::FORBIDDEN);
    let supervisor = post.sign_in("mariam").await;
    for path in ["/flows", "/flows/take?what=figure:trend", "/flows/questions"] {
        let is_sql = path.ends_with("questions");
        let seen = if is_sql { StatusCode::FORBIDDEN } else { StatusCode::OK };
        assert_eq!(supervisor.get(path).await.status(), seen, "{path}");
        assert_eq!(analyst.get(path).await.status(), StatusCode::OK, "{path}");
    }
    // Exact counts are for those who answer for crossings.
    let inside = "inside".to_owned();
    assert!(supervisor.page("/flows/take?what=figure:trend").await.values("use").contains(&inside));
    assert!(!analyst.page("/flows/take?what=figure:trend").await.values("use").contains(&inside));
    let taken = [("what", "figure:trend"), ("query", ""), ("form", "csv"), ("use", "inside"), ("why", "x")];
    assert_eq!(analyst.post("/flows/take", &taken).await.status(), StatusCode::FORBIDDEN);
    assert_eq!(post.journal("flows-exported").await, [""; 0]);
}

#[tokio::test]
async fn what_an_analyst_sees_is_near_what_was_counted_and_tells_of_no_fewer_than_five() {
    let post = post_with_past().await;
    let (analyst, supervisor) = (post.sign_in("djeneba").await, post.sign_in("mariam").await);
    let board = analyst.page("/flows?days=365").await;
    assert!(board.says_with("flows-bound", &[("bound", "5")]), "{}", board.text());
    let (seen, counted) =
        (figure(&board, "flows-entries"), figure(&supervisor.page("/flows?days=365").await, "flows-entries"));
    assert!(seen % 5 == 0 && seen.abs_diff(counted) < 40, "{seen} {counted}");
    // Today is not over: nothing is published of it.
    let officer = post.sign_in("aminata").await;
    let id = officer.scan(&numbered(4_712, "SAKO")).await;
    officer.decides(&id, &[("decision", "admit"), ("purpose", "trade"), ("stay_days", "3")]).await;
    assert_eq!(figure(&analyst.page("/flows?days=365").await, "flows-entries"), seen);
    // Hours and towns stand apart from who crossed.
    let chosen = analyst.page("/flows?days=365&nationality=GIN").await;
    assert!(chosen.says("flows-apart") && chosen.has_id("figure-ages") && !chosen.has_id("figure-hours"));
    assert!(!supervisor.page("/flows?days=365&nationality=GIN").await.says("flows-apart"));
    let (status, page) = {
        let fields = [("what", "figure:hours"), ("query", "days=365&nationality=GIN"), ("form", "csv")];
        let fields = [&fields[..], &[("use", "publish"), ("why", "institut")]].concat();
        let answer = analyst.post("/flows/take", &fields).await;
        (answer.status(), answer.page())
    };
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("flows-apart"), "{}", page.text());
}

#[tokio::test]
async fn an_analyst_who_takes_out_windows_that_grow_finds_nobody_by_subtraction() {
    let post = post_with_past().await;
    let analyst = post.sign_in("djeneba").await;
    let taken = async |days: i64, filter: &str| {
        let to = (post.now() - SignedDuration::from_hours(24 * days)).to_zoned_datetime(jiff::tz::TimeZone::UTC).date();
        let query = format!("from=2025-01-01&to={to}{filter}");
        let fields = [("what", "figure:nationalities"), ("query", query.as_str()), ("form", "csv")];
        let fields = [&fields[..], &[("use", "publish"), ("why", "institut")]].concat();
        let answer = analyst.post("/flows/take", &fields).await;
        assert_eq!(answer.status(), StatusCode::OK, "{}", answer.text());
        counts(std::str::from_utf8(&answer.bytes).expect("text"))
    };
    for filter in ["", "&sex=F", "&sex=M", "&purpose=trade"] {
        for days in [30, 31, 60, 61, 90, 91, 92] {
            let counts = taken(days, filter).await;
            assert!(counts.iter().all(|count| count % 5 == 0), "{filter} {days}: {counts:?}");
        }
    }
    // The same window asked for twice is the same: nothing is drawn anew.
    assert_eq!(taken(45, "").await, taken(45, "").await);
}

/// The counts in a table that is taken out, without its first column.
fn counts(text: &str) -> Vec<u64> {
    let rows = text.lines().skip(2).flat_map(|line| line.split([',', ';']).skip(1));
    rows.filter_map(|cell| cell.parse().ok()).collect()
}

async fn take(analyst: &Officer, what: &str, form: &str, used: &str, why: &str) -> (StatusCode, Vec<u8>) {
    let fields = [("what", what), ("query", "days=365"), ("form", form), ("use", used), ("why", why)];
    let answer = analyst.post("/flows/take", &fields).await;
    (answer.status(), answer.bytes.to_vec())
}

#[tokio::test]
async fn what_leaves_the_house_is_protected_named_and_recorded() {
    let post = post_with_past().await;
    let analyst = post.sign_in("djeneba").await;
    let fields =
        [("what", "figure:nationalities"), ("query", "days=365"), ("form", "csv"), ("use", "publish"), ("why", " ")];
    let unsaid = analyst.post("/flows/take", &fields).await;
    assert_eq!(unsaid.status(), StatusCode::OK);
    assert!(unsaid.page().says("take-no-reason"), "{}", unsaid.page().text());
    let why = "Institut national de la statistique";
    let supervisor = post.sign_in("mariam").await;
    let text = async |who: &Officer, form: &str, used: &str| {
        String::from_utf8(take(who, "figure:nationalities", form, used, why).await.1).expect("text")
    };
    let (inside, published) = (text(&supervisor, "csv", "inside").await, text(&analyst, "hxl", "publish").await);
    assert!(published.contains("#country+code+v_iso3+nationality") && !inside.contains('#'));
    assert!(counts(&inside).iter().any(|count| (1..5).contains(count)), "there is something to protect: {inside}");
    assert!(counts(&published).iter().all(|count| count % 5 == 0), "{published}");
    for (what, form, begins) in [
        ("figure:posts", "svg", &b"<svg"[..]),
        ("figure:streams", "xlsx", b"PK"),
        ("report:year:2026", "xlsx", b"PK"),
        ("report:week:2026-11-16", "csv", b""),
        ("series", "sdmx-csv", b"STRUCTURE,STRUCTURE_ID,ACTION,FREQ"),
        ("series", "sdmx-json", b"{"),
        ("tallies", "hxl", b""),
    ] {
        let (status, bytes) = take(&analyst, what, form, "publish", why).await;
        assert_eq!(status, StatusCode::OK, "{what} {form}");
        assert!(bytes.starts_with(begins), "{what} {form}: {:?}", &bytes[..bytes.len().min(40)]);
    }
    for (what, form) in
        [("figure:names", "csv"), ("figure:trend", "pdf"), ("report:day:../../etc:2026-01-01", "pdf"), ("", "csv")]
    {
        assert_eq!(take(&analyst, what, form, "publish", why).await.0, StatusCode::NOT_FOUND, "{what} {form}");
    }
    let events = post.journal("flows-exported").await;
    assert_eq!(events.iter().filter(|event| event.contains(why)).count(), 9, "{events:?}");
    assert!(events.iter().any(|event| event.contains("bound-5")));
}

#[tokio::test]
async fn filters_that_make_no_sense_are_answered_in_a_sentence() {
    let post = post_with_past().await;
    let analyst = post.sign_in("djeneba").await;
    for (query, says) in [
        ("from=2026-11-30&to=2026-11-01", Some("flows-reversed")),
        ("from=gestern", Some("flows-no-day")),
        ("from=99999-01-01", Some("flows-no-day")),
        ("nationality=ZZZ", Some("flows-nothing")),
        ("post=NOWHERE&days=7", Some("flows-nothing")),
        ("from=1950-01-01&to=1950-12-31", Some("flows-nothing")),
        ("days=-1", None),
        ("post=%3Cscript%3E", Some("flows-nothing")),
    ] {
        let answer = analyst.get(&format!("/flows?{query}")).await;
        assert_eq!(answer.status(), StatusCode::OK, "{query}");
        let page = answer.page();
        assert!(says.is_none_or(|message| page.says(message)), "{query}: {}", page.text());
        assert!(!answer.text().contains("<script>"), "{query}");
    }
    assert_eq!(analyst.get("/flows/reports/century:1900").await.status(), StatusCode::NOT_FOUND);
    assert_eq!(analyst.get("/flows/warnings?until=never").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_report_of_which_nothing_may_be_published_says_so_instead_of_noughts() {
    let post = post_with_past().await;
    let report = "/flows/reports/month:2019-01";
    let published = post.sign_in("djeneba").await.page(report).await;
    assert!(published.contains("aucun effectif ne peut être publié"), "{}", published.text());
}

#[tokio::test]
async fn every_title_is_whole_however_little_is_chosen() {
    let post = post_with_past().await;
    let analyst = post.sign_in("djeneba").await;
    let board = analyst.page("/flows?days=365&nationality=GIN").await;
    assert!(!board.contains("Guinée\u{a0}: 100"), "what the filter says is no finding: {}", board.text());
    assert!(board.says("question-nationalities"), "{}", board.text());
    for chosen in [
        "post=KRM",
        "sex=female",
        "purpose=trade",
        "mode=bus",
        "direction=exit",
        "age=30-34",
        "nationality=GIN&sex=female",
    ] {
        let board = analyst.text(&format!("/flows?days=365&{chosen}")).await;
        assert!(!board.contains("{$") && !board.contains("{ $"), "{chosen}: a word is missing: {board}");
    }
}

#[tokio::test]
async fn where_limen_analyst_is_not_there_one_sentence_says_how_to_add_it_and_all_else_goes_on() {
    // It stands beside no program of the tests.
    let post = post_with_past().await;
    let analyst = post.sign_in("djeneba").await;
    let page = analyst.page("/flows/questions").await;
    let sentence =
        page.says("analyst-missing") && page.contains("limen-analyst") && page.contains("/usr/lib/limen/current/");
    assert!(sentence, "{}", page.text());
    assert!(!page.has_field("question"), "nothing can be asked: {}", page.text());
    let page = analyst.page("/flows/take?what=figure:ages").await;
    assert!(page.says("analyst-missing") && page.is_closed("form", "png"), "{}", page.text());
    assert_eq!(take(&analyst, "figure:ages", "png", "publish", "institut").await.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(take(&analyst, "figure:ages", "svg", "publish", "institut").await.0, StatusCode::OK);
    let events = post.journal("flows-exported").await;
    assert_eq!(events.len(), 1, "what was not taken is not noted: {events:?}");
}

#[tokio::test]
async fn flows_whose_protection_cant_be_read_do_not_leave_the_house() {
    let post = post_with_past().await;
    post.store.set_setting("flows-protection", r#"{"method":"noise","epsilon":1}"#).await.expect("set");
    let post = post.started_again().await;
    let analyst = post.sign_in("djeneba").await;
    for used in ["publish", "inside"] {
        let (status, page) = take(&analyst, "figure:nationalities", "csv", used, "ministère").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{used}");
        assert!(Page::read(&String::from_utf8(page).expect("text")).contains("flows-protection"), "{used}");
    }
    assert_eq!(post.sign_in("aminata").await.get("/counter").await.status(), StatusCode::OK, "the counter goes on");
    assert_eq!(post.journal("flows-exported").await, [""; 0]);
}

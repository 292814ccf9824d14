//! Across the border: what both states counted at a pair of posts, and what its chiefs write beside it.

use crate::support::{Officer, Post};
use axum::http::StatusCode;
use jiff::{SignedDuration, Timestamp, civil::Date, civil::date, tz::TimeZone};
use limen_domain::{Direction, PostId, Role, StateCode};
use limen_exchange::identity::Identity;
use limen_neighbour::{
    Agreement, Article, Content, Coverage, DayBounds, DayFigures, Group, GroupBy, Kind, Pair, PairNote, Paper, Party,
    SignedAgreement,
};
use limen_node::neighbours::held::Held;
use limen_store::{PaperEffect, hex};

/// The day before the one on which posts open in tests.
const YESTERDAY: Date = date(2027, 3, 2);

fn state(code: &str) -> StateCode {
    code.parse().expect("a state")
}

/// An agreement that both have signed, with Kourémalé and another pair.
fn agreement(seen_by: &[Role]) -> (SignedAgreement, Identity) {
    let (ours, theirs) = (Identity::generate().expect("made"), Identity::generate().expect("made"));
    let party = |code: &str, identity: &Identity| Party {
        state: state(code),
        name: code.to_owned(),
        key: identity.public_key(),
    };
    let basis = Article { treaty: "Accord de Conakry".to_owned(), article: "article 4".to_owned() };
    let days = (date(2026, 6, 1), date(2028, 12, 31));
    let parties = [party("MLI", &ours), party("GIN", &theirs)];
    let mut agreement = Agreement::new(uuid::Uuid::nil(), 1, "Postes jumelés", parties, basis, days);
    for (code, name, here, there) in [("KOU", "Kourémalé", "KRM", "KOG"), ("FAR", "Faragouaran", "FRG", "SIG")] {
        let post = |code: &str| PostId::parse(code).expect("a post");
        agreement.pairs.push(Pair {
            code: code.to_owned(),
            name: name.to_owned(),
            posts: [(state("MLI"), post(here)), (state("GIN"), post(there))].into(),
            zone: "Africa/Bamako".to_owned(),
            is_joint: false,
        });
    }
    agreement.papers = vec![Kind::Figures, Kind::PairNote];
    agreement.groups = vec![GroupBy::Sex];
    agreement.seen_by = seen_by.to_vec();
    let mut signed = SignedAgreement::unsigned(agreement).expect("an agreement");
    signed.sign(state("MLI"), &ours);
    signed.sign(state("GIN"), &theirs);
    (signed, theirs)
}

fn figures(day: Date, direction: Direction, people: u64, women: u64) -> DayFigures {
    let begins = |day: Date| day.to_zoned_datetime(TimeZone::UTC).expect("a day").timestamp();
    let group = |code: &str, people| Group { by: GroupBy::Sex, code: code.to_owned(), people };
    DayFigures {
        pair: "KOU".to_owned(),
        day,
        direction,
        bounds: DayBounds { from: begins(day), to: begins(day.tomorrow().expect("a day")), own_midnight: begins(day) },
        people,
        groups: vec![group("F", women), group("M", people - women)],
        multiple_of: 5,
        coverage: Coverage::default(),
        version: 1,
    }
}

/// A post or headquarters where an agreement is in force.
struct Border {
    post: Post,
    agreement: SignedAgreement,
    /// Their key.
    theirs: Identity,
}

impl Border {
    async fn of(post: Post, seen_by: &[Role]) -> Self {
        let (agreement, theirs) = agreement(seen_by);
        let fact = (format!("GIN/agreement/{}", agreement.name()), agreement.file());
        let effect = PaperEffect { facts: vec![fact], ..PaperEffect::default() };
        post.store.change_of_neighbour(state("GIN"), effect).await.expect("kept");
        Self { post, agreement, theirs }
    }

    /// One side says something.
    async fn says(&self, is_ours: bool, content: Content) {
        let held = Held {
            neighbour: state("GIN"),
            is_ours,
            at: self.post.now(),
            agreement: self.agreement.name(),
            paper: "ab12".repeat(16),
            content,
        };
        let fact = (held.id(), serde_json::to_string(&held).expect("written"));
        let effect = PaperEffect { facts: vec![fact], ..PaperEffect::default() };
        self.post.store.change_of_neighbour(state("GIN"), effect).await.expect("kept");
    }

    /// A paper of theirs as it is kept, or why it was refused.
    async fn keeps(&self, number: u64, content: Content, refused: &str) {
        let [guinea, mali] = &self.agreement.agreement.parties;
        let (kind, about) = (content.kind().code(), content.about());
        let head = limen_neighbour::Head { number: number - 1, name: String::new() };
        let paper = Paper::next(guinea, mali, &self.agreement.name(), &head, self.post.now(), content);
        let (file, head) = paper.signed(&self.theirs).expect("signed");
        let at = self.post.now().as_millisecond();
        let kept = sqlx::query(
            "insert into neighbour_paper (neighbour, is_ours, number, name, agreement, kind, about, at, kept_at, file, refused)
             values ('GIN', 0, $1, $2, $3, $4, $5, $6, $6, $7, $8)",
        );
        let kept = kept.bind(i64::try_from(number).expect("a number")).bind(head.name).bind(self.agreement.name());
        let kept =
            kept.bind(kind).bind(about).bind(at).bind(refused.is_empty().then_some(file)).bind(refused.to_owned());
        kept.execute(&mut self.post.database().await).await.expect("kept");
    }

    async fn sign_in(&self, account: &str) -> Officer {
        self.post.sign_in(account).await
    }
}

const ALL: [Role; 3] = [Role::Analyst, Role::Supervisor, Role::Administrator];

/// The address of a day of Kourémalé.
fn day(day: Date) -> String {
    format!("/across/day?pair=GIN%2FKOU&day={day}")
}

#[tokio::test]
async fn the_entry_into_one_stands_beside_the_exit_from_the_other_with_the_gap_and_what_is_missing_is_said() {
    let border = Border::of(Post::headquarters().await, &ALL).await;
    border.says(true, Content::Figures(figures(YESTERDAY, Direction::Entry, 120, 50))).await;
    let mut theirs = figures(YESTERDAY, Direction::Exit, 100, 40);
    theirs.coverage = Coverage { hours_closed: 3, tallied: 25, reached_until: None };
    border.says(false, Content::Figures(theirs)).await;
    let analyst = border.sign_in("djeneba").await;
    let page = analyst.page("/across").await;
    let row = page.parts("tr").into_iter().find(|row| row.contains("120")).expect("a row");
    assert!(row.contains("100") && row.contains("+20"), "{}", row.text());
    assert!(row.says_with("across-fact-closed", &[("state", "Guinée"), ("hours", "3")]), "{}", row.text());
    assert!(row.says_with("across-fact-tallied", &[("state", "Guinée"), ("people", "25")]), "{}", row.text());
    assert!(row.says("across-no-band"), "too little history is said");
    assert!(page.says_with("across-fact-missing", &[("state", "Guinée")]), "the other direction is missing");
    let day = analyst.page(&day(YESTERDAY)).await;
    assert!(day.says("across-by-sex") && day.contains("50") && day.contains("40"), "{}", day.text());
}

#[tokio::test]
async fn a_pair_is_seen_by_whom_the_agreement_names_and_by_nobody_else() {
    let border = Border::of(Post::headquarters().await, &[Role::Analyst]).await;
    border.says(false, Content::Figures(figures(YESTERDAY, Direction::Exit, 100, 40))).await;
    let (analyst, supervisor) = (border.sign_in("djeneba").await, border.sign_in("mariam").await);
    assert!(analyst.page("/across").await.contains("Kourémalé"));
    let nothing = supervisor.page("/across").await;
    assert!(nothing.says("across-none") && !nothing.contains("Faragouaran"));
    assert_eq!(supervisor.get(&day(YESTERDAY)).await.status(), StatusCode::NOT_FOUND);
    assert!(supervisor.page("/across/report").await.says("across-none"));
    for account in ["aminata", "salif", "kadiatou"] {
        let other = border.sign_in(account).await;
        assert_eq!(other.get("/across").await.status(), StatusCode::FORBIDDEN, "{account}");
    }
}

#[tokio::test]
async fn a_post_sees_its_own_pair_alone_and_headquarters_all() {
    let border = Border::of(Post::in_network().await, &ALL).await;
    let mariam = border.sign_in("mariam").await;
    let page = mariam.page("/across").await;
    assert!(page.contains("Kourémalé") && !page.contains("Faragouaran"));
    assert_eq!(mariam.get("/across?pair=GIN%2FFAR").await.status(), StatusCode::NOT_FOUND);
    let border = Border::of(Post::headquarters().await, &ALL).await;
    let mariam = border.sign_in("mariam").await;
    assert!(mariam.page("/across?pair=GIN%2FFAR").await.contains("Faragouaran"));
    for wrong in ["/across?pair=GIN%2FXYZ", "/across/day?pair=GIN%2FKOU&day=yesterday", "/across/day"] {
        assert_eq!(mariam.get(wrong).await.status(), StatusCode::NOT_FOUND, "{wrong}");
    }
}

#[tokio::test]
async fn a_note_of_a_posts_chief_waits_for_headquarters_which_says_it() {
    let border = Border::of(Post::in_network().await, &ALL).await;
    let (mariam, analyst) = (border.sign_in("mariam").await, border.sign_in("djeneba").await);
    let note = |text: &'static str| [("pair", "GIN/KOU"), ("day", "2027-03-02"), ("text", text)];
    assert_eq!(analyst.post("/across/day", &note("x")).await.status(), StatusCode::FORBIDDEN);
    let empty = mariam.post("/across/day", &note("  ")).await;
    assert_eq!(empty.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.page().says("across-note-empty"));
    let written = mariam.post("/across/day", &note("Marché\n <b>fermé</b> à 18 h")).await;
    assert_eq!(written.to(), day(YESTERDAY));
    let page = mariam.page(&day(YESTERDAY)).await;
    assert!(page.says("across-note-waits") && page.contains("Marché <b>fermé</b> à 18 h"), "{}", page.text());
    let drafts = border.post.store.neighbour_drafts(state("GIN"), 10).await.expect("read");
    let said: Content = serde_json::from_str(&drafts[0].content).expect("a content");
    let text = "Marché <b>fermé</b> à 18 h".to_owned();
    assert_eq!(said, Content::PairNote(PairNote { pair: "KOU".to_owned(), day: YESTERDAY, text }));
    assert_eq!(drafts.len(), 1);
    // Headquarters has said it: it waits no more.
    border.says(true, said).await;
    let page = mariam.page(&day(YESTERDAY)).await;
    assert!(!page.says("across-note-waits"), "{}", page.text());
    assert!(page.parts("tr").iter().any(|row| row.contains("Marché <b>fermé</b>")), "it stands among what was said");
    // A day that the agreement does not cover takes none.
    let early = [("pair", "GIN/KOU"), ("day", "2026-05-01"), ("text", "x")];
    assert!(mariam.post("/across/day", &early).await.page().says("across-note-refused"));
}

#[tokio::test]
async fn earlier_versions_stay_seen_with_the_numbers_of_the_papers_that_prove_them() {
    let border = Border::of(Post::headquarters().await, &ALL).await;
    let first = figures(YESTERDAY, Direction::Exit, 60, 20);
    let second = DayFigures { version: 2, ..figures(YESTERDAY, Direction::Exit, 100, 40) };
    border.keeps(7, Content::Figures(first), "").await;
    border.keeps(9, Content::Figures(second.clone()), "").await;
    border.keeps(10, Content::Figures(figures(YESTERDAY, Direction::Entry, 5, 0)), "withheld").await;
    border.says(false, Content::Figures(second)).await;
    let page = border.sign_in("fanta").await.page(&day(YESTERDAY)).await;
    let row = |number: &str| {
        let mut rows = page.parts("tr").into_iter();
        rows.find(|row| row.says_with("across-paper-number", &[("number", number)])).expect("a row")
    };
    let (earlier, now, refused) = (row("7"), row("9"), row("10"));
    assert!(earlier.contains("60") && earlier.says("across-earlier"), "{}", earlier.text());
    assert!(now.contains("100") && now.says("across-holds"), "{}", now.text());
    assert!(refused.says("across-gone") && refused.says("across-refused-withheld"), "{}", refused.text());
}

#[tokio::test]
async fn the_mixed_commissions_report_leaves_with_a_reason_that_the_journal_holds() {
    let border = Border::of(Post::headquarters().await, &ALL).await;
    border.says(true, Content::Figures(figures(date(2027, 2, 10), Direction::Entry, 120, 50))).await;
    border.says(false, Content::Figures(figures(date(2027, 2, 10), Direction::Exit, 100, 40))).await;
    let analyst = border.sign_in("djeneba").await;
    let name = border.agreement.name();
    let asked = analyst.page("/across/report").await;
    assert!(asked.choices("period").iter().any(|(period, _)| period == "2027-02"), "{:?}", asked.choices("period"));
    let take = async |period: &str, form: &str, why: &str| {
        let fields =
            [("agreement", name.as_str()), ("period", period), ("form", form), ("language", "en"), ("why", why)];
        analyst.post("/across/report", &fields).await
    };
    for (period, form, why, message) in [
        ("2027-02", "xlsx", " ", "across-report-no-reason"),
        ("2019-02", "xlsx", "commission", "across-report-no-period"),
        ("2027-02", "csv", "commission", "across-report-no-form"),
    ] {
        let refused = take(period, form, why).await;
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY, "{message}");
        assert!(refused.page().says(message), "{message}");
    }
    assert!(border.post.journal("flows-exported").await.is_empty());
    for period in ["2027-02", "2027-Q1"] {
        let taken = take(period, "xlsx", "commission mixte").await;
        assert_eq!(taken.status(), StatusCode::OK);
        assert!(taken.header("content-disposition").contains(period), "{}", taken.header("content-disposition"));
    }
    let noted = border.post.journal("flows-exported").await;
    assert!(noted.len() == 2 && noted[0].contains("commission mixte") && noted[0].contains("bound-5"), "{noted:?}");
    let other = hex(&[7; 32]);
    let fields = [("agreement", other.as_str()), ("period", "2027-02"), ("form", "xlsx"), ("why", "x")];
    assert_eq!(analyst.post("/across/report", &fields).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_band_is_drawn_once_there_is_history_and_an_unusual_day_is_marked() {
    let border = Border::of(Post::headquarters().await, &ALL).await;
    let mut effect = PaperEffect::default();
    let mut at = YESTERDAY;
    for back in 0..90 {
        for (is_ours, direction) in [(true, Direction::Entry), (false, Direction::Exit)] {
            let people = if back == 0 && !is_ours { 20 } else { 100 };
            let held = Held {
                neighbour: state("GIN"),
                is_ours,
                at: Timestamp::UNIX_EPOCH + SignedDuration::from_hours(1),
                agreement: border.agreement.name(),
                paper: "ab".repeat(32),
                content: Content::Figures(figures(at, direction, people, 10)),
            };
            effect.facts.push((held.id(), serde_json::to_string(&held).expect("written")));
        }
        at = at.yesterday().expect("a day");
    }
    border.post.store.change_of_neighbour(state("GIN"), effect).await.expect("kept");
    let page = border.sign_in("djeneba").await.page("/across").await;
    let row = page.parts("tr").into_iter().find(|row| row.contains("+80")).expect("a row");
    assert!(row.says("across-unusual"), "{}", row.text());
    let html = border.sign_in("djeneba").await.text("/across").await;
    let drawn = |class: &str| html.matches(&format!("class=\"{class}\"")).count();
    assert_eq!((drawn("band"), drawn("mark")), (1, 1), "a band, and one day outside of it");
}

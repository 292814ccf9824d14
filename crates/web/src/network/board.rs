//! Headquarters' board: each node of the network, how it is, and what was refused.

use crate::{
    app::App,
    kit::{
        failure::Failure,
        parts::Choice,
        second_person::GivenWord,
        session::SignedIn,
        shell::{Shell, answer, moment},
    },
    network::recovery,
    node::{
        level::Level,
        network::board::{Board, Machine, MachineCounts, MachineTrouble},
    },
    words::Words,
};
use askama::Template;
use axum::response::Response;
use jiff::SignedDuration;
use limen_domain::{Permission, PostId};
use limen_exchange::{Headquarters, headquarters::Said};
use limen_store::{ReferenceVersion, RefusalCount};

/// A form of the board whose password was not taken, with what was given.
pub(crate) enum Given {
    /// None.
    Nothing,
    /// A machine was to be let in.
    Invite {
        /// To which post.
        post: PostId,
        /// Why the password was not taken.
        wrong: String,
    },
    /// A machine was to be taken in no more.
    Revoke {
        /// Which, or which of its journals, as the form names it.
        node: String,
        word: GivenWord,
    },
}

struct NodeRow {
    post: String,
    node: String,
    level: Level,
    state: String,
    contact: String,
    journal: String,
    reference: String,
    clock: String,
    disk: String,
    version: String,
    notes: Vec<String>,
    is_revoked: bool,
    /// The two journals, where two machines write under its name; otherwise none.
    twins: Vec<String>,
}

/// What was refused, as often as it was for the same reason.
struct RefusalRow {
    /// When last.
    at: String,
    times: String,
    sender: String,
    why: String,
    /// What exactly, in English.
    detail: String,
}

#[derive(Template)]
#[template(path = "network/board.html")]
struct BoardPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    headline: String,
    rows: Vec<NodeRow>,
    posts: Vec<Choice>,
    refusals: Vec<RefusalRow>,
    /// Whether this person lets machines join and leave.
    manages: bool,
    /// Whether a machine holds what headquarters went on without.
    is_left_out: bool,
    version: i64,
    /// Why the password for letting a machine in was not taken.
    invite_wrong: Option<String>,
    /// What was given for taking one in no more.
    revoke: GivenWord,
    /// Which, or which of its journals, as the form names it; empty where none was chosen.
    to_revoke: String,
}

impl BoardPage<'_> {
    fn is_to_revoke(&self, node: &str) -> bool {
        self.to_revoke == node
    }

    fn is_journal_to_revoke(&self, journal: &str) -> bool {
        self.to_revoke.strip_prefix("journal:") == Some(journal)
    }
}

pub(crate) async fn show(
    app: &App,
    signed: &SignedIn,
    headquarters: &Headquarters,
    given: Given,
) -> Result<Response, Failure> {
    let recovery = headquarters.recovery().await?;
    if let Some(recovery) = recovery.as_ref().filter(|recovery| recovery.is_restored) {
        return recovery::show(app, signed, recovery, GivenWord::default()).await;
    }
    let w = signed.words(app);
    let board = Board::of(headquarters, app.now()).await?;
    let MachineCounts { all, well } = board.counts();
    let refusals = board.refusals.iter().map(|RefusalCount { last: refusal, times }| {
        let sender = refusal.sender.as_ref().map_or_else(|| w.t("stick-unknown"), ToString::to_string);
        RefusalRow {
            at: moment(app, w, refusal.at),
            times: w.number(u64::try_from(*times).unwrap_or(0)),
            sender,
            why: w.coded("why", &refusal.why),
            detail: refusal.detail.clone(),
        }
    });
    let posts = app.store.posts().await?;
    let is_wrong = !matches!(given, Given::Nothing);
    let (mut invited, mut invite_wrong) = (None, None);
    let (mut to_revoke, mut revoke) = (String::new(), GivenWord::default());
    match given {
        Given::Nothing => {}
        Given::Invite { post, wrong } => (invited, invite_wrong) = (Some(post), Some(wrong)),
        Given::Revoke { node, word } => (to_revoke, revoke) = (node, word),
    }
    let post_choice = |post: limen_store::Post| {
        let is_chosen = invited.as_ref() == Some(&post.id);
        Choice::new(post.id.as_str(), post.name, is_chosen)
    };
    let board_page = BoardPage {
        headline: w.t2("board-headline", ("well", well as i64), ("all", all as i64)),
        refusals: refusals.collect(),
        posts: posts.into_iter().map(post_choice).collect(),
        invite_wrong,
        revoke,
        to_revoke,
        is_left_out: recovery.is_some(),
        manages: signed.session.account.role.may(Permission::ManageNetwork),
        version: board.reached.version,
        shell: Shell::new(app, signed, "network"),
        rows: board.machines.iter().map(|machine| row(app, w, machine, board.reached)).collect(),
        w,
    };
    Ok(answer(is_wrong, &board_page))
}

fn row(app: &App, w: &Words, machine: &Machine, reached: ReferenceVersion) -> NodeRow {
    let Machine { member, level, troubles, said, held, twins } = machine;
    let (mut journal, mut reference, mut clock, mut disk, mut version) = Default::default();
    if let Some(Said { status, clock_ahead_s, .. }) = said {
        let number = |count: i64| w.number(u64::try_from(count).unwrap_or(0));
        journal = if *held >= status.journal {
            number(*held)
        } else {
            w.t2("board-of", ("held", number(*held)), ("all", number(status.journal)))
        };
        reference = if status.reference == reached.version {
            w.t1("board-current", "version", status.reference)
        } else {
            w.t1("link-version", "version", status.reference)
        };
        clock = clock_ahead_s.map(|ahead| w.clock_ahead(ahead)).unwrap_or_default();
        disk = status.disk_free.map(|free| w.gigabytes(free)).unwrap_or_default();
        version = status.version.clone();
    }
    let since_heard = member.heard_at.map(|at| app.now().duration_since(at));
    NodeRow {
        post: app.post_name(&member.post),
        node: member.id.to_string(),
        level: *level,
        state: w.coded("board", level.code()),
        contact: match since_heard {
            None => w.t("link-never"),
            Some(since) if since < SignedDuration::from_mins(1) => w.t("link-now"),
            Some(since) => w.t1("board-ago", "distance", w.minutes(since.as_mins())),
        },
        journal,
        reference,
        clock,
        disk,
        version,
        notes: match &member.revoked {
            Some(reason) => vec![reason.clone()],
            None => troubles.iter().map(|trouble| trouble_words(w, trouble)).collect(),
        },
        is_revoked: member.revoked.is_some(),
        twins: twins.iter().flat_map(|(one, other)| [one.to_string(), other.to_string()]).collect(),
    }
}

fn trouble_words(w: &Words, trouble: &MachineTrouble) -> String {
    match trouble {
        MachineTrouble::Refused(why) => w.coded("why", why),
        MachineTrouble::Twins(one, other) => w.t2("board-twin", ("one", one.to_string()), ("other", other.to_string())),
        MachineTrouble::Away => w.t("board-away"),
        MachineTrouble::ClockOff => w.t("complaint-clock-off"),
        MachineTrouble::DiskLow => w.t("complaint-disk-low"),
        MachineTrouble::Complaint(complaint) => w.coded("complaint", complaint.code()),
    }
}

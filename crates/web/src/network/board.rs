//! Headquarters' board: each node of the network, how it is, and what was refused.

use crate::{
    app::App,
    kit::{
        failure::Failure,
        session::SignedIn,
        shell::{Shell, moment, page},
    },
    network::recovery,
    node::health::{CLOCK_OFF, LOW_DISK_BYTES},
    words::Words,
};
use askama::Template;
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};
use limen_domain::{NodeId, Permission};
use limen_exchange::{Headquarters, headquarters::Said, message::Complaint};
use limen_store::{Member, ReferenceVersion, Refusal};
use std::collections::HashMap;

/// A node that was not heard of for this long is shown as away.
const AWAY: SignedDuration = SignedDuration::from_hours(1);
/// Maximum number of refusals shown.
const MOST_REFUSALS: i64 = 20;
/// Refusals this old still mark their sender.
const RECENT: SignedDuration = SignedDuration::from_hours(24);

struct NodeRow {
    post: String,
    node: String,
    /// `clear`, `check`, `stop` or `off`, told apart by word and shape too.
    level: &'static str,
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

#[derive(Template)]
#[template(path = "network/board.html")]
struct BoardPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    headline: String,
    rows: Vec<NodeRow>,
    posts: Vec<(String, String)>,
    /// When last, how often, from whom, why, what exactly.
    refusals: Vec<(String, String, String, String, String)>,
    /// Whether this person lets machines join and leave.
    manages: bool,
    /// Whether a machine holds what headquarters went on without.
    is_left_out: bool,
    version: i64,
}

pub(crate) async fn show(app: &App, signed: &SignedIn, headquarters: &Headquarters) -> Result<Response, Failure> {
    let recovery = headquarters.recovery().await?;
    if let Some(recovery) = recovery.as_ref().filter(|recovery| recovery.is_restored) {
        return recovery::show(app, signed, recovery).await;
    }
    let w = signed.words(app);
    let store = headquarters.store();
    let ended: Vec<NodeId> = store.ended_journals().await?.into_iter().map(|(journal, _)| journal).collect();
    let journals: HashMap<NodeId, i64> = store.journals().await?.into_iter().collect();
    let reached = store.reference_reached().await?;
    let refusals = store.refusals(MOST_REFUSALS).await?;
    let board = Board { app, w, journals, reached, ended, refusals: &refusals, now: app.now() };
    let rows: Vec<NodeRow> = store.members().await?.iter().map(|member| board.row(member)).collect();
    let (all, well) =
        (rows.iter().filter(|row| !row.is_revoked).count(), rows.iter().filter(|row| row.level == "clear").count());
    let refusals = refusals.iter().map(|(refusal, times)| {
        let sender = refusal.sender.as_ref().map_or_else(|| w.t("stick-unknown"), ToString::to_string);
        let times = w.number(u64::try_from(*times).unwrap_or(0));
        (moment(app, w, refusal.at), times, sender, w.coded("why", &refusal.why), refusal.detail.clone())
    });
    Ok(page(&BoardPage {
        headline: w.t2("board-headline", ("well", well as i64), ("all", all as i64)),
        refusals: refusals.collect(),
        posts: store.posts().await?.into_iter().map(|post| (post.id.to_string(), post.name)).collect(),
        is_left_out: recovery.is_some(),
        manages: signed.session.account.role.may(Permission::ManageNetwork),
        version: reached.version,
        shell: Shell::new(app, signed, "network"),
        rows,
        w,
    }))
}

struct Board<'a> {
    app: &'a App,
    w: &'a Words,
    journals: HashMap<NodeId, i64>,
    reached: ReferenceVersion,
    ended: Vec<NodeId>,
    refusals: &'a [(Refusal, i64)],
    now: Timestamp,
}

impl Board<'_> {
    fn row(&self, member: &Member) -> NodeRow {
        let w = self.w;
        let said = member.said.as_deref().and_then(Said::read);
        let (mut stops, mut checks) = (Vec::new(), Vec::new());
        let recent = self.refusals.iter().map(|(refusal, _)| refusal).find(|refusal| {
            refusal.sender.as_ref() == Some(&member.id) && self.now.duration_since(refusal.at) < RECENT
        });
        if let Some(refusal) = recent {
            stops.push(w.coded("why", &refusal.why));
        }
        if member.heard_at.is_none_or(|at| self.now.duration_since(at) > AWAY) {
            checks.push(w.t("board-away"));
        }
        let twin = said.as_ref().and_then(Said::twins).filter(|(twin, _)| !self.ended.contains(twin));
        if let Some((one, other)) = &twin {
            stops.push(w.t2("board-twin", ("one", one.to_string()), ("other", other.to_string())));
        }
        let (mut journal, mut reference, mut clock_text, mut disk, mut version) = Default::default();
        if let Some(Said { status, has, clock_ahead_s, .. }) = &said {
            let writes = has.as_ref().map_or(&member.id, |has| &has.journal);
            let held = self.journals.get(writes).copied().unwrap_or(0);
            let number = |count: i64| w.number(u64::try_from(count).unwrap_or(0));
            journal = if held >= status.journal {
                number(held)
            } else {
                w.t2("board-of", ("held", number(held)), ("all", number(status.journal)))
            };
            reference = if status.reference == self.reached.version {
                w.t1("board-current", "version", status.reference)
            } else {
                w.t1("link-version", "version", status.reference)
            };
            if let Some(ahead) = clock_ahead_s {
                clock_text = w.clock_ahead(*ahead);
                if ahead.abs() > CLOCK_OFF.as_secs() {
                    checks.push(w.t("complaint-clock-off"));
                }
            }
            if let Some(free) = status.disk_free {
                disk = w.gigabytes(free);
                if free < LOW_DISK_BYTES {
                    checks.push(w.t("complaint-disk-low"));
                }
            }
            version = status.version.clone();
            for complaint in &status.complaints {
                match complaint {
                    Complaint::JournalBroken
                    | Complaint::Rejected
                    | Complaint::HeadquartersRewritten
                    | Complaint::HeadquartersBehind => stops.push(w.coded("complaint", complaint.code())),
                    Complaint::ClockBehind
                    | Complaint::ClockLeapt
                    | Complaint::SettingUnreadable
                    | Complaint::ErasureWaits => checks.push(w.coded("complaint", complaint.code())),
                    // Seen here too, or of a later version.
                    Complaint::ClockOff | Complaint::DiskLow | Complaint::Unknown => {}
                }
            }
        }
        let level = match (&member.revoked, stops.is_empty(), checks.is_empty()) {
            (Some(_), ..) => "off",
            (None, false, _) => "stop",
            (None, true, false) => "check",
            (None, true, true) => "clear",
        };
        NodeRow {
            post: self.app.post_name(&member.post),
            node: member.id.to_string(),
            level,
            state: w.coded("board", level),
            contact: match member.heard_at {
                None => w.t("link-never"),
                Some(at) if self.now.duration_since(at) < SignedDuration::from_mins(1) => w.t("link-now"),
                Some(at) => w.t1("board-ago", "distance", w.minutes(self.now.duration_since(at).as_mins())),
            },
            journal,
            reference,
            clock: clock_text,
            disk,
            version,
            notes: match &member.revoked {
                Some(reason) => vec![reason.clone()],
                None => stops.into_iter().chain(checks).collect(),
            },
            is_revoked: member.revoked.is_some(),
            twins: twin.map_or_else(Vec::new, |(one, other)| vec![one.to_string(), other.to_string()]),
        }
    }
}

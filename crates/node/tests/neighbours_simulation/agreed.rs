//! What the two agree in the simulation, and what that names: said here once more and by itself, so that a gate which lets
//! through too much is found.

use jiff::civil::{Date, date};
use limen_domain::{PostId, Role, StateCode};
use limen_neighbour::{Agreement, Article, Content, GroupBy, Kind, NoticeKind, Pair, Party};
use uuid::Uuid;

/// The posts of each side; those of one place face each other.
pub const POSTS: [[&str; 2]; 2] = [["KOU", "SIG"], ["KRS", "NAR"]];
/// The codes of their pairs.
pub const PAIRS: [&str; 2] = ["KRM", "NRN"];
/// The zones by which the pairs count: the second by another than its posts.
const ZONES: [&str; 2] = ["Africa/Bamako", "Africa/Lagos"];
/// The states.
pub const STATES: [&str; 2] = ["GIN", "MLI"];
/// The first day.
pub const SINCE: Date = date(2031, 3, 9);

pub fn state(side: usize) -> StateCode {
    STATES[side].parse().unwrap()
}

fn between(parties: [Party; 2], version: u32) -> Agreement {
    let basis = Article { treaty: "Accord".into(), article: "7".into() };
    let mut agreement = Agreement::new(
        Uuid::from_u128(29),
        version,
        "Postes jumel\u{e9}s",
        parties,
        basis,
        (SINCE, date(2031, 12, 31)),
    );
    agreement.pairs = (0..2)
        .map(|place| Pair {
            code: PAIRS[place].into(),
            name: PAIRS[place].into(),
            posts: (0..2).map(|side| (state(side), PostId::parse(POSTS[side][place]).unwrap())).collect(),
            zone: ZONES[place].into(),
            is_joint: false,
        })
        .collect();
    agreement.seen_by = vec![Role::Supervisor, Role::Administrator];
    agreement
}

/// Everything that the simulation agrees.
pub fn whole(parties: [Party; 2], version: u32) -> Agreement {
    let mut agreement = between(parties, version);
    agreement.papers = vec![Kind::Figures, Kind::PairNote, Kind::Notice, Kind::Withdrawal];
    agreement.groups = vec![GroupBy::Nationality, GroupBy::Sex];
    agreement.notices = vec![NoticeKind::RoadClosed, NoticeKind::Flood];
    agreement
}

/// Less: one pair, coarser counts in no groups, no closed roads.
pub fn less(parties: [Party; 2], version: u32) -> Agreement {
    let mut agreement = between(parties, version);
    agreement.pairs.truncate(1);
    agreement.papers = vec![Kind::Figures, Kind::Notice, Kind::Withdrawal];
    agreement.multiple_of = 10;
    agreement.notices = vec![NoticeKind::Flood];
    agreement
}

/// Whether an agreement names what someone says, on a day of whoever holds it.
pub fn names(agreement: &Agreement, content: &Content, day: Date) -> bool {
    if matches!(content, Content::End { .. }) {
        return true;
    }
    let has_pair = |code: &str| agreement.pairs.iter().any(|pair| pair.code == code);
    let is_named = match content {
        Content::Figures(figures) => {
            let groups = figures.groups.iter().map(|group| group.people);
            let mut counts = groups.chain([figures.people, figures.coverage.tallied]);
            let is_state = |code: &str| STATES.contains(&code) || code == "others";
            has_pair(&figures.pair)
                && figures.multiple_of >= agreement.multiple_of
                && counts.all(|people| people.is_multiple_of(figures.multiple_of))
                && figures.groups.iter().all(|group| agreement.groups.contains(&group.by))
                && figures.groups.iter().all(|group| group.by != GroupBy::Nationality || is_state(&group.code))
        }
        Content::PairNote(note) => has_pair(&note.pair),
        Content::Notice(notice) => {
            agreement.notices.contains(&notice.about)
                && notice.subject.is_none()
                && notice.pairs.iter().all(|pair| has_pair(pair))
        }
        Content::Withdrawal(_) => true,
        _ => false,
    };
    is_named && agreement.papers.contains(&content.kind()) && agreement.since <= day && day <= agreement.until
}

//! The two delegations at their meeting: cards, whose fingerprints are read aloud, and an agreement that two people on each
//! side sign.

use super::{across, kouremale::PASSWORD};
use crate::{
    folder::{network, vault::Unlocked},
    outcome::Failed,
};
use jiff::{Span, civil::Date, tz::TimeZone};
use limen_domain::{AccountId, Role, StateCode};
use limen_neighbour::{Agreement, Article, GroupBy, Kind, NoticeKind, Pair, Party, SignedAgreement, SubjectField};
use limen_node::{
    Node,
    limits::Sender,
    neighbours::{Own, proposals, talk},
    second_person::Word,
    session::Browser,
    sign_in::PasswordTried,
    token::token_hash,
};
use limen_store::{AgreementState, Post, Session};
use std::{net::Ipv4Addr, path::Path, sync::Arc};
use uuid::Uuid;

/// Which agreement it is: the same each time that the demonstration is made.
const WHICH: Uuid = Uuid::from_u128(0x4b4f_5552_454d_414c_4580_0000_0000_0001);
/// From how many days ago on it holds: what was counted since is told.
const SINCE_DAYS: i32 = 62;
/// For how many days more.
const UNTIL_DAYS: i32 = 730;
/// The kinds of papers that may pass.
const PAPERS: [Kind; 9] = [
    Kind::Figures,
    Kind::PairNote,
    Kind::Notice,
    Kind::Withdrawal,
    Kind::Answer,
    Kind::Directory,
    Kind::Joint,
    Kind::Countersigned,
    Kind::Plan,
];

/// Headquarters of a side, and two people who speak for it.
pub(super) struct Delegation {
    /// The node.
    pub(super) node: Arc<Node>,
    /// The state.
    pub(super) state: StateCode,
    party: Party,
    first: Session,
    second: Session,
    tokens: [[u8; 32]; 2],
}

impl Delegation {
    /// Those of headquarters in a folder.
    pub(super) async fn of(folder: &Path, [first, second]: [&str; 2]) -> Result<Self, Failed> {
        let node = network::started(&Unlocked::plain(folder)).await?;
        let party = Own::of(&node)?.party;
        let (first, one) = signed_in(&node, first).await?;
        let (second, other) = signed_in(&node, second).await?;
        Ok(Self { state: party.state, node, party, first, second, tokens: [one, other] })
    }

    /// Who speaks first.
    pub(super) fn by(&self) -> &AccountId {
        &self.first.account.id
    }

    /// The second person approves.
    pub(super) async fn approves(&self, proposal: Uuid) -> Result<(), Failed> {
        let word = Word { approves: true, reason: None, password: PASSWORD };
        Ok(proposals::decide(&self.node, &self.second, proposal, word).await?)
    }

    /// Takes the other's card, whose fingerprint was read aloud.
    async fn takes_card_of(&self, other: &Self) -> Result<(), Failed> {
        let card = Own::of(&other.node)?.card(&other.node).await?;
        let aloud = other.party.fingerprint().to_string();
        self.approves(proposals::card(&self.node, self.by(), &card, &aloud).await?).await
    }

    /// Signs an agreement.
    async fn signs(&self, file: &str) -> Result<(), Failed> {
        self.approves(proposals::agreement(&self.node, self.by(), file).await?).await
    }

    /// Both sign out, and the node is closed.
    pub(super) async fn leaves(self) -> Result<(), Failed> {
        for token in &self.tokens {
            self.node.store.end_session(token).await?;
        }
        self.node.store.clone().close().await;
        Ok(())
    }
}

async fn signed_in(node: &Node, name: &str) -> Result<(Session, [u8; 32]), Failed> {
    let browser = Browser { token: None, device: None };
    let tried = node.sign_in(name, PASSWORD.into(), &browser, Sender(Ipv4Addr::LOCALHOST.into())).await?;
    let PasswordTried::In(begun) = tried else { return Err(format!("{name} can't sign in").into()) };
    let token = token_hash(&begun.token);
    let session = node.going_on(&token, None).await?.ok_or_else(|| Failed::from(format!("{name} is not in")))?;
    Ok((session, token))
}

/// The two know each other, and have an agreement in force.
pub(super) async fn agree(one: &Delegation, other: &Delegation, posts: [&Post; 2]) -> Result<(), Failed> {
    one.takes_card_of(other).await?;
    other.takes_card_of(one).await?;
    let today = one.node.now().to_zoned_datetime(TimeZone::UTC).date();
    let [malian, guinean] = posts;
    let text = agreement([one, other].map(|side| side.party.clone()), across::pair(malian, guinean), today);
    one.signs(&SignedAgreement::unsigned(text)?.file()).await?;
    turn(one, other).await?;
    let offered = other.node.store.agreements(one.state).await?;
    let offered = offered.iter().find(|kept| kept.state == AgreementState::Offered).ok_or("nothing was offered")?;
    other.signs(&offered.file).await?;
    turn(one, other).await
}

/// What the two agree.
fn agreement(parties: [Party; 2], pair: Pair, today: Date) -> Agreement {
    let basis = Article {
        treaty: "Accord de coopération transfrontalière entre la Guinée et le Mali (inventé)".into(),
        article: "7".into(),
    };
    let days = (today - Span::new().days(SINCE_DAYS), today + Span::new().days(UNTIL_DAYS));
    let mut agreement = Agreement::new(WHICH, 1, "Kourémalé, postes jumelés", parties, basis, days);
    agreement.pairs = vec![pair];
    agreement.papers = PAPERS.to_vec();
    agreement.groups = vec![GroupBy::Nationality, GroupBy::Sex, GroupBy::Age, GroupBy::Mode];
    // Nobody is handed over by a machine: warrants go another way.
    agreement.notices = NoticeKind::ALL.iter().copied().filter(|kind| *kind != NoticeKind::WantedByWarrant).collect();
    agreement.fields = vec![SubjectField::Name, SubjectField::Sex, SubjectField::Documents, SubjectField::Plates];
    agreement.seen_by = vec![
        Role::FirstLine,
        Role::SecondLine,
        Role::Supervisor,
        Role::AlertManager,
        Role::Administrator,
        Role::Analyst,
    ];
    agreement.document_questions = 50;
    agreement
}

/// One message and its answer, handed over the table.
async fn turn(from: &Delegation, to: &Delegation) -> Result<(), Failed> {
    let message = talk::opening(&from.node, to.state).await?;
    let answer = talk::answer(&to.node, &message).await?;
    talk::closing(&from.node, to.state, &answer).await?;
    Ok(())
}

/// They speak until neither has anything new.
pub(super) async fn settle(one: &Delegation, other: &Delegation) -> Result<(), Failed> {
    let heads = async || {
        let (here, there) =
            (one.node.store.neighbour(other.state).await?, other.node.store.neighbour(one.state).await?);
        let (here, there) = here.zip(there).ok_or("they do not know each other")?;
        Ok::<_, Failed>((here.said == there.held && there.said == here.held, here.held, there.held))
    };
    loop {
        let (_, held_here, held_there) = heads().await?;
        turn(one, other).await?;
        turn(other, one).await?;
        let (is_whole, now_here, now_there) = heads().await?;
        if is_whole {
            return Ok(());
        }
        if (held_here, held_there) == (now_here, now_there) {
            return Err("the two do not take in what the other says".into());
        }
    }
}

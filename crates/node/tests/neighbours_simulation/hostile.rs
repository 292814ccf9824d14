//! What a neighbour should not do, and what no one can help: messages that come again, a line that is written anew, what was not
//! agreed, a machine that is put back.

use crate::{
    agreed::{PAIRS, SINCE},
    country::is_recovering,
    support::id,
    world::{Receiver, World},
};
use jiff::{SignedDuration, Timestamp};
use limen_domain::Direction;
use limen_exchange::neighbours::{Way, sealed};
use limen_neighbour::{Content, Coverage, DayBounds, DayFigures, Directory, Message, NoticeKind, PairNote, Paper};
use limen_node::neighbours::{said, talk};
use limen_store::{NewPaper, PaperEffect, SaidTo};

impl World {
    /// A message that opened a talk once comes again.
    pub async fn replays(&mut self) {
        if self.kept.is_empty() {
            return;
        }
        let which = self.below(self.kept.len() as u32) as usize;
        let (from, message) = &self.kept[which];
        let other = &self.countries[1 - from];
        if let Err(error) = talk::answer(&other.node, message).await {
            assert!(is_recovering(&error) && other.is_recovering().await, "{error}");
        }
        self.counts.replays += 1;
    }

    /// A machine of one side goes on from an old disk: it says something in the place of what was said long ago, and answers.
    pub async fn forks(&mut self, side: usize) {
        let Some(old) = self.countries[side].old_self().await else { return };
        let (one, other) = (&self.countries[side], &self.countries[1 - side]);
        let said = old.store.neighbour(one.other()).await.unwrap().unwrap().said.number;
        let is_late = other.known().await.held.number > said;
        if is_late && !other.is_silent().await {
            let note = PairNote { pair: PAIRS[0].into(), day: SINCE, text: "forked".into() };
            let is_said = said::say(&old, Some(&id("awa")), one.other(), Content::PairNote(note), None).await.is_ok();
            let held = other.known().await.held;
            let message = talk::opening(&old, one.other()).await.unwrap();
            talk::answer(&other.node, &message).await.unwrap();
            let asked = talk::opening(&other.node, other.other()).await.unwrap();
            if let Ok(answer) = talk::answer(&old, &asked).await {
                talk::closing(&other.node, other.other(), &answer).await.unwrap();
            }
            assert_eq!(other.known().await.held, held, "what was said once stays as it was said");
            self.counts.forks += u64::from(is_said);
        }
        old.store.clone().close().await;
    }

    /// One side says what was not agreed, past its own gate: only its place is kept.
    pub async fn lies(&mut self, side: usize) {
        let lie = match self.below(4) {
            0 => Content::Directory(Directory { contacts: Vec::new() }),
            1 => Content::PairNote(PairNote { pair: "ELSEWHERE".into(), day: SINCE, text: "lie".into() }),
            2 => Content::Notice(Box::new(self.road(NoticeKind::Disease))),
            _ => Content::Figures(exactly_one()),
        };
        let (one, other) = (&self.countries[side], &self.countries[1 - side]);
        let known = one.known().await;
        let agreement = one.in_force().await.pop();
        let (Some((agreement, _)), false) = (agreement, one.is_silent().await) else { return };
        let (own, theirs) = (one.own(), other.own().party);
        let (about, kind, at) = (lie.about(), lie.kind().code(), one.clock.now());
        let paper = Paper::next(&own.party, &theirs, &agreement, &known.said, at, lie);
        let (file, head) = paper.signed(own.identity).unwrap();
        let message = Message { said: head.clone(), papers: vec![file.clone()], ..Message::with_room(1 << 20) };
        let (before, effect) = (known.said.clone(), PaperEffect::default());
        let said =
            NewPaper { before, head: head.clone(), agreement, kind, about, at, file, effect, draft: None, since: None };
        let said = one.node.store.say_to_neighbour(Some(&id("awa")), one.other(), said).await.unwrap();
        assert_eq!(said, SaidTo::Said);
        if other.known().await.held == known.said && !other.is_recovering().await {
            let message = sealed(own.identity, (&own.party, &theirs), Way::First, at, &message).unwrap();
            talk::answer(&other.node, &message).await.unwrap();
            let held = other.node.store.neighbour_papers(other.other(), false, head.number, 1).await.unwrap();
            assert!(held[0].file.is_none() && !held[0].refused.is_empty(), "a lie was taken: {:?}", held[0]);
            self.counts.lies += 1;
        }
    }

    /// Headquarters' machine dies and another one is filled from a backup. What the dead one had under way has come by now, or
    /// never will.
    pub async fn puts_back(&mut self, side: usize) {
        for which in 0..self.sticks.len() {
            let stick = &self.sticks[which];
            if stick.from == side && stick.to == Receiver::Neighbour && self.below(2) == 0 {
                let before = self.in_force().await;
                self.take_stick(which).await;
                self.check_step(before).await;
            }
        }
        self.sticks.retain(|stick| stick.from != side || stick.to == Receiver::Own);
        self.kept.retain(|(from, _)| *from != side);
        if !self.countries[side].put_back().await {
            return;
        }
        self.counts.restored += 1;
        self.looked_at[side] = self.countries[side].known().await.held.number;
        let note = PairNote { pair: PAIRS[0].into(), day: SINCE, text: "too early".into() };
        assert!(!self.countries[side].says(Content::PairNote(note)).await, "it does not know what it said last");
        if self.below(2) == 0 {
            self.countries[side].recovers().await;
        }
    }
}

/// A count of one person, which is protected by nothing.
fn exactly_one() -> DayFigures {
    let midnight: Timestamp = "2031-03-09T00:00:00Z".parse().unwrap();
    DayFigures {
        pair: PAIRS[0].into(),
        day: SINCE,
        direction: Direction::Entry,
        bounds: DayBounds { from: midnight, to: midnight + SignedDuration::from_hours(24), own_midnight: midnight },
        people: 1,
        groups: Vec::new(),
        multiple_of: 1,
        coverage: Coverage::default(),
        version: 99,
    }
}

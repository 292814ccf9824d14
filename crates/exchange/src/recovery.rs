//! A headquarters that was restored from a backup asks its posts what they hold of its reference data and of its
//! journal, takes back the latest version, and decides nothing until then. Two people confirm what can't be had back.

use crate::{
    ExchangeError, Headquarters, RefusalReason,
    headquarters::Said,
    identity::{is_signed_by, writer_of},
    message::{Given, Recall},
    proof::{self, Witness},
    statement::{signed_line, version_text},
};
use jiff::Timestamp;
use limen_domain::{AccountId, NodeId, PostId, StatedReason};
use limen_store::{Confirmed, Continuation, HeldReference, Member, ReferenceVersion, Restored, is_confirmed, leaves};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

/// Maximum number of roots that are looked at of what a post gives back.
const MOST_ROOTS: usize = 32;

/// What headquarters keeps of what a node gave back.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Recalled {
    /// What it holds, where headquarters signed that.
    held: Option<HeldReference>,
    /// A version that it holds without headquarters' signature.
    unsigned: Option<i64>,
    /// The roots that headquarters signed.
    roots: Vec<Witness>,
}

/// What can't be had back, or is not yet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Missing {
    /// A machine was not heard of since the restore.
    NotHeard(NodeId),
    /// A machine holds a later version, which is still on its way.
    OnItsWay {
        /// The machine.
        node: NodeId,
        /// The number of that version.
        version: i64,
    },
    /// A machine holds a version without headquarters' signature under it.
    NotSigned {
        /// The machine.
        node: NodeId,
        /// The number of that version.
        version: i64,
    },
    /// A machine holds a version of a headquarters that goes on from another place.
    OfAnother {
        /// The machine.
        node: NodeId,
        /// The journal of that headquarters.
        source: NodeId,
        /// The number of that version.
        version: i64,
    },
    /// Events of a journal of headquarters that nobody holds.
    Events {
        /// The journal.
        journal: NodeId,
        /// The number of the first.
        first: i64,
        /// The number of the last.
        last: i64,
    },
    /// A machine witnessed another journal of a name than the backup holds.
    Rewritten {
        /// The machine.
        node: NodeId,
        /// The journal's name.
        journal: NodeId,
    },
    /// Things that headquarters alone held, and that must be made again: proposals that waited for a second person, codes
    /// for machines and devices.
    Waiting {
        /// The first moment at which they may have been made.
        from: Timestamp,
        /// The last.
        to: Timestamp,
    },
}

impl Missing {
    /// A code for looking up the sentence that pages show.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotHeard(_) => "not-heard",
            Self::OnItsWay { .. } => "on-its-way",
            Self::NotSigned { .. } => "not-signed",
            Self::OfAnother { .. } => "of-another",
            Self::Events { .. } => "events",
            Self::Rewritten { .. } => "rewritten",
            Self::Waiting { .. } => "waiting",
        }
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotHeard(node) => write!(f, "{node} was not heard of since the restore"),
            Self::OnItsWay { node, version } => write!(f, "version {version}, which {node} holds, is on its way"),
            Self::NotSigned { node, version } => write!(f, "{node} holds version {version} without a signature"),
            Self::OfAnother { node, source, version } => {
                write!(f, "{node} holds version {version} of {source}, which this headquarters does not go on from")
            }
            Self::Events { journal, first, last } => {
                let count = last - first + 1;
                write!(f, "{count} events ({first} to {last}) of the journal {journal}, which nobody holds")
            }
            Self::Rewritten { node, journal } => {
                write!(f, "{node} witnessed another journal {journal} than this backup holds")
            }
            Self::Waiting { from, to } => write!(
                f,
                "proposals that waited for a second person, and codes for machines and devices, made between {from} and \
                 {to}: nobody holds them, make them again"
            ),
        }
    }
}

/// A machine of the network, as a restored headquarters hears of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// Which.
    pub node: NodeId,
    /// Its post.
    pub post: PostId,
    /// When it was heard of last; of a headquarters that does not go on yet, since the restore. `None` where it was not.
    pub at: Option<Timestamp>,
}

/// How far a restored headquarters has come.
#[derive(Debug, Clone)]
pub struct Recovery {
    /// Whether it decides nothing yet; otherwise it goes on, and a machine holds more all the same: what came there late, on
    /// a stick of before.
    pub is_restored: bool,
    /// From what it was restored, and what was proposed.
    pub restored: Restored,
    /// The version that it has taken back so far.
    pub version: ReferenceVersion,
    /// Each machine of the network that was not revoked; where headquarters goes on, those that hold more.
    pub machines: Vec<Heard>,
    /// What is missing; empty where it goes on by itself.
    pub missing: Vec<Missing>,
}

impl Recovery {
    /// What is missing, as it is proposed and noted.
    pub fn without(&self) -> Vec<String> {
        self.missing.iter().map(ToString::to_string).collect()
    }

    /// What a second person may confirm: the proposal, if exactly that is still missing.
    pub fn is_confirmed_by(&self, by: &AccountId) -> bool {
        self.restored.proposed.as_ref().is_some_and(|proposed| proposed.by != *by && proposed.without == self.without())
    }
}

impl Headquarters {
    /// How far this headquarters has come since it was restored; `None` where it was not, or goes on.
    ///
    /// # Errors
    /// Where the database can't be read.
    pub async fn recovery(&self) -> Result<Option<Recovery>, ExchangeError> {
        let store = self.store();
        let Some(restored) = store.restored().await? else { return self.left_out().await };
        let Some(own) = store.held_reference().await? else { return Ok(None) };
        let recalled: BTreeMap<NodeId, (Timestamp, Recalled)> = store
            .recalled()
            .await?
            .into_iter()
            .map(|one| (one.node, (one.at, serde_json::from_str(&one.said).unwrap_or_default())))
            .collect();
        let members = store.members().await?.into_iter().filter(|member| member.revoked.is_none());
        let (mut machines, mut missing) = (Vec::new(), Vec::new());
        for Member { id, post, .. } in members {
            let heard = recalled.get(&id);
            match heard {
                None => missing.push(Missing::NotHeard(id.clone())),
                Some((_, Recalled { unsigned: Some(version), .. })) if *version > own.version.version => {
                    missing.push(Missing::NotSigned { node: id.clone(), version: *version });
                }
                Some((_, Recalled { held: Some(held), .. })) => {
                    let version = held.version.version;
                    if held.is_further_than(&own) {
                        missing.push(Missing::OnItsWay { node: id.clone(), version });
                    } else if held.source != own.source && !own.is_further_than(held) {
                        missing.push(Missing::OfAnother { node: id.clone(), source: held.source.clone(), version });
                    }
                }
                Some(_) => {}
            }
            machines.push(Heard { node: id, post, at: heard.map(|(at, _)| *at) });
        }
        let mut lost: BTreeMap<NodeId, (i64, i64)> = BTreeMap::new();
        for (node, (_, recalled)) in &recalled {
            for root in &recalled.roots {
                let is_confirmed = leaves(&own.line, &root.journal).is_some_and(|left| left.confirmed.is_some());
                if is_confirmed || root.journal == *store.node() {
                    continue;
                }
                let held = store.journal_head(&root.journal).await?.seq;
                if root.size > held {
                    let last = lost.entry(root.journal.clone()).or_insert((held + 1, root.size));
                    last.1 = last.1.max(root.size);
                } else if root.size > 0 && proof::root_of(store, &root.journal, root.size).await? != root.root {
                    missing.push(Missing::Rewritten { node: node.clone(), journal: root.journal.clone() });
                }
            }
        }
        // That it wrote after the backup, its last events show, or what it published.
        if let Some(of) = restored.lost
            && (!lost.is_empty() || own.version.version > of.version)
        {
            missing.push(Missing::Waiting { from: of.from, to: of.to });
        }
        missing.extend(lost.into_iter().map(|(journal, (first, last))| Missing::Events { journal, first, last }));
        Ok(Some(Recovery { is_restored: true, restored, version: own.version, machines, missing }))
    }

    /// Data that machines hold, that headquarters went on without, and that nobody confirmed: it came there after they
    /// were heard.
    async fn left_out(&self) -> Result<Option<Recovery>, ExchangeError> {
        let store = self.store();
        let line = store.line().await?;
        // One that a version of Limen restored which signed no line has another journal and no line.
        if line.is_empty() && store.node() == &writer_of(store.node()) {
            return Ok(None);
        }
        let (mut machines, mut missing) = (Vec::new(), Vec::new());
        for member in store.members().await?.into_iter().filter(|member| member.revoked.is_none()) {
            let has = member.said.as_deref().and_then(Said::read).and_then(|said| said.has);
            let Some(has) = has else { continue };
            let before = missing.len();
            let is_left = |journal: &NodeId| journal != store.node() && !is_confirmed(&line, journal);
            if let Some(source) = has.source.filter(is_left)
                && has.reached.version > leaves(&line, &source).map_or(0, |left| left.base.version)
            {
                let (node, version) = (member.id.clone(), has.reached.version);
                missing.push(Missing::OfAnother { node, source, version });
            }
            if let Some((journal, size)) = has.kept.filter(|(journal, _)| is_left(journal)) {
                let held = leaves(&line, &journal).map_or(0, |left| left.events);
                if size > held {
                    missing.push(Missing::Events { journal, first: held + 1, last: size });
                }
            }
            if missing.len() > before {
                machines.push(Heard { node: member.id, post: member.post, at: member.heard_at });
            }
        }
        if missing.is_empty() {
            return Ok(None);
        }
        let latest = line.first().map(|latest| (latest.before.clone(), latest.events));
        let (before, events) = latest.unwrap_or_else(|| (store.node().clone(), 0));
        let restored = Restored { before, events, lost: None, proposed: store.proposed_to_leave_out().await? };
        let version = store.reference_reached().await?;
        Ok(Some(Recovery { is_restored: false, restored, version, machines, missing }))
    }

    /// Takes in what a post gives back, and goes on where nothing is missing any more.
    pub(crate) async fn take_back(&self, member: &Member, given: Given, now: Timestamp) -> Result<(), ExchangeError> {
        let Given { held, roots, piece } = given;
        let key = self.identity().public_key();
        let mut recalled = Recalled::default();
        if let Some(mut held) = held {
            held.line = signed_line(held.line, &held.source, &key);
            let signature = held.signature.as_deref().unwrap_or_default();
            if held.version.version == 0 || is_signed_by(&key, &version_text(&held.source, held.version), signature) {
                recalled.held = Some(held);
            } else {
                recalled.unsigned = Some(held.version.version);
            }
        }
        let is_own = |root: &Witness| writer_of(&root.journal) == writer_of(self.store().node());
        recalled.roots =
            roots.iter().take(MOST_ROOTS).filter_map(|note| Witness::read(note, &key).ok()).filter(is_own).collect();
        let said = serde_json::to_string(&recalled)
            .map_err(|error| ExchangeError::new(RefusalReason::Damaged, error.to_string()))?;
        self.store().note_recalled(&member.id, now, &said).await?;
        if let (Some(held), Some(piece)) = (&recalled.held, piece) {
            let damaged =
                |error: crate::packed::UnpackError| ExchangeError::new(RefusalReason::Damaged, error.to_string());
            let mut piece = piece.unpack().map_err(damaged)?;
            // What is given back is what headquarters signed, or it does not take effect.
            let is_signed = piece.whole.is_none_or(|whole| whole == held.version);
            if is_signed && piece.source == held.source && self.wants(held).await? {
                piece.line.clone_from(&held.line);
                piece.signature.clone_from(&held.signature);
                self.store().take_reference(&piece).await?;
            }
        }
        self.go_on_if_whole().await?;
        Ok(())
    }

    /// Whether a node holds more of headquarters' reference data than headquarters itself.
    async fn wants(&self, held: &HeldReference) -> Result<bool, ExchangeError> {
        let own = self.store().held_reference().await?;
        Ok(own.is_some_and(|own| held.is_further_than(&own)))
    }

    /// What is asked of a node; `None` where headquarters goes on.
    pub(crate) async fn recall(&self, node: &NodeId) -> Result<Option<Recall>, ExchangeError> {
        if self.store().restored().await?.is_none() {
            return Ok(None);
        }
        let recalled = self.store().recalled().await?.into_iter().find(|one| one.node == *node);
        let recalled: Option<Recalled> = recalled.and_then(|one| serde_json::from_str(&one.said).ok());
        let mut recall = Recall::default();
        if let Some(held) = recalled.and_then(|recalled| recalled.held)
            && self.wants(&held).await?
        {
            recall.after = Some(self.store().reference_to_recall(&held).await?);
        }
        Ok(Some(recall))
    }

    /// Goes on where nothing is missing. Says whether it does.
    ///
    /// # Errors
    /// Where the database can't be read or written.
    pub async fn go_on_if_whole(&self) -> Result<bool, ExchangeError> {
        match self.recovery().await? {
            None => Ok(true),
            Some(Recovery { is_restored: false, .. }) => Ok(true),
            Some(recovery) if recovery.missing.is_empty() => self.go_on(None, None, &[]).await,
            Some(_) => Ok(false),
        }
    }

    /// Lays before a second person that headquarters goes on without what is missing.
    ///
    /// # Errors
    /// Where the database can't be read or written.
    pub async fn propose_to_go_on(&self, by: &AccountId, reason: &StatedReason) -> Result<bool, ExchangeError> {
        let Some(recovery) = self.recovery().await? else { return Ok(false) };
        Ok(self.store().propose_to_go_on(by, &recovery.without(), reason).await?)
    }

    /// Goes on without what is missing, as a second person confirms. Says whether it does: not where something else is
    /// missing by now than was proposed, or where the same person proposed it.
    ///
    /// # Errors
    /// Where the database can't be read or written.
    pub async fn confirm_to_go_on(&self, by: &AccountId) -> Result<bool, ExchangeError> {
        let recovery = self.recovery().await?.filter(|recovery| recovery.is_confirmed_by(by));
        let Some(recovery) = recovery else { return Ok(false) };
        let Some(proposed) = &recovery.restored.proposed else { return Ok(false) };
        let confirmed = Confirmed { proposed_by: proposed.by.clone(), confirmed_by: by.clone() };
        if !recovery.is_restored {
            return self.leave_out(by, &confirmed, &recovery).await;
        }
        self.go_on(Some(by), Some(confirmed), &recovery.without()).await
    }

    /// Signs anew, as confirmed, from where headquarters goes on: what machines hold beyond that is let go there.
    async fn leave_out(
        &self,
        by: &AccountId,
        confirmed: &Confirmed,
        recovery: &Recovery,
    ) -> Result<bool, ExchangeError> {
        let mut line = self.store().line().await?;
        let left: BTreeSet<NodeId> = recovery
            .missing
            .iter()
            .filter_map(|missing| match missing {
                Missing::OfAnother { source: journal, .. } | Missing::Events { journal, .. } => Some(journal.clone()),
                _ => None,
            })
            .collect();
        if let (true, Some(before)) = (line.is_empty(), left.first()) {
            let events = self.store().journal_head(before).await?.seq;
            line.push(Continuation {
                journal: self.store().node().clone(),
                before: before.clone(),
                events,
                root: proof::root_of(self.store(), before, events).await?,
                base: ReferenceVersion::default(),
                confirmed: None,
                signature: Vec::new(),
            });
        }
        // Where nothing is known of a journal, the latest statement speaks for all.
        let is_unknown = left.iter().any(|source| leaves(&line, source).is_none());
        for (place, continuation) in line.iter_mut().enumerate() {
            if left.contains(&continuation.before) || (is_unknown && place == 0) {
                continuation.confirmed = Some(confirmed.clone());
                continuation.signature = self.identity().sign(&continuation.text()).to_vec();
            }
        }
        Ok(self.store().leave_out(by, &line, &recovery.without()).await?)
    }

    async fn go_on(
        &self,
        by: Option<&AccountId>,
        confirmed: Option<Confirmed>,
        without: &[String],
    ) -> Result<bool, ExchangeError> {
        let store = self.store();
        let Some(held) = store.held_reference().await? else { return Ok(false) };
        let events = store.journal_head(&held.source).await?.seq;
        let mut continuation = Continuation {
            journal: store.node().clone(),
            root: proof::root_of(store, &held.source, events).await?,
            before: held.source,
            events,
            base: held.version,
            confirmed,
            signature: Vec::new(),
        };
        continuation.signature = self.identity().sign(&continuation.text()).to_vec();
        let goes_on = store.go_on(by, &continuation, without).await?;
        store.publish().await?;
        Ok(goes_on)
    }
}

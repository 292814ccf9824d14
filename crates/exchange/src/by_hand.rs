//! Exchange without a link: what one side has for the other goes onto a stick, and what came on one is taken in. A stick
//! that is old, foreign, doubled or damaged changes nothing, and it is said what it is.

use crate::{
    ExchangeError, Headquarters, PostNode, RefusalReason, Status,
    identity::{is_journal_of, writer_of},
    message::{Held, Part},
    post::{Ask, Took},
    seal::Sealed,
    stick::{self, Stick},
};
use jiff::Timestamp;
use limen_domain::NodeId;
use limen_store::Effect;
use std::{collections::BTreeMap, io::Read};

/// How many bytes of payloads, about, one message on a stick holds.
const MESSAGE_BYTES: usize = 8 << 20;
/// How many messages at most one stick's content is gathered from.
const MOST_ROUNDS: usize = 5_000;

/// What came of a stick.
#[derive(Debug, Default)]
pub struct Imported {
    /// Whose it is.
    pub from: Option<NodeId>,
    /// When the newest message on it was made, by its sender's clock.
    pub made_at: Option<Timestamp>,
    /// How many messages were on it.
    pub messages: usize,
    /// How many events of journals were new.
    pub events: i64,
    /// How many parts of answers were taken in.
    pub parts: usize,
    /// At a post: whether headquarters was restored, and waits for what this post holds.
    pub is_recalled: bool,
    /// How many were not, and why: they came before, or something must come before them.
    pub passed: BTreeMap<RefusalReason, usize>,
    /// What was refused.
    pub refused: Vec<ExchangeError>,
    /// What changed here, at a post.
    pub effects: Vec<Effect>,
}

impl Imported {
    /// Whether it changed anything.
    pub fn is_new(&self) -> bool {
        self.events > 0 || self.parts > 0
    }

    /// What keeps something on it from taking effect here; `None` where all of it did, or was here before.
    pub fn lacks(&self) -> Option<RefusalReason> {
        [RefusalReason::Behind, RefusalReason::Gap].into_iter().find(|why| self.passed.contains_key(why))
    }

    fn saw(&mut self, message: &[u8]) {
        self.messages += 1;
        if let Ok(sealed) = Sealed::read(message) {
            self.made_at = self.made_at.max(Some(sealed.made_at));
            self.from = Some(sealed.from);
        }
    }
}

impl Headquarters {
    /// What headquarters has for a node, as a stick's file.
    ///
    /// # Errors
    /// The other side is not known or was revoked, or the database can't be read.
    pub async fn export(&self, node: &NodeId, bytes: usize, now: Timestamp) -> Result<Vec<u8>, ExchangeError> {
        let member = self.store().member(node).await?;
        let member = member.ok_or_else(|| ExchangeError::new(RefusalReason::UnknownSender, node.to_string()))?;
        let answers = self.answers_for(node, bytes, now).await?;
        stick::write(&member.recipient, &answers)
    }

    /// Takes in a post's stick.
    ///
    /// # Errors
    /// The file is damaged or for another node, or the database can't be written. A message that is not taken in is no
    /// error: [`Imported::refused`] has it.
    pub async fn import(&self, file: impl Read, now: Timestamp) -> Result<Imported, ExchangeError> {
        let Stick { messages, broken } = stick::read(file, self.identity())?;
        let mut imported = Imported { refused: broken.into_iter().collect(), ..Imported::default() };
        let before = self.store().journals().await?;
        for message in messages {
            imported.saw(&message);
            if let Err(refused) = self.answer(&message, now).await {
                let is_trouble = refused.why == RefusalReason::Trouble;
                imported.refused.push(refused);
                if is_trouble {
                    break;
                }
            }
        }
        if let Some(from) = &imported.from {
            imported.events = count(&self.store().journals().await?, from) - count(&before, from);
        }
        Ok(imported)
    }
}

/// How many events of a node's journals there are.
fn count(journals: &Held, node: &NodeId) -> i64 {
    journals.iter().filter(|(journal, _)| is_journal_of(node, journal)).map(|(_, end)| end).sum()
}

impl PostNode {
    /// Everything that headquarters does not hold yet, as far as this node knows, as a stick's file: about `bytes` of
    /// it.
    ///
    /// # Errors
    /// The other side is not known or was revoked, or the database can't be read.
    pub async fn export(
        &self,
        bytes: usize,
        status: &Status,
        wanted: &[String],
        now: Timestamp,
    ) -> Result<Vec<u8>, ExchangeError> {
        let ask = Ask {
            status: status.clone(),
            bytes: MESSAGE_BYTES,
            room: 0,
            wanted: wanted.to_vec(),
            certificate_until: None,
        };
        let (mut messages, mut held, mut size) = (Vec::new(), self.held().await?, 0);
        for _ in 0..MOST_ROUNDS {
            let (question, up_to) = self.question_from(now, &ask, &held).await?;
            size += question.len();
            messages.push(question);
            if up_to == held || size >= bytes {
                break;
            }
            held = up_to;
        }
        stick::write(&self.belongs_to().recipient, &messages)
    }

    /// Takes in headquarters' stick.
    ///
    /// # Errors
    /// The file is damaged or for another node, or the database can't be written. A message that is not taken in is no
    /// error: [`Imported::refused`] has it.
    pub async fn import(&self, file: impl Read, now: Timestamp) -> Result<Imported, ExchangeError> {
        let Stick { messages, broken } = stick::read(file, self.identity())?;
        let mut imported = Imported { refused: broken.into_iter().collect(), ..Imported::default() };
        for message in messages {
            imported.saw(&message);
            let answered = match self.open(&message).await {
                Ok(answered) => answered,
                Err(refused) => {
                    imported.refused.push(refused);
                    continue;
                }
            };
            self.note_late(&answered).await?;
            imported.is_recalled |= answered.recall.is_some();
            for part in answered.parts {
                if matches!(part, Part::Certificate(_) | Part::Wanted(_)) {
                    continue;
                }
                match self.take(part, &answered.origin, now).await {
                    Ok(Took::Effect(effect)) => {
                        imported.parts += 1;
                        imported.effects.push(*effect);
                    }
                    Ok(Took::Passed(why)) => *imported.passed.entry(why).or_default() += 1,
                    Ok(_) => imported.parts += 1,
                    Err(refused) if refused.why == RefusalReason::Trouble => return Err(refused),
                    Err(refused) => imported.refused.push(refused),
                }
            }
        }
        Ok(imported)
    }

    /// The name of a stick's file that this node writes.
    pub fn file_name(&self, now: Timestamp) -> String {
        file_name(&writer_of(self.store().node()), &self.belongs_to().headquarters, now)
    }
}

/// The name of a stick's file: sender, receiver, time.
pub fn file_name(from: &NodeId, to: &NodeId, now: Timestamp) -> String {
    format!("{from}-{to}-{}.limen", now.strftime("%Y%m%dT%H%M"))
}

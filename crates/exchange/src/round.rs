//! A post's rounds over the link: it asks, takes in the answer, and asks again until neither side has anything new.
//!
//! How much one question carries follows the link: more after each that went through quickly, less after each that did
//! not, so that what a broken transfer loses is sent again in seconds even at 64 kbit/s.

use crate::{
    ExchangeError, PostNode, RefusalReason, Status,
    authority::Certificates,
    https::{AnswerError, Link},
    message::{Recall, Rejected},
    post::{Ask, Took},
    tls,
};
use jiff::SignedDuration;
use limen_domain::NodeId;
use limen_store::Effect;
use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

/// How many bytes of payloads a question carries at first, at least and at most. Compression leaves a tenth of it.
const FIRST_BYTES: usize = 128 << 10;
const LEAST_BYTES: usize = 16 << 10;
const MOST_BYTES: usize = 4 << 20;
/// A question is answered quickly within this.
const QUICK: Duration = Duration::from_secs(5);
/// Maximum ratio of an answer's bytes to its question's.
const ROOM: usize = 4;

/// A post with its link.
#[derive(Debug)]
pub struct Rounds {
    post: PostNode,
    link: Link,
    folder: PathBuf,
    certificates: Certificates,
    wanted: Vec<String>,
    bytes: usize,
    /// What a restored headquarters asked back last.
    given: Option<Recall>,
}

/// What a round came to.
#[derive(Debug)]
pub struct Round {
    /// What changed here.
    pub effects: Vec<Effect>,
    /// Whether neither side has anything more.
    pub is_quiet: bool,
    /// How far this machine's clock is ahead of headquarters'.
    pub clock_ahead: SignedDuration,
    /// Why headquarters takes no more of this node's journal.
    pub rejected: Option<Rejected>,
    /// The journal that another machine writes under this node's name and key.
    pub twin: Option<NodeId>,
    /// Whether headquarters was restored and decides nothing until it goes on.
    pub is_recovering: bool,
    /// Whether headquarters was restored and lacks what is held here.
    pub is_behind: bool,
}

/// Why a round came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum RoundError {
    /// There was no answer.
    #[error(transparent)]
    NoAnswer(#[from] AnswerError),
    /// The answer, or the database here, is not what it should be.
    #[error(transparent)]
    Refused(#[from] ExchangeError),
}

impl Rounds {
    /// The rounds of a post whose keys and certificates are in a data folder.
    ///
    /// # Errors
    /// The certificates can't be read, or headquarters' address is none.
    pub fn new(post: PostNode, folder: &Path) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let certificates = Certificates::load(folder)?;
        let link = Link::new(&post.belongs_to().address, tls::client(post.identity(), certificates.chain())?)?;
        let folder = folder.to_owned();
        Ok(Self { post, link, folder, certificates, wanted: Vec::new(), bytes: FIRST_BYTES, given: None })
    }

    /// The post.
    pub fn post(&self) -> &PostNode {
        &self.post
    }

    /// The post, without its link.
    pub fn into_post(self) -> PostNode {
        self.post
    }

    /// The pictures that headquarters lacks.
    pub fn wanted(&self) -> &[String] {
        &self.wanted
    }

    /// One question and its answer.
    ///
    /// # Errors
    /// There was no answer, it is not headquarters', or the database can't be used.
    pub async fn round(&mut self, status: &Status) -> Result<Round, RoundError> {
        let ask = Ask {
            status: status.clone(),
            bytes: self.bytes,
            room: u32::try_from(self.bytes / ROOM).unwrap_or(u32::MAX),
            wanted: self.wanted.clone(),
            certificate_until: self.certificates.until(),
        };
        let question = self.post.question(self.post.store().now(), &ask).await?;
        let begin = Instant::now();
        let answer = match self.link.ask(question).await {
            Ok(answer) => answer,
            Err(error) => {
                self.bytes = (self.bytes / 4).max(LEAST_BYTES);
                return Err(error.into());
            }
        };
        let took = begin.elapsed();
        self.bytes = if took < QUICK { self.bytes * 2 } else { self.bytes / 2 }.clamp(LEAST_BYTES, MOST_BYTES);
        let answered = self.post.open(&answer).await?;
        self.post.note(&answered).await?;
        self.wanted.clear();
        // The answer was made while it was waited for: half of that is a fair guess of when.
        let clock_ahead = self.post.store().now() - SignedDuration::try_from(took / 2).unwrap_or_default();
        let mut round = Round {
            effects: Vec::new(),
            // What is asked back is given with the next question.
            is_quiet: answered.recall.is_none() || answered.recall == self.given,
            clock_ahead: clock_ahead.duration_since(answered.made_at),
            rejected: answered.rejected.clone(),
            twin: answered.twin,
            is_recovering: answered.recall.is_some(),
            is_behind: false,
        };
        self.given = answered.recall;
        for part in answered.parts {
            let took = self.post.take(part, &answered.origin, self.post.store().now()).await?;
            round.is_behind |= matches!(took, Took::Passed(RefusalReason::Behind));
            // What changes nothing here would come again at once.
            round.is_quiet &= matches!(took, Took::Passed(_));
            match took {
                Took::Effect(effect) => round.effects.push(*effect),
                Took::Wanted(wanted) => self.wanted = wanted,
                Took::Certificate(chain) => self.renew(chain)?,
                Took::Kept | Took::Passed(_) => {}
            }
        }
        round.is_quiet &= round.is_recovering || self.post.waiting().await? == 0 || round.rejected.is_some();
        Ok(round)
    }

    /// Takes up a new certificate, if it is one for this node's key.
    fn renew(&mut self, chain: Vec<Vec<u8>>) -> Result<(), ExchangeError> {
        let damaged = |error: String| ExchangeError::new(RefusalReason::Damaged, error);
        let certificates = Certificates::new(chain).ok_or_else(|| damaged("a new certificate is none".into()))?;
        let config = tls::client(self.post.identity(), certificates.chain());
        let config = config.map_err(|error| damaged(error.to_string()))?;
        certificates.save(&self.folder).map_err(|error| damaged(error.to_string()))?;
        self.certificates = certificates;
        self.link.renew(config);
        Ok(())
    }
}

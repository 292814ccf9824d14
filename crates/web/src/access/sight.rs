//! Who may see a traveller's record and what belongs to it: pictures of documents, files of the second line, papers of
//! protection, what is printed. The one place that says so, for pages and for bytes.

use crate::{
    app::App,
    kit::{failure::Failure, session::SignedIn},
};
use axum::{extract::FromRequestParts, http::request::Parts};
use jiff::{SignedDuration, Timestamp};
use limen_domain::{
    AttachmentKind, CrossingId, DecisionKind, LookPurpose, Permission, Presentation, ReferralReason, Role,
    TravelDocument, Traveller, VisaNumber,
};
use limen_store::{KeptAttachment, Record};
use std::sync::Arc;

/// How long after reading or deciding about a traveller an officer may look at them without naming a purpose: they
/// stand at the counter.
const BEFORE_THEM: SignedDuration = SignedDuration::from_mins(30);

/// Why someone may look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Because {
    /// They named a purpose.
    Named,
    /// It is a duty that they are about.
    Duty(LookPurpose),
    /// What they ask says it.
    Asked,
}

/// A traveller whom someone may see, as the guard found. A handler that takes this answers about nobody else.
#[derive(Debug, Clone)]
pub(crate) struct Sight {
    pub(crate) id: CrossingId,
    /// How they were read at a counter; `None` for a record that came without it.
    presentation: Option<Presentation>,
    /// What was recorded of them; `None` before a decision.
    record: Option<Record>,
    /// One thing that is kept beside them, where it was asked for.
    content: Option<KeptAttachment>,
    pub(crate) because: Because,
    /// Whether they look into this traveller at the second line of this post.
    looks_into: bool,
}

impl FromRequestParts<Arc<App>> for Sight {
    type Rejection = Failure;

    /// The traveller whom the guard let this person see; refused if the page's line names none.
    async fn from_request_parts(parts: &mut Parts, _: &Arc<App>) -> Result<Self, Failure> {
        parts.extensions.remove::<Self>().ok_or(Failure::NotAllowed)
    }
}

impl Sight {
    /// A recorded crossing is seen by all who work at a counter and say what for; who was read and not decided about, by
    /// their officer and the post's second line alone.
    pub(crate) async fn of(app: &App, signed: &SignedIn, id: CrossingId) -> Result<Self, Failure> {
        let presentation = app.store.presentation(id).await?.map(|(presentation, _)| presentation);
        let record = app.store.record(id).await?;
        let (officer, at, post) = match (&record, &presentation) {
            (Some(Record { crossing, .. }), _) => (&crossing.officer, crossing.at, &crossing.post),
            (None, Some(presentation)) => (&presentation.officer, presentation.at, &presentation.post),
            (None, None) => return Err(Failure::NotFound),
        };
        let account = &signed.session.account;
        let is_own = *officer == account.id;
        let looks_into = *post == app.post.id && account.role.may(Permission::SettleReferrals);
        if record.is_none() && !is_own && !looks_into {
            return Err(Failure::NotAllowed);
        }
        let is_referral = record.as_ref().is_some_and(|record| record.crossing.decision.kind() == DecisionKind::Refer);
        let because = if is_own && app.now().duration_since(at) < BEFORE_THEM {
            Because::Duty(LookPurpose::AtHand)
        } else if is_referral && looks_into {
            Because::Duty(LookPurpose::Referral)
        } else {
            Because::Named
        };
        Ok(Self { id, presentation, record, content: None, because, looks_into })
    }

    /// What was recorded.
    pub(crate) fn record(&self) -> Result<&Record, Failure> {
        self.record.as_ref().ok_or(Failure::NotFound)
    }

    /// What was kept, where one thing was asked for.
    pub(crate) fn content(&self) -> Result<&KeptAttachment, Failure> {
        self.content.as_ref().ok_or(Failure::NotFound)
    }

    /// The traveller, as recorded or as read.
    pub(crate) fn traveller(&self) -> Option<&Traveller> {
        let read = self.presentation.as_ref().map(|presentation| &presentation.traveller);
        self.record.as_ref().map(|record| &record.crossing.traveller).or(read)
    }

    /// The traveller's name.
    pub(crate) fn name(&self) -> String {
        self.traveller().map(|traveller| traveller.name.to_string()).unwrap_or_default()
    }

    /// The document that they travel with.
    pub(crate) fn document(&self) -> Option<&TravelDocument> {
        self.traveller()?.document.as_ref()
    }

    /// Whether there is a record of them.
    pub(crate) fn is_recorded(&self) -> bool {
        self.record.is_some()
    }

    /// Whether they are a referral that this officer may look into, and add files to.
    pub(crate) fn is_looked_into(&self) -> bool {
        let is_referral = |record: &Record| record.crossing.decision.kind() == DecisionKind::Refer;
        self.looks_into && self.record.as_ref().is_some_and(is_referral)
    }

    /// The same, if there is a record.
    pub(crate) fn recorded(self) -> Result<Self, Failure> {
        self.record()?;
        Ok(self)
    }

    /// The same, if the record is neither corrected nor cancelled: what is, is handed to nobody.
    pub(crate) fn current(self) -> Result<Self, Failure> {
        if self.record()?.is_current() { Ok(self) } else { Err(Failure::NotFound) }
    }

    /// The same, if the record may be corrected or cancelled at this post.
    pub(crate) fn correctable(self, app: &App) -> Result<Self, Failure> {
        let record = self.record()?;
        let is_open = record.is_current() && record.settled_by.is_none() && record.crossing.post == app.post.id;
        if is_open { Ok(self) } else { Err(Failure::NotAllowed) }
    }

    /// The same, if it is a referral of this post.
    pub(crate) fn referral(self, app: &App) -> Result<Self, Failure> {
        let Record { crossing, .. } = self.record()?;
        let is_here = crossing.decision.kind() == DecisionKind::Refer && crossing.post == app.post.id;
        if is_here { Ok(self) } else { Err(Failure::NotFound) }
    }

    /// The same, if the person who asks may add pictures to this record: the traveller's officer, or the second line of
    /// this post.
    pub(crate) fn kept_here(self, app: &App, signed: &SignedIn) -> Result<Self, Failure> {
        let presentation = self.presentation.as_ref().ok_or(Failure::NotFound)?;
        let is_own = presentation.post == app.post.id && presentation.officer == signed.session.account.id;
        if is_own || self.looks_into { Ok(self) } else { Err(Failure::NotAllowed) }
    }

    /// The same with one thing that is kept beside them.
    pub(crate) async fn with_content(self, app: &App, signed: &SignedIn, sha256: &str) -> Result<Self, Failure> {
        let is_it = |kept: &KeptAttachment| kept.attachment.sha256 == sha256;
        let content = attachments(app, signed.session.account.role, &[self.id]).await?.into_iter().find(is_it);
        if content.is_none() && app.store.attachments(&[self.id]).await?.iter().any(is_it) {
            return Err(Failure::NotAllowed);
        }
        Ok(Self { content: Some(content.ok_or(Failure::NotFound)?), ..self })
    }
}

/// Whether this person issued, extended or revoked a visa just now: its holder stands at the counter.
pub(super) async fn dealt_with_visa(app: &App, signed: &SignedIn, number: &VisaNumber) -> Result<bool, Failure> {
    let steps = app.store.visa_history(number).await?;
    let is_now = |at: Timestamp| app.now().duration_since(at) < BEFORE_THEM;
    Ok(steps.iter().any(|step| step.officer.as_ref() == Some(&signed.session.account.id) && is_now(step.at)))
}

/// The attachments of these records that a role may see, in the order in which they were kept. Of a traveller on the
/// way of protection, files and all that was kept since then are only for roles that see protection.
pub(crate) async fn attachments(app: &App, role: Role, of: &[CrossingId]) -> Result<Vec<KeptAttachment>, Failure> {
    let mut kept = app.store.attachments(of).await?;
    if role.may(Permission::SeeProtection) || kept.is_empty() {
        return Ok(kept);
    }
    for id in of {
        if let Some(from) = protected_from(app, *id).await? {
            kept.retain(|kept| {
                let is_reserved = kept.attachment.kind == AttachmentKind::File || kept.at > from;
                kept.attachment.crossing != *id || !is_reserved
            });
        }
    }
    Ok(kept)
}

/// The time from which what is kept of a traveller is for those who see protection; `None` if they are not referred for
/// protection.
async fn protected_from(app: &App, id: CrossingId) -> Result<Option<Timestamp>, Failure> {
    let record = app.store.record(id).await?;
    let settles = match &record {
        Some(record) => record.crossing.settles,
        None => app.store.presentation(id).await?.and_then(|(presentation, _)| presentation.settles),
    };
    if let Some(referral) = settles
        && is_protected(app, referral).await?
    {
        return Ok(Some(Timestamp::MIN));
    }
    match record {
        Some(record) if is_protected(app, id).await? => Ok(Some(record.crossing.at)),
        _ => Ok(None),
    }
}

/// Whether someone was referred for protection, or a need of it was seen since.
async fn is_protected(app: &App, referral: CrossingId) -> Result<bool, Failure> {
    let record = app.store.record(referral).await?;
    let is_reason = record.is_some_and(|record| record.crossing.decision.reason() == Some(ReferralReason::Protection));
    Ok(is_reason || !app.store.protections_of(referral).await?.is_empty())
}

#[cfg(test)]
mod tests {
    use std::{
        collections::BTreeSet,
        fs,
        path::{Path, PathBuf},
    };

    fn files(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { files(&path, found) } else { found.push(path) }
        }
    }

    /// A page that reads what is kept without the functions of this file would show it to anyone who opens the page.
    #[test]
    fn what_is_kept_is_read_here_and_by_nobody_else_but_for_the_traveller_it_is_about() {
        let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the folder of all crates");
        // Codes are read of what `sight::attachments` gave.
        let may: [(&str, &[&str]); 2] = [
            ("attachments(", &["web/src/access/sight.rs", "node/src/attachments.rs"]),
            ("content", &["web/src/records/pictures.rs", "node/src/rights/person_report.rs", "node/src/seals.rs"]),
        ];
        let mut all = Vec::new();
        files(&crates.join("web/src"), &mut all);
        files(&crates.join("node/src"), &mut all);
        for (reads, files) in may {
            let reads = format!("store.{reads}");
            let does = |file: &&PathBuf| fs::read_to_string(file).expect("a text").contains(&reads);
            let found: BTreeSet<_> =
                all.iter().filter(does).map(|file| file.strip_prefix(crates).expect("in it")).collect();
            assert_eq!(
                found,
                files.iter().map(Path::new).collect(),
                "who reads {reads} takes a Sight, or sight::attachments"
            );
        }
    }
}

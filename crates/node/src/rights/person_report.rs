//! The file of a person: everything that is held about them, gathered for them. It names no officer, and says neither that
//! there is an alert nor that there is none.

use crate::rights::person_file::{self, PersonFile, Place};
use data_encoding::BASE64;
use jiff::tz::TimeZone;
use limen_domain::{AccountId, DocumentKey, Event, Grounds, PostId, Role};
use limen_store::{
    About, KeptAttachment, Store, StoreError,
    settings::{HEADQUARTERS, RETENTION},
};
use std::collections::HashMap;

/// Maximum bytes of all pictures together in a file; further ones are named only.
const MOST_PICTURE_BYTES: u64 = 20 << 20;

/// What the answer is made for.
#[derive(Debug, Clone)]
pub struct Request {
    /// The documents that the person shows.
    pub documents: Vec<DocumentKey>,
    /// The request's number or date, as the service files it.
    pub reference: String,
    /// Whose data it is.
    pub controller: String,
    /// What is said of alerts.
    pub of_alerts: String,
}

/// The file, and what its readers need beside it.
#[derive(Debug)]
pub struct PersonReport {
    /// The file itself.
    pub file: PersonFile,
    /// The grounds of refusal in force.
    pub grounds: Grounds,
}

impl PersonReport {
    /// Gathers everything that this node holds about a person, and notes that in the journal. `actor` is who answers
    /// the request; `None` for a command.
    ///
    /// # Errors
    /// The database can't be used.
    pub async fn gather(store: &Store, request: Request, actor: Option<&AccountId>) -> Result<Self, StoreError> {
        // That it is gathered is a look like any other, and stands in the file.
        let documents = store.documents_with(&request.documents).await?;
        let reported = Event::PersonReported { documents, request: request.reference.clone() };
        store.append(actor, vec![reported], None).await?;
        let about = store.about(&request.documents).await?;
        let known = Known {
            posts: places(store).await?,
            roles: store.accounts().await?.into_iter().map(|account| (account.id, account.role)).collect(),
            pictures: pictures(store, &about).await?,
        };
        let head = person_file::Head {
            form: person_file::FORM,
            made_at: store.now(),
            made: store.now().to_zoned_datetime(store.zone().await?),
            request: request.reference,
            controller: request.controller,
            made_at_headquarters: store.read(&HEADQUARTERS).await?.is_some(),
            kept_for: store.read(&RETENTION).await?,
            alerts: request.of_alerts,
        };
        let (seen, held_of) = (store.seen(&about).await?, store.sources_of(&about).await?);
        let file = PersonFile::of(head, about, (seen, held_of), &known);
        Ok(Self { file, grounds: store.reference().await?.grounds })
    }
}

/// What is known of posts, people and pictures.
#[derive(Debug)]
pub(super) struct Known {
    posts: HashMap<PostId, (String, TimeZone)>,
    roles: HashMap<AccountId, Role>,
    /// Pictures by their hash, base 64.
    pictures: HashMap<String, String>,
}

impl Known {
    /// A post, by its name and its clocks.
    pub(super) fn place(&self, id: &PostId) -> Place {
        let (name, zone) = self.posts.get(id).cloned().unwrap_or_else(|| (id.as_str().to_owned(), TimeZone::UTC));
        Place { name, zone }
    }

    /// The role of an account. `None` where it is not known here.
    pub(super) fn role(&self, account: &AccountId) -> Option<Role> {
        self.roles.get(account).copied()
    }

    /// The bytes of a picture, base 64. `None` where they are not held, or left out.
    pub(super) fn picture(&self, sha256: &str) -> Option<String> {
        self.pictures.get(sha256).cloned()
    }
}

async fn places(store: &Store) -> Result<HashMap<PostId, (String, TimeZone)>, StoreError> {
    let posts = store.posts().await?.into_iter();
    let zone = |name: &str| TimeZone::get(name).unwrap_or(TimeZone::UTC);
    Ok(posts.map(|post| (post.id, (post.name, zone(&post.time_zone)))).collect())
}

async fn pictures(store: &Store, about: &About) -> Result<HashMap<String, String>, StoreError> {
    let of_crossings = about.crossings.iter().flat_map(|one| &one.attachments);
    let kept: Vec<&KeptAttachment> =
        of_crossings.chain(about.presented.iter().flat_map(|one| &one.attachments)).collect();
    let (mut pictures, mut left) = (HashMap::new(), MOST_PICTURE_BYTES);
    for kept in kept {
        if let Some(rest) = left.checked_sub(kept.attachment.bytes)
            && let Some(bytes) = store.content_of(&kept.attachment.sha256).await?
        {
            left = rest;
            pictures.insert(kept.attachment.sha256.clone(), BASE64.encode(&bytes));
        }
    }
    Ok(pictures)
}

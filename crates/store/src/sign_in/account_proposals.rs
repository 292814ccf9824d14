//! People as they are proposed: nobody lets someone in, or gives them other rights, alone.

use crate::{
    AccountDraft, Credentials, Store, StoreError,
    database::{Conn, DbRow, Insert, columns},
    journal::Changed,
    reference::proposals::{self, Closed, ProposalKind},
    sign_in::{accounts, credentials},
};
use jiff::Timestamp;
use limen_domain::{AccountId, CredentialChange, Event};
use sqlx::Row;
use uuid::Uuid;

/// Someone who is to sign in, or to do something else than before, and waits, or waited, for a second person's word.
#[derive(Debug, Clone)]
pub struct PersonProposal {
    /// Which proposal.
    pub id: Uuid,
    /// The person as they are to be.
    pub draft: AccountDraft,
    /// Who proposed it.
    pub author: AccountId,
    /// When.
    pub at: Timestamp,
    /// The second person's word; `None` while it waits for it.
    pub closed: Option<Closed>,
}

impl PersonProposal {
    /// Whether this person may decide about it: neither who proposed it, nor whom it is about.
    pub fn is_decided_by(&self, account: &AccountId) -> bool {
        self.author != *account && self.draft.id != *account
    }

    /// Whether this person may give this word on it: one who may decide, or who proposed it and takes it back.
    pub fn may_decide(&self, approved: bool, account: &AccountId) -> bool {
        let takes_back = self.author == *account && proposals::may_decide(approved, account, &self.author);
        takes_back || self.is_decided_by(account)
    }
}

impl Store {
    /// Lays a person as they are to be before a second person.
    ///
    /// # Errors
    /// The database can't be written, or this headquarters was restored and decides nothing yet; nothing has changed
    /// then.
    pub async fn propose_person(&self, draft: &AccountDraft, author: &AccountId) -> Result<Uuid, StoreError> {
        let now = self.now();
        let (id, draft, by) = (self.new_id(), draft.clone(), author.clone());
        self.change(Some(author), move |conn| {
            Box::pin(async move {
                let mut insert = Insert::into("person_proposal");
                let row = insert.row().set("account", draft.id.as_str()).set("draft", serde_json::to_string(&draft)?);
                proposals::open(row, id, &by, now);
                insert.run(conn).await?;
                let AccountDraft { id: account, role, posts, .. } = draft;
                Ok(Some(Changed::noted(vec![Event::PersonProposed { proposal: id, account, role, posts }])))
            })
        })
        .await?;
        Ok(id)
    }

    /// The people who wait for a second person's word, oldest first.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn open_person_proposals(&self) -> Result<Vec<PersonProposal>, StoreError> {
        let rows = sqlx::query("select * from person_proposal where state = 'open' order by at");
        rows.fetch_all(&self.db.pool).await?.iter().map(of_row).collect()
    }

    /// One of them.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn person_proposal(&self, id: Uuid) -> Result<Option<PersonProposal>, StoreError> {
        person_proposal(&mut *self.db.pool.acquire().await?, id).await
    }

    /// Lets what was proposed take effect, or not. `credentials` are for someone who could not sign in until now. Says
    /// whether that was done: what no longer waits, is not for `by` to decide, or is about someone new without credentials
    /// is left as it is.
    ///
    /// # Errors
    /// The database can't be written, or this headquarters was restored and decides nothing yet; nothing has changed
    /// then.
    pub async fn decide_person_proposal(
        &self,
        id: Uuid,
        approved: bool,
        by: &AccountId,
        reason: &str,
        credentials: Option<&Credentials>,
    ) -> Result<bool, StoreError> {
        let now = self.now();
        let (second, reason, credentials) = (by.clone(), reason.to_owned(), credentials.cloned());
        let decided = self.change(Some(by), move |conn| {
            Box::pin(async move {
                let may_decide = |proposal: &PersonProposal| proposal.may_decide(approved, &second);
                let proposal = person_proposal(conn, id).await?.filter(may_decide);
                let Some(PersonProposal { draft, .. }) = proposal else { return Ok(None) };
                if !proposals::close(conn, ProposalKind::Person, id, approved, &second, &reason, now).await? {
                    return Ok(None);
                }
                let mut events = vec![Event::ProposalDecided { proposal: id, approved, reason }];
                if approved {
                    match (accounts::exists(conn, &draft.id).await?, &credentials) {
                        (false, None) => return Ok(None),
                        (false, Some(credentials)) => events.push(accounts::add(conn, &draft, credentials).await?),
                        (true, None) => events.push(accounts::change(conn, &draft).await?),
                        (true, Some(credentials)) => {
                            events.push(accounts::change(conn, &draft).await?);
                            events.push(
                                credentials::set(conn, &draft.id, None, credentials, CredentialChange::Reset, now)
                                    .await?,
                            );
                        }
                    }
                }
                Ok(Some(Changed::noted(events)))
            })
        });
        Ok(decided.await?.is_some())
    }
}

async fn person_proposal(conn: &mut Conn, id: Uuid) -> Result<Option<PersonProposal>, StoreError> {
    let row = sqlx::query("select * from person_proposal where id = $1").bind(id.to_string());
    row.fetch_optional(conn).await?.as_ref().map(of_row).transpose()
}

fn of_row(row: &DbRow) -> Result<PersonProposal, StoreError> {
    Ok(PersonProposal {
        id: columns::parsed(row, "id")?,
        draft: serde_json::from_str(row.try_get("draft")?)?,
        author: columns::account(row, "author")?,
        at: columns::moment(row, "at")?,
        closed: proposals::closed(row)?,
    })
}

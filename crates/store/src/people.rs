//! People as they are proposed: nobody lets someone in, or gives them other rights, alone.

use crate::{
    AccountDraft, Credentials, Store, StoreError, columns,
    db::DbRow,
    proposals::{self, Waiting},
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
    /// Whether it still waits.
    pub is_open: bool,
}

impl PersonProposal {
    /// Whether this person may decide about it: neither who proposed it, nor whom it is about.
    pub fn is_decided_by(&self, account: &AccountId) -> bool {
        self.author != *account && self.draft.id != *account
    }
}

impl Store {
    /// Lays a person as they are to be before a second person.
    pub async fn propose_person(&self, draft: &AccountDraft, author: &AccountId) -> Result<Uuid, StoreError> {
        let id = Uuid::now_v7();
        let AccountDraft { id: account, role, posts, .. } = draft.clone();
        self.append(Some(author), vec![Event::PersonProposed { proposal: id, account, role, posts }], None).await?;
        sqlx::query(
            "insert into person_proposal (id, account, draft, author, at, state, decided_by, decided_at, reason)
             values ($1, $2, $3, $4, $5, 'open', '', 0, '')",
        )
        .bind(id.to_string())
        .bind(draft.id.as_str())
        .bind(serde_json::to_string(draft)?)
        .bind(author.as_str())
        .bind(Timestamp::now().as_millisecond())
        .execute(&self.db.readers)
        .await?;
        Ok(id)
    }

    /// The people who wait for a second person's word, oldest first.
    pub async fn open_person_proposals(&self) -> Result<Vec<PersonProposal>, StoreError> {
        let rows = sqlx::query("select * from person_proposal where state = 'open' order by at");
        rows.fetch_all(&self.db.readers).await?.iter().map(person_proposal).collect()
    }

    /// One of them.
    pub async fn person_proposal(&self, id: Uuid) -> Result<Option<PersonProposal>, StoreError> {
        let row = sqlx::query("select * from person_proposal where id = $1").bind(id.to_string());
        row.fetch_optional(&self.db.readers).await?.as_ref().map(person_proposal).transpose()
    }

    /// Lets what was proposed take effect, or not. `credentials` are for someone who could not sign in until now. Answers
    /// whether that was done: what no longer waits, or is not for `by` to decide, is left as it is.
    pub async fn decide_person_proposal(
        &self,
        id: Uuid,
        approved: bool,
        by: &AccountId,
        reason: &str,
        credentials: Option<&Credentials>,
    ) -> Result<bool, StoreError> {
        let Some(proposal) =
            self.person_proposal(id).await?.filter(|proposal| proposal.is_open && proposal.is_decided_by(by))
        else {
            return Ok(false);
        };
        let mut conn = self.db.readers.acquire().await?;
        if !proposals::close(&mut conn, Waiting::Person, id, approved, by, reason).await? {
            return Ok(false);
        }
        drop(conn);
        let event = Event::ProposalDecided { proposal: id, approved, reason: reason.to_owned() };
        self.append(Some(by), vec![event], None).await?;
        if approved {
            let draft = &proposal.draft;
            match (self.account(&draft.id).await?, credentials) {
                (None, Some(credentials)) => self.add_account(Some(by), draft, credentials).await?,
                (None, None) => return Ok(false),
                (Some(_), credentials) => {
                    self.change_account(Some(by), draft).await?;
                    if let Some(credentials) = credentials {
                        self.set_credentials(Some(by), &draft.id, credentials, CredentialChange::Reset).await?;
                    }
                }
            }
        }
        Ok(true)
    }
}

fn person_proposal(row: &DbRow) -> Result<PersonProposal, StoreError> {
    Ok(PersonProposal {
        id: columns::parsed(row, "id")?,
        draft: serde_json::from_str(row.try_get("draft")?)?,
        author: columns::account(row, "author")?,
        at: columns::moment(row, "at")?,
        is_open: row.try_get::<&str, _>("state")? == "open",
    })
}

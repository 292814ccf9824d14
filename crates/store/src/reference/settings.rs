//! The table `setting`: each decision in it with its type, what holds without it, and who makes it.
//!
//! A value that can't be read is an error that names the setting, and never the default: the caller closes
//! what depends on it.

use crate::{
    Post, Store, StoreError, Trouble,
    database::Conn,
    journal::Changed,
    reference::turns::{self, Turned},
};
use limen_domain::{
    AccountId, ConfirmedErasures, ErasuresOnClaims, Event, FlowBound, LightLimits, PostId, Retention, SecondFactorRoles,
};
use serde::{Serialize, de::DeserializeOwned};
use sqlx::Row;
use std::{collections::BTreeMap, fmt::Display};

/// A row of the table `setting`, with what it may hold.
#[derive(Debug)]
pub struct Setting<T> {
    name: &'static str,
    unset: fn() -> T,
    read: fn(&str) -> Result<T, String>,
    write: fn(&T) -> Result<String, StoreError>,
}

impl<T> Clone for Setting<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Setting<T> {}

impl<T: Serialize + DeserializeOwned> Setting<T> {
    /// A setting that is kept as JSON; `unset` is what holds without it.
    pub const fn json(name: &'static str, unset: fn() -> T) -> Self {
        Self {
            name,
            unset,
            read: |text| serde_json::from_str(text).map_err(|error| error.to_string()),
            write: |value| Ok(serde_json::to_string(value)?),
        }
    }
}

impl<T> Setting<Option<T>>
where
    T: TryFrom<String, Error: Display> + Display,
{
    /// A setting that is kept as its text, and has no default.
    pub const fn text(name: &'static str) -> Self {
        Self {
            name,
            unset: || None,
            read: |text| T::try_from(text.to_owned()).map(Some).map_err(|error| error.to_string()),
            write: |value| Ok(value.as_ref().map(ToString::to_string).unwrap_or_default()),
        }
    }
}

impl<T> Setting<T> {
    /// Its name in the table.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// What holds where it is not set.
    pub fn unset(&self) -> T {
        (self.unset)()
    }

    fn value(&self, text: Option<&str>) -> Result<T, StoreError> {
        match text {
            None => Ok((self.unset)()),
            Some(text) => (self.read)(text).map_err(|why| {
                StoreError::new(
                    Trouble::Setting,
                    format!("the setting {} says \u{201c}{text}\u{201d}: {why}", self.name),
                )
            }),
        }
    }
}

/// A decision, whatever its type.
struct Decision {
    name: &'static str,
    /// Whether headquarters makes it for all posts.
    is_shared: bool,
    check: fn(&str) -> Result<(), String>,
}

const SHARED: bool = true;
const OWN: bool = false;

macro_rules! decisions {
    ($($(#[$doc:meta])* $sharing:ident $name:ident: $type:ty = $setting:expr;)+) => {
        $($(#[$doc])* pub const $name: Setting<$type> = $setting;)+
        const DECISIONS: &[Decision] = &[$(Decision {
            name: $name.name,
            is_shared: $sharing,
            check: |text| ($name.read)(text).map(drop),
        }),+];
    };
}

decisions! {
    /// For how many days a post is told what happened at the others.
    SHARED HISTORY_DAYS: u16 = Setting::json("history-days", || 90);
    /// After how many minutes a referral that nobody has settled is shown to the supervisor.
    SHARED SECOND_LINE_MINUTES: u16 = Setting::json("second-line-minutes", || 30);
    /// For how many days a post that has not heard of headquarters lets people sign in; 0 for ever.
    SHARED PEOPLE_GOOD_DAYS: u16 = Setting::json("people-good-days", || 60);
    /// The roles that sign in with a second factor only.
    SHARED SECOND_FACTOR_ROLES: SecondFactorRoles = Setting::json("second-factor-roles", SecondFactorRoles::default);
    /// What every published count of flows is a multiple of.
    SHARED FLOWS_BOUND: FlowBound = Setting::json("flows-protection", FlowBound::default);
    /// How long data about persons is kept.
    SHARED RETENTION: Retention = Setting::json("retention", Retention::default);
    /// Whether a chip's signature (EF.SOD) and zone (DG1) are kept beside the record, as evidence.
    SHARED CHIP_EVIDENCE: bool = Setting::json("chip-evidence", || false);
    /// What two people said may be erased although it is much at once.
    SHARED CONFIRMED_ERASURES: ConfirmedErasures = Setting::json("erasures-confirmed", ConfirmedErasures::default);
    /// What two people said is to be erased everywhere, since the person claimed it.
    SHARED CLAIM_ERASURES: ErasuresOnClaims = Setting::json("erasures-on-claims", ErasuresOnClaims::default);
    /// At headquarters: what it is called and where it is.
    OWN HEADQUARTERS: Option<Post> = Setting::json("headquarters-place", || None);
    /// At headquarters: where those of neighbouring states reach it, `https://name:port`; empty where they can't.
    OWN NEIGHBOUR_ADDRESS: String = Setting::json("neighbour-address", String::new);
    /// The post whose node this is.
    OWN POST: Option<PostId> = Setting::text("post");
    /// What headings of tables hold that Limen does not know by itself: by kind of table, the heading as it is compared, and
    /// the field.
    OWN TABLE_HEADINGS: BTreeMap<String, BTreeMap<String, String>> = Setting::json("table-headings", BTreeMap::new);
    /// From where the pictures of this post's readers in other light are as usual, by the reader's name.
    OWN READER_LIGHTS: BTreeMap<String, LightLimits> = Setting::json("reader-lights", BTreeMap::new);
    /// Views of the flows that are kept at this node: by name, what the address of the board asks for.
    OWN FLOW_VIEWS: BTreeMap<String, String> = Setting::json("flow-views", BTreeMap::new);
    /// SHA-256, in hexadecimal, of the key with which another system sends visas.
    OWN VISA_KEY: Option<Sha256Hex> = Setting::text("visa-key");
}

/// A SHA-256 hash in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sha256Hex(String);

impl Sha256Hex {
    /// The hash of some bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(crate::hash::sha256_hex(bytes))
    }

    /// Its 64 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Sha256Hex {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let is_hash = text.len() == 64 && text.bytes().all(|digit| digit.is_ascii_hexdigit());
        if is_hash { Ok(Self(text)) } else { Err("it is no SHA-256 hash") }
    }
}

impl Display for Sha256Hex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether headquarters decides a setting for all posts.
pub fn is_shared(name: &str) -> bool {
    DECISIONS.iter().any(|decision| decision.is_shared && decision.name == name)
}

/// What a setting holds, within a transaction.
pub(crate) async fn read<T>(conn: &mut Conn, setting: &Setting<T>) -> Result<T, StoreError> {
    setting.value(text(conn, setting.name).await?.as_deref())
}

async fn text(conn: &mut Conn, name: &str) -> Result<Option<String>, StoreError> {
    let value = sqlx::query_scalar("select value from setting where name = $1").bind(name);
    Ok(value.fetch_optional(conn).await?)
}

pub(crate) async fn put_setting(conn: &mut Conn, name: &str, value: &str) -> Result<(), StoreError> {
    sqlx::query(
        "insert into setting (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value",
    )
    .bind(name)
    .bind(value)
    .execute(conn)
    .await?;
    Ok(())
}

/// Sets a setting within a transaction; what the journal says of it, unless it means the same as before.
pub(crate) async fn decide<T: PartialEq>(
    conn: &mut Conn,
    setting: &Setting<T>,
    value: &T,
) -> Result<Option<Event>, StoreError> {
    let before = text(conn, setting.name).await?;
    let is_same = setting.value(before.as_deref()).is_ok_and(|before| before == *value);
    let after = (setting.write)(value)?;
    put_setting(conn, setting.name, &after).await?;
    turns::note(conn, &Turned::Others).await?;
    let setting = setting.name.to_owned();
    Ok((!is_same).then(|| Event::SettingChanged { setting, before: before.unwrap_or_default(), after }))
}

impl Store {
    /// A setting of this node.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        let value = sqlx::query_scalar("select value from setting where name = $1").bind(name);
        Ok(value.fetch_optional(&self.db.pool).await?)
    }

    /// Sets a setting of this node.
    ///
    /// # Errors
    /// The database can't be written; nothing has changed then.
    pub async fn set_setting(&self, name: &str, value: &str) -> Result<(), StoreError> {
        let (name, value) = (name.to_owned(), value.to_owned());
        self.change(None, move |conn| {
            Box::pin(async move {
                put_setting(conn, &name, &value).await?;
                turns::note(conn, &Turned::Others).await?;
                Ok(Some(Changed::noted(vec![])))
            })
        })
        .await?;
        Ok(())
    }

    /// What a setting holds.
    ///
    /// # Errors
    /// [`Trouble::Setting`] where its value can't be read, besides what is wrong with the database.
    pub async fn read<T>(&self, setting: &Setting<T>) -> Result<T, StoreError> {
        setting.value(self.setting(setting.name).await?.as_deref())
    }

    /// Sets a setting of a node that is being set up, without a word in the journal.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn write<T>(&self, setting: &Setting<T>, value: &T) -> Result<(), StoreError> {
        self.set_setting(setting.name, &(setting.write)(value)?).await
    }

    /// Sets a setting, and notes what it was and is in the journal, in one transaction. Answers whether it changed: one
    /// that means what held before does not, and is stated all the same.
    ///
    /// # Errors
    /// The database can't be written; nothing has changed then.
    pub async fn decide<T>(&self, actor: Option<&AccountId>, setting: &Setting<T>, value: T) -> Result<bool, StoreError>
    where
        T: PartialEq + Send + Sync + 'static,
    {
        let stated = self.setting(setting.name).await?;
        if stated.is_some_and(|stated| (setting.read)(&stated).is_ok_and(|stated| stated == value)) {
            return Ok(false);
        }
        let setting = *setting;
        let changed = self.change(actor, move |conn| {
            Box::pin(async move {
                let event = decide(conn, &setting, &value).await?;
                Ok(Some(Changed { answer: event.is_some(), events: event.into_iter().collect() }))
            })
        });
        Ok(changed.await?.unwrap_or_default())
    }

    /// Changes a setting by what it holds, and notes it as [`Store::decide`] does, in one transaction.
    ///
    /// # Errors
    /// It can't be read, or the database can't be written; nothing has changed then.
    pub async fn amend<T>(
        &self,
        actor: Option<&AccountId>,
        setting: &Setting<T>,
        amended: impl Fn(T) -> T + Send + Sync + 'static,
    ) -> Result<(), StoreError>
    where
        T: PartialEq + Send + Sync + 'static,
    {
        let setting = *setting;
        self.change(actor, move |conn| {
            Box::pin(async move {
                let value = amended(read(conn, &setting).await?);
                let event = decide(conn, &setting, &value).await?;
                Ok(Some(Changed::noted(event.into_iter().collect())))
            })
        })
        .await?;
        Ok(())
    }

    /// The decisions that can't be read, and why each can't.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn unreadable_settings(&self) -> Result<Vec<(&'static str, String)>, StoreError> {
        let rows = sqlx::query("select name, value from setting").fetch_all(&self.db.pool).await?;
        let mut unreadable = Vec::new();
        for row in rows {
            let name: &str = row.try_get("name")?;
            if let Some(decision) = DECISIONS.iter().find(|decision| decision.name == name)
                && let Err(why) = (decision.check)(row.try_get("value")?)
            {
                unreadable.push((decision.name, why));
            }
        }
        Ok(unreadable)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use limen_domain::Role;

    #[test]
    fn what_cant_be_read_names_its_setting_and_is_never_the_default() {
        for broken in ["", "soixante", "-1", "9999999", "60.5"] {
            let error = PEOPLE_GOOD_DAYS.value(Some(broken)).expect_err(broken);
            assert_eq!(error.trouble(), Trouble::Setting);
            assert!(error.to_string().contains("people-good-days"), "{error}");
        }
        assert_eq!(PEOPLE_GOOD_DAYS.value(None).expect("a default"), 60);
        assert!(FLOWS_BOUND.value(Some(r#"{"method":"noise"}"#)).is_err() && FLOWS_BOUND.value(Some("2")).is_err());
        for said in ["7", r#"{"method":"hide","smallest":7}"#, r#"{"method":"round","base":7}"#] {
            assert_eq!(FLOWS_BOUND.value(Some(said)).expect("a bound").get(), 7, "{said}");
        }
        assert!(RETENTION.value(Some(r#"{"crossings":{"days":1,"ground":"law"}}"#)).is_err(), "too short a period");
        let roles = SECOND_FACTOR_ROLES.value(Some(r#"["auditor","inspector"]"#)).expect("a list");
        assert!(roles.contain(Role::Auditor));
        assert!(POST.value(Some("no post")).is_err() && VISA_KEY.value(Some("key")).is_err());
    }

    #[test]
    fn headquarters_shares_what_it_decides_for_all_and_nothing_of_its_own() {
        let shared = [
            "chip-evidence",
            "erasures-confirmed",
            "erasures-on-claims",
            "flows-protection",
            "history-days",
            "people-good-days",
            "retention",
            "second-factor-roles",
            "second-line-minutes",
        ];
        assert!(shared.iter().all(|name| is_shared(name)));
        assert_eq!(DECISIONS.iter().filter(|decision| decision.is_shared).count(), shared.len());
        assert!(!["node", "post", "headquarters-place", "visa-key", "trial"].iter().any(|name| is_shared(name)));
    }
}

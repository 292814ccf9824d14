//! Making and opening a node's store.

use crate::{
    Chance, FILE_NAME, Home, Store, StoreError, Time, Trouble,
    clock::Clock,
    database::{Db, Opening},
    writing,
};
use limen_domain::NodeId;
use std::{path::Path, sync::Arc};

/// What a store takes from outside itself: this machine's clock and generator, unless a test gives others.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// The clock.
    pub time: Time,
    /// The generator.
    pub chance: Chance,
}

impl From<Time> for Given {
    fn from(time: Time) -> Self {
        Self { time, ..Self::default() }
    }
}

impl Store {
    /// Makes a new database in a data folder for the node `node`, encrypted where the folder has a key.
    ///
    /// # Errors
    /// The folder can't be written, or holds the database of a node already.
    pub async fn create(home: impl Into<Home<'_>>, node: &NodeId) -> Result<Self, StoreError> {
        let home = home.into();
        let db = Db::sqlite(&home.folder.join(FILE_NAME), home.key, Opening::New).await?;
        Self::make(&db, node).await?;
        db.close().await;
        Self::open(home).await
    }

    /// Makes a new database as [`Store::create`] does, of which nothing is flushed to disk (`synchronous = off`): the caller
    /// flushes the file once the store is closed. It must be made where nobody looks for it until then.
    ///
    /// # Errors
    /// Those of [`Store::create`].
    pub async fn create_in_one_go(home: impl Into<Home<'_>>, node: &NodeId) -> Result<Self, StoreError> {
        let Home { folder, key } = home.into();
        let file = folder.join(FILE_NAME);
        let db = Db::sqlite(&file, key, Opening::NewInOneGo).await?;
        Self::make(&db, node).await?;
        Self::with(db, Some(&file), Given::default()).await
    }

    /// Makes the tables in an empty PostgreSQL database, `postgres://user:password@host/name`, for the node `node`.
    ///
    /// # Errors
    /// The server can't be reached, its collation is not that of bytes, or the database holds tables already.
    pub async fn create_on(url: &str, node: &NodeId) -> Result<Self, StoreError> {
        let db = Db::postgres(url).await?;
        Self::make(&db, node).await?;
        db.close().await;
        Self::open_on(url).await
    }

    async fn make(db: &Db, node: &NodeId) -> Result<(), StoreError> {
        db.migrate().await?;
        let made = sqlx::query("insert into setting (name, value) values ('node', $1)").bind(node.as_str());
        made.execute(&db.pool).await?;
        Ok(())
    }

    /// Opens the database in a data folder, bringing its tables up to this version.
    ///
    /// # Errors
    /// There is no database in the folder, the key is not its own, a later version of Limen made it, or it is damaged.
    pub async fn open(home: impl Into<Home<'_>>) -> Result<Self, StoreError> {
        Self::open_by(home, Given::default()).await
    }

    /// Opens it as [`Store::open`] does, with time and chance from elsewhere than this machine.
    ///
    /// # Errors
    /// Those of [`Store::open`].
    pub async fn open_by(home: impl Into<Home<'_>>, given: impl Into<Given>) -> Result<Self, StoreError> {
        let Home { folder, key } = home.into();
        let file = folder.join(FILE_NAME);
        if !file.exists() {
            return Err(StoreError::new(Trouble::Missing, format!("there is no {}", file.display())));
        }
        Self::with(Db::sqlite(&file, key, Opening::Existing).await?, Some(&file), given.into()).await
    }

    /// Opens a PostgreSQL database, bringing its tables up to this version. Several programs may.
    ///
    /// # Errors
    /// The server can't be reached, its collation is not that of bytes, or the database is no node's.
    pub async fn open_on(url: &str) -> Result<Self, StoreError> {
        Self::with(Db::postgres(url).await?, None, Given::default()).await
    }

    async fn with(db: Db, file: Option<&Path>, given: Given) -> Result<Self, StoreError> {
        let Given { time, chance } = given;
        db.migrate().await?;
        let node: Option<String> =
            sqlx::query_scalar("select value from setting where name = 'node'").fetch_optional(&db.pool).await?;
        let node = node.and_then(|node| NodeId::parse(&node).ok());
        let node =
            node.ok_or_else(|| StoreError::new(Trouble::Damaged, "it does not say whose journal it is".into()))?;
        let clock = Arc::new(Clock::load(&db.pool, &node, time.now()).await?);
        let writer = writing::start(file, node.clone(), db.clone(), clock.clone(), time.clone()).await?;
        let store = Self { node, db, writer, clock, time, chance, publishing: Arc::default() };
        store.finish_reference().await?;
        store.understand().await?;
        store.note_past_visa_steps().await?;
        Ok(store)
    }
}

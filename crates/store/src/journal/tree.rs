//! The Merkle tree over a journal (RFC 6962 §2.1, RFC 9162 §2.1): its leaves are the hashes of the events, in order. With it a
//! single event is proved to stand in a journal of a million, to someone who has only a signed root.
//!
//! The hash over each 256 events is kept once it is complete; what lies below and above is computed when it is asked for.

use crate::{Store, StoreError, database::columns, hash::Hash};
use limen_domain::NodeId;
use sqlx::Row;
use std::collections::BTreeMap;
use tlog_tiles::{HashReader, node_hash, record_hash, split_stored_hash_index};

/// Tiles are as high as this: 256 events.
const HEIGHT: u8 = 8;
const EVENTS: i64 = 1 << HEIGHT;
/// Tiles that are computed and kept together.
const TILES_TOGETHER: i64 = 64;

/// The tree over the first events of a journal, as far as one proof needs it.
#[derive(Debug)]
pub struct Tree {
    /// How many events it is over.
    pub size: u64,
    tiles: Vec<Hash>,
    /// The leaves of the tiles that a proof goes through.
    leaves: BTreeMap<u64, Vec<Hash>>,
}

impl Tree {
    fn node(&self, level: u8, place: u64) -> Option<Hash> {
        let below = |level: u8| {
            let (left, right) = (self.node(level, 2 * place)?, self.node(level, 2 * place + 1)?);
            Some(node_hash(tlog_tiles::Hash(left), tlog_tiles::Hash(right)).0)
        };
        match level {
            HEIGHT => self.tiles.get(usize::try_from(place).ok()?).copied(),
            0 => {
                let leaves = self.leaves.get(&(place / EVENTS as u64))?;
                leaves.get((place % EVENTS as u64) as usize).copied()
            }
            level => below(level - 1),
        }
    }

    /// The root.
    ///
    /// # Errors
    /// The tree lacks a hash of what was asked of it.
    pub fn root(&self) -> Result<Hash, StoreError> {
        let root = tlog_tiles::tree_hash(self.size, self).map_err(|error| wrong(&error))?;
        Ok(root.0)
    }

    /// The hashes by which the tree over the first `before` events is found again in this one (RFC 9162 §2.1.4).
    ///
    /// # Errors
    /// The tree lacks a hash of what was asked of it.
    pub fn goes_on_from(&self, before: u64) -> Result<Vec<Hash>, StoreError> {
        let path = tlog_tiles::prove_tree(self.size, before, self).map_err(|error| wrong(&error))?;
        Ok(path.into_iter().map(|hash| hash.0).collect())
    }

    /// The hashes by which the event with this number is led up to the root (RFC 9162 §2.1.3).
    ///
    /// # Errors
    /// The tree lacks a hash of what was asked of it.
    pub fn path(&self, seq: i64) -> Result<Vec<Hash>, StoreError> {
        let place = u64::try_from(seq - 1).map_err(|error| wrong(&error))?;
        let path = tlog_tiles::prove_record(self.size, place, self).map_err(|error| wrong(&error))?;
        Ok(path.into_iter().map(|hash| hash.0).collect())
    }
}

fn wrong(error: &impl std::fmt::Display) -> StoreError {
    crate::error::damaged(format!("the tree over the journal can't be made: {error}"))
}

impl HashReader for Tree {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<tlog_tiles::Hash>, tlog_tiles::Error> {
        let hash = |index: &u64| {
            let (level, place) = split_stored_hash_index(*index);
            self.node(level, place)
                .map(tlog_tiles::Hash)
                .ok_or(tlog_tiles::Error::InvalidInput("a hash is missing".into()))
        };
        indexes.iter().map(hash).collect()
    }
}

/// The leaf of an event of this hash.
pub fn leaf(hash: &Hash) -> Hash {
    record_hash(hash).0
}

/// Whether a path leads from an event's hash to the root of a tree over `size` events.
pub fn leads(path: &[Hash], size: u64, root: &Hash, seq: i64, hash: &Hash) -> bool {
    let Ok(place) = u64::try_from(seq - 1) else { return false };
    let path: Vec<tlog_tiles::Hash> = path.iter().map(|hash| tlog_tiles::Hash(*hash)).collect();
    tlog_tiles::check_record(&path, size, tlog_tiles::Hash(*root), place, tlog_tiles::Hash(leaf(hash))).is_ok()
}

/// Whether a tree goes on from an earlier one: what was in it is in it unchanged.
pub fn goes_on(path: &[Hash], (size, root): (u64, &Hash), (before, root_before): (u64, &Hash)) -> bool {
    let path: Vec<tlog_tiles::Hash> = path.iter().map(|hash| tlog_tiles::Hash(*hash)).collect();
    tlog_tiles::check_tree(&path, size, tlog_tiles::Hash(*root), before, tlog_tiles::Hash(*root_before)).is_ok()
}

impl Store {
    /// The tree over the first `size` events of a journal, with what a proof of the event `seq`, or from the first `seq` events
    /// on, needs.
    ///
    /// # Errors
    /// The database can't be read, or what is kept of the tree can't be written.
    pub async fn tree(&self, node: &NodeId, size: i64, seq: i64) -> Result<Tree, StoreError> {
        let whole = size / EVENTS;
        let tiles = self.tiles(node, whole).await?;
        let mut leaves = BTreeMap::new();
        for tile in [(seq - 1) / EVENTS, whole] {
            leaves.insert(tile as u64, self.leaves(node, tile, tile + 1, size).await?);
        }
        Ok(Tree { size: u64::try_from(size).unwrap_or_default(), tiles, leaves })
    }

    /// The leaves of some tiles, as far as there are events up to `size`.
    async fn leaves(&self, node: &NodeId, from: i64, to: i64, size: i64) -> Result<Vec<Hash>, StoreError> {
        let rows = sqlx::query("select hash from event where node = $1 and seq > $2 and seq <= $3 order by seq")
            .bind(node.as_str())
            .bind(from * EVENTS)
            .bind(size.min(to * EVENTS))
            .fetch_all(&self.db.pool)
            .await?;
        rows.iter().map(|row| Ok(leaf(&columns::bytes(row, "hash")?))).collect()
    }

    /// The first `count` tiles; those that are not kept yet are computed and kept.
    async fn tiles(&self, node: &NodeId, count: i64) -> Result<Vec<Hash>, StoreError> {
        let rows = sqlx::query("select tile, hash from journal_tile where node = $1 and tile < $2 order by tile")
            .bind(node.as_str())
            .bind(count)
            .fetch_all(&self.db.pool)
            .await?;
        let mut tiles = Vec::with_capacity(rows.len());
        for (place, row) in rows.iter().enumerate() {
            if row.try_get::<i64, _>("tile")? != place as i64 {
                return Err(wrong(&"a part of it is missing"));
            }
            tiles.push(columns::bytes(row, "hash")?);
        }
        while (tiles.len() as i64) < count {
            let from = tiles.len() as i64;
            let to = count.min(from + TILES_TOGETHER);
            let leaves = self.leaves(node, from, to, to * EVENTS).await?;
            if leaves.len() as i64 != (to - from) * EVENTS {
                return Err(wrong(&"events are missing"));
            }
            let mut transaction = self.db.begin().await?;
            for (place, leaves) in leaves.chunks_exact(EVENTS as usize).enumerate() {
                let hash = over(leaves);
                tiles.push(hash);
                sqlx::query(
                    "insert into journal_tile (node, tile, hash) values ($1, $2, $3) on conflict (node, tile) do nothing",
                )
                .bind(node.as_str())
                .bind(from + place as i64)
                .bind(hash.to_vec())
                .execute(&mut *transaction)
                .await?;
            }
            transaction.commit().await?;
        }
        Ok(tiles)
    }
}

/// The hash over leaves, whose number is a power of two.
fn over(leaves: &[Hash]) -> Hash {
    let mut level = leaves.to_vec();
    while level.len() > 1 {
        let pair = |pair: &[Hash]| node_hash(tlog_tiles::Hash(pair[0]), tlog_tiles::Hash(pair[1])).0;
        level = level.chunks_exact(2).map(pair).collect();
    }
    level.first().copied().unwrap_or_default()
}

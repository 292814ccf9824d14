//! The border crossing points that this node knows.

use crate::{
    Store, StoreError,
    database::{Conn, DbRow, Insert, columns},
    journal::Changed,
    reference::{
        settings::{self, HEADQUARTERS, POST},
        turns::{self, Turned},
    },
};
use jiff::tz::TimeZone;
use limen_domain::{PostId, StateCode};
use serde::{Deserialize, Serialize};
use sqlx::Row;

/// A border crossing point.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Post {
    /// Its identifier.
    pub id: PostId,
    /// Its name as pages show it.
    pub name: String,
    /// The state it belongs to.
    pub country: StateCode,
    /// Its IANA time zone.
    pub time_zone: String,
    /// The state on the other side.
    pub neighbour: StateCode,
    /// The nearest town inside the country.
    pub town_in: String,
    /// The nearest town across the border.
    pub town_out: String,
    /// Whether everyone who leaves there is recorded.
    pub records_all_exits: bool,
    /// Where it is: degrees north and east (WGS 84), for maps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<(f64, f64)>,
}

pub(crate) fn post(row: &DbRow) -> Result<Post, StoreError> {
    Ok(Post {
        id: columns::post(row, "id")?,
        name: row.try_get("name")?,
        country: columns::parsed(row, "country")?,
        time_zone: row.try_get("time_zone")?,
        neighbour: columns::parsed(row, "neighbour")?,
        town_in: row.try_get("town_in")?,
        town_out: row.try_get("town_out")?,
        records_all_exits: row.try_get::<i64, _>("records_all_exits")? != 0,
        place: row.try_get::<Option<f64>, _>("latitude")?.zip(row.try_get("longitude")?),
    })
}

/// The zone of the node's post, or of headquarters' place; UTC where neither is set up.
pub(crate) async fn zone(conn: &mut Conn) -> Result<TimeZone, StoreError> {
    let here = settings::read(conn, &POST).await?;
    let of_post = sqlx::query_scalar("select time_zone from post where id = $1");
    let of_post: Option<String> = of_post.bind(here.as_ref().map(PostId::as_str)).fetch_optional(&mut *conn).await?;
    let name = match of_post {
        Some(name) => Some(name),
        None => settings::read(conn, &HEADQUARTERS).await?.map(|place| place.time_zone),
    };
    Ok(name.and_then(|name| TimeZone::get(&name).ok()).unwrap_or(TimeZone::UTC))
}

pub(crate) async fn put_post(conn: &mut Conn, post: &Post) -> Result<(), StoreError> {
    let mut insert = Insert::into("post");
    insert
        .row()
        .set("id", post.id.as_str())
        .set("name", &post.name)
        .set("country", post.country.as_str())
        .set("time_zone", &post.time_zone)
        .set("neighbour", post.neighbour.as_str())
        .set("town_in", &post.town_in)
        .set("town_out", &post.town_out)
        .set("records_all_exits", i64::from(post.records_all_exits))
        .set("latitude", post.place.map(|(latitude, _)| latitude))
        .set("longitude", post.place.map(|(_, longitude)| longitude));
    insert.or_update("id", &[]);
    insert.run(conn).await?;
    Ok(())
}

impl Store {
    /// Adds a post, or changes the one with its identifier.
    ///
    /// # Errors
    /// The database can't be written; nothing has changed then.
    pub async fn add_post(&self, post: &Post) -> Result<(), StoreError> {
        let post = post.clone();
        self.change(None, move |conn| {
            Box::pin(async move {
                put_post(conn, &post).await?;
                turns::note(conn, &Turned::Others).await?;
                Ok(Some(Changed::noted(vec![])))
            })
        })
        .await?;
        Ok(())
    }

    /// Every post that this node knows.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn posts(&self) -> Result<Vec<Post>, StoreError> {
        let rows = sqlx::query("select * from post order by id").fetch_all(&self.db.pool).await?;
        rows.iter().map(post).collect()
    }

    /// The post of this identifier.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn post(&self, id: &PostId) -> Result<Option<Post>, StoreError> {
        let row = sqlx::query("select * from post where id = $1").bind(id.as_str());
        row.fetch_optional(&self.db.pool).await?.as_ref().map(post).transpose()
    }

    /// The zone by whose clocks this node speaks of days.
    ///
    /// # Errors
    /// The database can't be used, or a setting can't be read.
    pub async fn zone(&self) -> Result<TimeZone, StoreError> {
        zone(&mut *self.db.pool.acquire().await?).await
    }
}

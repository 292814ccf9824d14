//! What the node is told: posts, alerts, settings; and the past of other posts, brought in whole.

use crate::{
    Store, StoreError,
    error::damaged,
    journal::{self, NewEvent},
};
use limen_domain::{Alert, Event, ListName, NodeId, PostId, StateCode};
use sqlx::{Connection, QueryBuilder, Row, Sqlite};

/// A border crossing point.
#[derive(Debug, Clone)]
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
}

impl Store {
    /// Adds a post.
    pub async fn add_post(&self, post: &Post) -> Result<(), StoreError> {
        sqlx::query(
            "insert into post (id, name, country, time_zone, neighbour, town_in, town_out)
             values ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(post.id.as_str())
        .bind(&post.name)
        .bind(post.country.as_str())
        .bind(&post.time_zone)
        .bind(post.neighbour.as_str())
        .bind(&post.town_in)
        .bind(&post.town_out)
        .execute(&self.readers)
        .await?;
        Ok(())
    }

    /// Every post that this node knows.
    pub async fn posts(&self) -> Result<Vec<Post>, StoreError> {
        let rows = sqlx::query("select * from post order by id").fetch_all(&self.readers).await?;
        rows.iter()
            .map(|row| {
                Ok(Post {
                    id: PostId::parse(row.try_get("id")?).map_err(damaged)?,
                    name: row.try_get("name")?,
                    country: row.try_get::<&str, _>("country")?.parse().map_err(damaged)?,
                    time_zone: row.try_get("time_zone")?,
                    neighbour: row.try_get::<&str, _>("neighbour")?.parse().map_err(damaged)?,
                    town_in: row.try_get("town_in")?,
                    town_out: row.try_get("town_out")?,
                })
            })
            .collect()
    }

    /// A setting of this node.
    pub async fn setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        let value = sqlx::query_scalar("select value from setting where name = $1").bind(name);
        Ok(value.fetch_optional(&self.readers).await?)
    }

    /// Sets a setting of this node.
    pub async fn set_setting(&self, name: &str, value: &str) -> Result<(), StoreError> {
        sqlx::query(
            "insert into setting (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value",
        )
        .bind(name)
        .bind(value)
        .execute(&self.readers)
        .await?;
        Ok(())
    }

    /// Puts `alerts` in the place of what `list` held before, and notes in the journal which version took effect.
    pub async fn load_alerts(&self, list: &ListName, alerts: &[Alert], sha256: &str) -> Result<(), StoreError> {
        let mut transaction = self.readers.begin_with("begin immediate").await?;
        sqlx::query("delete from alert where list = $1").bind(list.as_str()).execute(&mut *transaction).await?;
        for some in alerts.chunks(journal::BATCH) {
            let rows: Vec<(&Alert, String)> = some
                .iter()
                .map(|alert| Ok((alert, serde_json::to_string(alert)?)))
                .collect::<Result<_, StoreError>>()?;
            let mut query = QueryBuilder::<Sqlite>::new("insert into alert (list, id, body) ");
            query.push_values(rows, |mut row, (alert, body)| {
                row.push_bind(list.as_str().to_owned()).push_bind(alert.id.as_str().to_owned()).push_bind(body);
            });
            query.build().execute(&mut *transaction).await?;
        }
        transaction.commit().await?;
        let event = Event::AlertsLoaded { list: list.clone(), alerts: alerts.len() as u64, sha256: sha256.to_owned() };
        self.append(None, vec![event], None).await?;
        Ok(())
    }

    /// Every alert of every list.
    pub async fn alerts(&self) -> Result<Vec<Alert>, StoreError> {
        let bodies: Vec<String> =
            sqlx::query_scalar("select body from alert order by list, id").fetch_all(&self.readers).await?;
        bodies.iter().map(|body| Ok(serde_json::from_str(body)?)).collect()
    }

    /// Brings in the past of `node`: its whole journal from the first event on, in one transaction.
    ///
    /// For setting up; a node that has written anything already refuses.
    pub async fn bring_in(&self, node: &NodeId, events: Vec<NewEvent>) -> Result<(), StoreError> {
        let mut conn = self.readers.acquire().await?;
        let mut transaction = conn.begin_with("begin immediate").await?;
        let head = journal::head(&mut transaction, node).await?;
        if head.seq != 0 {
            return Err(damaged(format!("the journal of {node} has {} events already", head.seq)));
        }
        journal::append(&mut transaction, node, head, events).await?;
        transaction.commit().await?;
        Ok(())
    }
}

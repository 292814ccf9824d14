//! A list's alerts in the order of their names, for browsing.

use crate::{
    Page, Paged, Store, StoreError,
    database::{Sql, piece},
    error::damaged,
    journal::Changed,
    reference::alerts::parsed,
};
use limen_domain::{Alert, AlertKind, ListName, plain_letters};
use sqlx::Row;

/// By how many letters alerts are put in order.
const LONGEST_SORT_CHARACTERS: usize = 80;
/// Alerts of an earlier version that are put in order in one transaction.
const PIECE_ALERTS: i64 = 400;

/// By what an alert is put in order: its name, or its number where it has none.
pub(crate) fn sort(alert: &Alert) -> String {
    let document = || alert.documents.first().map(|document| document.number.to_string());
    let plate = || alert.plates.first().map(ToString::to_string);
    let text = alert.names.first().cloned().or_else(document).or_else(plate).unwrap_or_default();
    plain_letters(&text).chars().filter(|c| !c.is_control()).take(LONGEST_SORT_CHARACTERS).collect()
}

impl Store {
    /// A piece of a list's alerts, of one kind or of all, in the order of their names.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn alerts_in_order(
        &self,
        list: &ListName,
        kind: Option<AlertKind>,
        page: Page,
    ) -> Result<Paged<Alert>, StoreError> {
        // Each question has its own statement, which an index answers.
        let wanted = |what: &'static str| {
            let mut query = Sql::new(what);
            query.push(" from alert where list = ").push_bind(list.as_str().to_owned());
            if let Some(kind) = kind {
                query.push(" and kind = ").push_bind(kind.code());
            }
            query
        };
        let total: i64 = wanted("select count(*)").build_query_scalar().fetch_one(&self.db.pool).await?;
        let mut bodies = wanted("select body");
        bodies.push(" order by sort, id limit ").push_bind(page.limit).push(" offset ").push_bind(page.offset);
        Ok(Paged { rows: parsed(bodies.build_query_scalar().fetch_all(&self.db.pool).await?)?, total })
    }

    /// Puts in order the alerts that an earlier version wrote, a piece at a time.
    ///
    /// # Errors
    /// The database can't be used, or is damaged. What was put in order before stays so.
    pub async fn put_alerts_in_order(&self) -> Result<(), StoreError> {
        loop {
            let rows = sqlx::query("select list, id, body from alert where kind = '' order by list, id limit $1");
            let rows = rows.bind(PIECE_ALERTS).fetch_all(&self.db.pool).await?;
            if rows.is_empty() {
                return Ok(());
            }
            let mut places = Vec::new();
            for row in &rows {
                let alert: Alert = serde_json::from_str(row.try_get("body")?).map_err(damaged)?;
                let text = |column: &str| Ok::<String, StoreError>(row.try_get(column)?);
                places.push((text("list")?, text("id")?, alert.kind().code(), sort(&alert)));
            }
            let put = self.change(None, move |conn| {
                Box::pin(async move {
                    for (list, id, kind, sort) in places {
                        // One that was changed meanwhile has its place already.
                        sqlx::query("update alert set kind = $1, sort = $2 where list = $3 and id = $4 and kind = ''")
                            .bind(kind)
                            .bind(sort)
                            .bind(list)
                            .bind(id)
                            .execute(&mut *conn)
                            .await?;
                    }
                    Ok(Some(Changed::noted(vec![])))
                })
            });
            piece(put).await?;
        }
    }
}

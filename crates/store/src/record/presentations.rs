//! Travellers who are, or were, at a counter.

use crate::{
    StoreError,
    database::{Conn, Insert, ROWS_TOGETHER, Sql},
};
use limen_domain::{CrossingId, Presentation, TravelDocument};

/// Keeps a presentation, which is open from now on.
pub(crate) async fn put(conn: &mut Conn, presentation: &Presentation) -> Result<(), StoreError> {
    let document = presentation.traveller.document.as_ref().and_then(TravelDocument::key);
    let mut insert = Insert::into("presentation");
    insert
        .row()
        .set("id", presentation.id.to_string())
        .set("officer", presentation.officer.as_str())
        .set("at", presentation.at.as_millisecond())
        .set("body", serde_json::to_string(presentation)?)
        .set("document", document.map(|document| document.to_string()).unwrap_or_default())
        .set("party", presentation.party.map(|party| party.to_string()).unwrap_or_default())
        .set("member", presentation.member.map(i64::from))
        .set("ended", 0_i64);
    insert.run(conn).await?;
    Ok(())
}

/// Ends a presentation.
pub(crate) async fn end(conn: &mut Conn, id: CrossingId) -> Result<(), StoreError> {
    end_all(conn, [id]).await
}

/// Ends presentations.
pub(crate) async fn end_all(conn: &mut Conn, ids: impl IntoIterator<Item = CrossingId>) -> Result<(), StoreError> {
    let ids: Vec<CrossingId> = ids.into_iter().collect();
    for some in ids.chunks(ROWS_TOGETHER) {
        let mut query = Sql::new("update presentation set ended = 1 where ended = 0 and id in (");
        let mut list = query.separated(", ");
        for id in some {
            list.push_bind(id.to_string());
        }
        query.push(")");
        query.build_for(conn).execute(&mut *conn).await?;
    }
    Ok(())
}

//! A database of an earlier version, with data in it, is brought up to this one: on both databases.

use limen_domain::NodeId;
use limen_store::Store;
use sqlx::{AnyConnection, Connection};
mod support;
use support::*;

#[tokio::test]
async fn a_post_of_the_first_version_goes_on_with_everything_that_it_had() {
    // What this version records, as the first version's tables would hold it.
    let (_home, now) = new_store().await;
    let id = new_id();
    let event = limen_domain::Event::CrossingRecorded(Box::new(crossing(id, "ML1")));
    now.append(Some(&officer()), vec![event], None).await.expect("recorded");
    let written =
        now.journal_after(&NodeId::parse("KRM").expect("a node"), 0, usize::MAX).await.expect("read").remove(0);

    let (home, conn) = empty_database().await;
    let mut conn: AnyConnection = conn;
    // The first version that was ever set up.
    limen_store::migrations(home.is_postgres(), 1)
        .run_direct(None, &mut conn, false)
        .await
        .expect("the first version's tables");
    for (name, value) in [("node", "KRM"), ("post", "KRM")] {
        let set = sqlx::query("insert into setting (name, value) values ($1, $2)").bind(name).bind(value);
        set.execute(&mut conn).await.expect("set");
    }
    let head = now.journal_head(&NodeId::parse("KRM").expect("a node")).await.expect("a head");
    sqlx::query(
        "insert into event (node, seq, at, actor, kind, payload, salt, commitment, hash)
         values ('KRM', 1, $1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(written.at)
    .bind(&written.actor)
    .bind(&written.kind)
    .bind(&written.payload)
    .bind(written.salt.to_vec())
    .bind(written.commitment.to_vec())
    .bind(head.hash.to_vec())
    .execute(&mut conn)
    .await
    .expect("an event of then");
    conn.close().await.expect("closed");

    let store: Store = home.open().await;
    assert!(store.verify().await.expect("verified").iter().all(|journal| journal.broken.is_none()));
    assert_eq!(store.journals().await.expect("read"), [(NodeId::parse("KRM").expect("a node"), 1)]);
    store.rebuild().await.expect("rebuilt");
    assert!(store.record(id).await.expect("read").is_some());
    store.append(None, vec![limen_domain::Event::SignedOut], None).await.expect("goes on");
}

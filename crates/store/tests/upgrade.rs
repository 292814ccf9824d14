//! A database of an earlier version, with data in it, is brought up to this one: on both databases.

use limen_domain::{
    AlertId, Crossing, CrossingId, Decision, Event, Judgement, ListKind, ListName, NodeId, PostId, ReceiptNumber,
    ReferralReason, Role, WrittenVisa,
};
use limen_store::{AccountDraft, Credentials, Spent, Store};
use sqlx::{
    AnyConnection, AssertSqlSafe, Connection, Row, ValueRef,
    any::{AnyRow, AnyTypeInfoKind},
};
mod support;
use support::*;

#[tokio::test]
async fn a_post_of_the_first_version_goes_on_with_everything_that_it_had() {
    // What this version records, as the first version's tables would hold it.
    let (_home, now) = new_store().await;
    let id = new_id();
    let event = Event::CrossingRecorded(Box::new(crossing(id, "ML1")));
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
    store.append(None, vec![Event::SignedOut], None).await.expect("goes on");
}

#[tokio::test]
async fn what_was_done_with_visas_before_there_was_a_table_of_it_is_found_and_a_spent_receipt_stays_spent() {
    let (home, store) = new_store().await;
    let post = PostId::parse("KRM").expect("a post");
    let written = WrittenVisa {
        number: "V-1".into(),
        surname: "Li".into(),
        document_number: "E1".into(),
        from: "2031-01-01".into(),
        to: "2031-12-31".into(),
        entries: "1".into(),
        ..WrittenVisa::default()
    };
    let mut visa = written.read(None, now()).expect("a visa").visa;
    (visa.fee_receipt, visa.post) = ("Q-1".into(), Some(post.clone()));
    let number = visa.number.clone();
    let revoked = Event::VisaRevoked { visa: number.clone(), reason: "forged".into() };
    store.append(Some(&officer()), vec![Event::VisaRecorded(Box::new(visa)), revoked], None).await.expect("recorded");
    store.close().await;
    let mut conn = intruder(&home).await;
    for forget in
        ["delete from visa_step", "delete from spent_receipt", "delete from setting where name = 'visa-steps-noted'"]
    {
        sqlx::query(forget).execute(&mut conn).await.expect("as it was before");
    }
    conn.close().await.expect("closed");

    let store = home.open().await;
    assert_eq!(store.visa_history(&number).await.expect("read").len(), 2);
    let receipt = ReceiptNumber::parse("q-1").expect("a receipt");
    let spent = Some(Spent { visa: Some(number) });
    assert_eq!(store.visa_paid_by(&post, &receipt).await.expect("read"), spent);
    let elsewhere = PostId::parse("ZEG").expect("a post");
    assert_eq!(store.visa_paid_by(&elsewhere, &receipt).await.expect("read"), None, "another post has its own book");
    let rebuilt = store.rebuild().await.expect("rebuilt");
    assert!(rebuilt.iter().all(|table| table.only_in_journal + table.only_in_table == 0), "{rebuilt:?}");
}

/// The steps by which the tables came to be, each with what a program of then kept in them.
fn steps() -> Vec<i64> {
    limen_store::migrations(false, i64::MAX).iter().map(|step| step.version).collect()
}

/// The tables of a database with their columns, in the order of their making. What the migrations themselves keep is left out.
async fn tables(conn: &mut AnyConnection, is_postgres: bool) -> Vec<(String, Vec<String>)> {
    let names = if is_postgres {
        "select table_name::text from information_schema.tables where table_schema = current_schema() order by table_name"
    } else {
        "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by rowid"
    };
    let names: Vec<String> = sqlx::query_scalar(names).fetch_all(&mut *conn).await.expect("read");
    let columns = if is_postgres {
        "select column_name::text from information_schema.columns where table_schema = current_schema() and table_name = $1"
    } else {
        "select name from pragma_table_info($1)"
    };
    let mut all = Vec::new();
    for name in names.into_iter().filter(|name| name != "_sqlx_migrations") {
        let of = sqlx::query_scalar(columns).bind(&name).fetch_all(&mut *conn).await.expect("read");
        all.push((name, of));
    }
    all
}

/// The rows of a table.
async fn rows(conn: &mut AnyConnection, table: &str, columns: &[String]) -> Vec<AnyRow> {
    let select = format!("select {} from {table}", columns.join(", "));
    sqlx::query(AssertSqlSafe(select)).fetch_all(conn).await.expect("read")
}

/// Puts rows into a table as they are, in the place of those that its making left there.
async fn put(conn: &mut AnyConnection, table: &str, columns: &[String], rows: &[AnyRow]) {
    let delete = format!("delete from {table}");
    sqlx::query(AssertSqlSafe(delete)).execute(&mut *conn).await.expect("emptied");
    let places: Vec<String> = (1..=columns.len()).map(|place| format!("${place}")).collect();
    let insert = format!("insert into {table} ({}) values ({})", columns.join(", "), places.join(", "));
    for row in rows {
        let mut statement = sqlx::query(AssertSqlSafe(insert.as_str()));
        for at in 0..columns.len() {
            let kind = row.try_get_raw(at).expect("a value").type_info().kind();
            statement = match kind {
                AnyTypeInfoKind::Null => statement.bind(None::<i64>),
                AnyTypeInfoKind::SmallInt | AnyTypeInfoKind::Integer | AnyTypeInfoKind::BigInt => {
                    statement.bind(row.get::<Option<i64>, _>(at))
                }
                AnyTypeInfoKind::Real | AnyTypeInfoKind::Double => statement.bind(row.get::<Option<f64>, _>(at)),
                AnyTypeInfoKind::Blob => statement.bind(row.get::<Option<Vec<u8>>, _>(at)),
                AnyTypeInfoKind::Bool => statement.bind(row.get::<Option<bool>, _>(at)),
                AnyTypeInfoKind::Text => statement.bind(row.get::<Option<String>, _>(at)),
            };
        }
        statement.execute(&mut *conn).await.unwrap_or_else(|error| panic!("{table}: {error}"));
    }
}

/// A post at which someone was admitted, someone stopped by an alert was referred, and someone still waits; with its people,
/// its alerts and its lists.
async fn worked() -> (Home, Store, [CrossingId; 3]) {
    let (home, store) = store_in("Africa/Bamako").await;
    let draft = AccountDraft {
        id: officer(),
        name: "Aminata Traoré".into(),
        role: Role::FirstLine,
        language: "fr".into(),
        stamp: String::new(),
        posts: Vec::new(),
    };
    store.add_account(None, &draft, &Credentials::of_password("hash".into())).await.expect("added");
    let list = ListName::parse("national").expect("a name");
    store.load_alerts(&list, &[alert("A-1"), alert("A-2")], "").await.expect("loaded");
    let grounds = "code,direction,fr,en\nK1,entry,poste fermé,post closed\n";
    store.load_list(ListKind::RefusalGrounds, grounds, 1).await.expect("loaded");
    let [admitted, referred, waiting] = [new_id(), new_id(), new_id()];
    let present = |id, hits| Event::TravellerPresented(Box::new(presentation(id, hits)));
    let judged = Event::HitJudged {
        presentation: referred,
        list: list.clone(),
        alert: AlertId::parse("A-1").expect("an identifier"),
        judgement: Judgement::Confirmed,
        reason: "face".into(),
    };
    let referral = Crossing { decision: Decision::Refer { reason: ReferralReason::Hit }, ..crossing(referred, "ML1") };
    for events in [
        vec![present(admitted, vec![])],
        vec![Event::CrossingRecorded(Box::new(crossing(admitted, "ML1")))],
        vec![present(referred, vec![hit()])],
        vec![judged],
        vec![Event::CrossingRecorded(Box::new(referral))],
        vec![present(waiting, vec![])],
    ] {
        store.append(Some(&officer()), events, None).await.expect("recorded");
    }
    (home, store, [admitted, referred, waiting])
}

#[tokio::test]
async fn a_post_of_every_version_goes_on_with_its_people_alerts_lists_and_records() {
    let (worked_at, now, [admitted, referred, waiting]) = worked().await;
    let mut of_now = intruder(&worked_at).await;
    let tables_of_now = tables(&mut of_now, worked_at.is_postgres()).await;
    let node = NodeId::parse("KRM").expect("a node");
    let last = steps().into_iter().max().expect("a step");
    for step in steps() {
        let (home, mut conn) = empty_database().await;
        limen_store::migrations(home.is_postgres(), step)
            .run_direct(None, &mut conn, false)
            .await
            .expect("tables of then");
        let tables_of_then = tables(&mut conn, home.is_postgres()).await;
        for (table, columns) in &tables_of_then {
            let (_, held) =
                tables_of_now.iter().find(|(name, _)| name == table).unwrap_or_else(|| panic!("{table} went"));
            assert!(columns.iter().all(|column| held.contains(column)), "step {step}: {table} lost a column");
            put(&mut conn, table, columns, &rows(&mut of_now, table, columns).await).await;
        }
        conn.close().await.expect("closed");

        let store = home.open().await;
        assert!(store.verify().await.expect("verified").iter().all(|journal| journal.broken.is_none()), "step {step}");
        assert_eq!(store.journal_head(&node).await.expect("read"), now.journal_head(&node).await.expect("read"));
        // What its tables held is what its journal says. Step 5 named the documents of crossings, and left those of
        // presentations, whose travellers had gone, to the next rebuild.
        for table in store.rebuild().await.expect("rebuilt") {
            let differing = (table.only_in_journal, table.only_in_table);
            let was_there = tables_of_then.iter().any(|(name, _)| name == table.table);
            let is_left = step < 5 && table.table == "presentation";
            assert!(!was_there || is_left || differing == (0, 0), "step {step}: {table:?}");
        }
        let in_force = async |store: &Store| {
            (
                store.alerts_of(&ListName::parse("national").expect("a name")).await.expect("read"),
                store.accounts().await.expect("read").into_iter().map(|account| account.id).collect::<Vec<_>>(),
                store.posts().await.expect("read").into_iter().map(|post| (post.id, post.name)).collect::<Vec<_>>(),
                store.read(&limen_store::settings::POST).await.expect("read"),
            )
        };
        assert_eq!(in_force(&store).await, in_force(&now).await, "step {step}");
        for id in [admitted, referred] {
            let record = async |store: &Store| store.record(id).await.expect("read").expect("there").crossing;
            assert_eq!(record(&store).await, record(&now).await, "step {step}");
        }
        let (open, _) = store.open_presentation(&officer()).await.expect("read").expect("someone still waits");
        assert_eq!(open.id, waiting, "step {step}");
        store
            .append(Some(&officer()), vec![Event::CrossingRecorded(Box::new(crossing(waiting, "ML1")))], None)
            .await
            .unwrap_or_else(|error| panic!("step {step}: {error}"));
        store.close().await;
    }
    assert!(last >= 28);
}

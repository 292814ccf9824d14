//! Bytes of a crossing in a sealed bundle; beside JSON, JSON under gzip, and CouchDB's way of replicating.

use super::{SEED, days};
use crate::{Failed, support::now};
use limen_domain::NodeId;
use limen_exchange::{
    Identity, PostNode,
    post::{Ask, BelongsTo},
};
use limen_store::{JournalEvent, Store};
use std::{
    io::Write,
    process::{Command, Stdio},
};

/// How many crossings are drawn; the first of them are measured.
const CROSSINGS: usize = 2_000;
/// The sizes of batches.
const BATCHES: [usize; 5] = [1, 10, 100, 250, 500];

pub(super) async fn run(out: &mut impl Write) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let node = NodeId::parse("KRM")?;
    let store = Store::create(folder.path(), &node).await?;
    store.bring_in(&node, days::journal(SEED, CROSSINGS)?).await?;
    let (identity, headquarters) = (Identity::generate()?, Identity::generate()?);
    let belongs_to = BelongsTo {
        headquarters: NodeId::parse("HQ")?,
        public_key: limen_store::hex(&headquarters.public_key()),
        recipient: headquarters.recipient(),
        address: "https://localhost".to_owned(),
    };
    PostNode::belong(&store, &belongs_to).await?;
    let post = PostNode::new(store.clone(), identity).await?;
    writeln!(out, "| crossings in a bundle | bytes each | JSON | JSON, gzip -9 | CouchDB's bulk form |")?;
    writeln!(out, "| ---: | ---: | ---: | ---: | ---: |")?;
    for batch in BATCHES {
        // Two events a crossing: presented, and decided on.
        let events = store.journal_after(&node, 0, usize::MAX).await?;
        let events = &events[..(2 * batch).min(events.len())];
        let bytes: usize = events.iter().filter_map(|event| event.payload.as_ref()).map(String::len).sum();
        let ask = Ask { bytes, room: 0, ..Ask::default() };
        let (sealed, up_to) = post.question_from(now(), &ask, &Vec::new()).await?;
        let crossings = up_to.iter().map(|(_, seq)| seq).sum::<i64>() as f64 / 2.0;
        let json = events.iter().map(line).collect::<Result<Vec<_>, _>>()?.join("\n");
        let couch = events.iter().map(|event| couch(&node, event)).collect::<Result<Vec<_>, _>>()?.join(",");
        writeln!(
            out,
            "| {crossings} | {:.0} | {:.0} | {:.0} | {:.0} |",
            sealed.len() as f64 / crossings,
            json.len() as f64 / crossings,
            gzip(&json)? as f64 / crossings,
            couch.len() as f64 / crossings,
        )?;
    }
    Ok(())
}

/// An event with what the chain needs, as a line of JSON.
fn line(event: &JournalEvent) -> Result<String, serde_json::Error> {
    let payload: serde_json::Value = serde_json::from_str(event.payload.as_deref().unwrap_or("null"))?;
    serde_json::to_string(&serde_json::json!({
        "seq": event.seq, "at": event.at, "actor": event.actor, "salt": limen_store::hex(&event.salt), "payload": payload,
    }))
}

/// An event as a document of CouchDB's `_bulk_docs`, in the way that replication sends it: identifier, revision, history.
fn couch(node: &NodeId, event: &JournalEvent) -> Result<String, serde_json::Error> {
    let payload: serde_json::Value = serde_json::from_str(event.payload.as_deref().unwrap_or("null"))?;
    let revision = limen_store::hex(&event.commitment[..16]);
    serde_json::to_string(&serde_json::json!({
        "_id": format!("{node}:{:012}", event.seq), "_rev": format!("1-{revision}"),
        "_revisions": {"start": 1, "ids": [revision]},
        "seq": event.seq, "at": event.at, "actor": event.actor, "salt": limen_store::hex(&event.salt), "payload": payload,
    }))
}

/// How large a text becomes with `gzip -9`.
fn gzip(text: &str) -> Result<usize, Failed> {
    let mut child = Command::new("gzip").arg("-9").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let mut input = child.stdin.take().ok_or("gzip takes no input")?;
    let text = text.to_owned();
    let writing = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = child.wait_with_output()?;
    writing.join().map_err(|_| "gzip was not fed")??;
    Ok(output.stdout.len())
}

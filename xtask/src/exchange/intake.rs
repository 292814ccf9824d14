//! How many crossings headquarters takes in, durably, from 100 posts at once; beside bare rows on the same database.

use super::{headquarters, post};
use crate::{Failed, support::now};
use limen_domain::NodeId;
use limen_exchange::{Headquarters, post::Ask};
use limen_store::Store;
use std::{io::Write, sync::Arc, time::Instant};
use tokio::task::JoinSet;

const POSTS: usize = 100;
const CROSSINGS: usize = 300;
/// About a hundred crossings, as payloads.
const BYTES: usize = 225_000;

pub(super) async fn run(out: &mut impl Write, postgres: Option<&str>) -> Result<(), Failed> {
    writeln!(out, "| headquarters on | crossings | seconds | crossings a second |")?;
    writeln!(out, "| --- | ---: | ---: | ---: |")?;
    let folder = tempfile::tempdir()?;
    let node = NodeId::parse("HQ")?;
    let at = folder.path().join("HQ");
    std::fs::create_dir(&at)?;
    let store = Store::create(&at, &node).await?;
    take_in(out, "SQLite", Arc::new(headquarters(&store, &at)?), folder.path()).await?;
    if let Some(url) = postgres {
        let folder = tempfile::tempdir()?;
        let store = Store::create_on(url, &node).await?;
        take_in(out, "PostgreSQL", Arc::new(headquarters(&store, folder.path())?), folder.path()).await?;
    }
    Ok(())
}

async fn take_in(
    out: &mut impl Write,
    on: &str,
    headquarters: Arc<Headquarters>,
    folder: &std::path::Path,
) -> Result<(), Failed> {
    let (mut questions, mut crossings) = (Vec::new(), 0);
    for number in 0..POSTS {
        let id = format!("P{number:03}");
        let folder = folder.join(&id);
        std::fs::create_dir(&folder)?;
        let post = post(&headquarters, &folder, &id, CROSSINGS, "https://localhost").await?;
        let (mut held, mut of_this) = (Vec::new(), Vec::new());
        loop {
            let ask = Ask { bytes: BYTES, room: 0, ..Ask::default() };
            let (question, up_to) = post.question_from(now(), &ask, &held).await?;
            if up_to == held {
                break;
            }
            held = up_to;
            of_this.push(question);
        }
        crossings += held.iter().map(|(_, seq)| seq / 2).sum::<i64>();
        questions.push(of_this);
    }
    let begin = Instant::now();
    let mut posts = JoinSet::new();
    for of_this in questions {
        let headquarters = headquarters.clone();
        posts.spawn(async move {
            for question in of_this {
                headquarters.answer(&question, now()).await?;
            }
            Ok::<_, limen_exchange::ExchangeError>(())
        });
    }
    while let Some(done) = posts.join_next().await {
        done??;
    }
    let seconds = begin.elapsed().as_secs_f64();
    let held: i64 = headquarters
        .store()
        .journals()
        .await?
        .iter()
        .filter(|(node, _)| node.as_str() != "HQ")
        .map(|(_, end)| end / 2)
        .sum();
    if held != crossings {
        return Err(format!("{held} of {crossings} crossings arrived").into());
    }
    writeln!(out, "| {on} | {crossings} | {seconds:.1} | {:.0} |", crossings as f64 / seconds)?;
    Ok(())
}

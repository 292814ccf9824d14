//! A change of 1,000 alerts onto a million at a post: what it costs headquarters, the link and the post.

use super::{headquarters, post};
use crate::{Failed, support::now};
use limen_domain::{Action, Alert, AlertId, ListName, NodeId};
use limen_exchange::{
    Headquarters, PostNode,
    post::{Ask, Took},
};
use limen_store::Store;
use std::{io::Write, time::Instant};

const ALERTS: usize = 1_000_000;
const CHANGED: usize = 1_000;

pub(super) async fn run(out: &mut impl Write) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let at = folder.path().join("HQ");
    std::fs::create_dir(&at)?;
    let store = Store::create(&at, &NodeId::parse("HQ")?).await?;
    let headquarters = headquarters(&store, &at)?;
    let there = folder.path().join("KRM");
    std::fs::create_dir(&there)?;
    let post = post(&headquarters, &there, "KRM", 2, "https://localhost").await?;
    let list = ListName::parse("national")?;
    let mut alerts: Vec<Alert> = (0..ALERTS).map(|number| alert(&list, number, "")).collect::<Result<_, _>>()?;
    store.load_alerts(&list, &alerts, "").await?;
    writeln!(out, "| | headquarters publishes | bytes down | post takes them in, until in force |")?;
    writeln!(out, "| --- | ---: | ---: | ---: |")?;
    let row = measure(&headquarters, &post).await?;
    writeln!(out, "| a million, the first time | {row}")?;
    for (place, alert) in alerts.iter_mut().enumerate().step_by(ALERTS / CHANGED) {
        *alert = self::alert(&list, place, " Junior")?;
    }
    store.load_alerts(&list, &alerts, "").await?;
    let row = measure(&headquarters, &post).await?;
    writeln!(out, "| {CHANGED} of them changed | {row}")?;
    Ok(())
}

async fn measure(headquarters: &Headquarters, post: &PostNode) -> Result<String, Failed> {
    let begin = Instant::now();
    headquarters.store().publish().await?;
    let (published, begin, mut bytes, mut reached) = (begin.elapsed().as_secs_f64(), Instant::now(), 0, false);
    while !reached {
        let ask = Ask { bytes: 1, room: 1 << 20, ..Ask::default() };
        let answer = headquarters.answer(&post.question(now(), &ask).await?, now()).await?;
        bytes += answer.len();
        let answered = post.open(&answer).await?;
        post.note(&answered).await?;
        for part in answered.parts {
            reached |= matches!(post.take(part, &answered.origin, now()).await?, Took::Effect(_));
        }
    }
    let seconds = begin.elapsed().as_secs_f64();
    Ok(format!("{published:.1} s | {bytes} | {seconds:.1} s |"))
}

/// An alert of an invented person.
fn alert(list: &ListName, number: usize, more: &str) -> Result<Alert, Failed> {
    use limen::demo::people::{MEN, SURNAMES, WOMEN};
    let given = if number.is_multiple_of(3) { WOMEN[number / 7 % WOMEN.len()] } else { MEN[number / 7 % MEN.len()] };
    let surname = SURNAMES[number % SURNAMES.len()];
    let mut alert = Alert::new(list.clone(), AlertId::parse(&format!("N-{number:07}"))?, Action::Refer);
    alert.names = vec![format!("{given} {surname}{more}")];
    alert.instruction = Some(format!("case {}", number.wrapping_mul(2_654_435_761) % 1_000_000));
    Ok(alert)
}

//! `limen demo --neighbours`: headquarters of Guinea and of Mali, who have an agreement, each with its post at Kourémalé; four
//! nodes with their own databases, which talk over TLS on this machine.
//!
//! What they know of each other is made by the use cases by which people make it: cards whose fingerprints were read aloud, an
//! agreement that two people on each side signed, notices, joint work. Nobody in it is real, and no such agreement is known.

use super::{
    both,
    kouremale::PASSWORD,
    nodes,
    states::{self, State},
};
use crate::{
    outcome::{Failed, Outcome},
    serve::{Running, doors},
};
use limen_node::neighbours::{ADDRESS, MOVED};
use std::{collections::BTreeMap, io::Write, path::Path, process::ExitCode};

pub(super) async fn run(folder: &Path, port: u16, crossings: usize) -> Outcome {
    let ends = nodes::Ends::heard()?;
    let sides = [states::mali()?, states::guinea()?];
    let [mali, guinea] = &sides;
    // This folder says that all is there.
    if !mali.headquarters(folder).exists() {
        let making = nodes::making(folder)?;
        both::make(&making, &sides, crossings).await?;
        nodes::moved(&making, folder, &mali.headquarters_name())?;
    }
    let room = doors::room(4);
    let at = |place| nodes::address(place, port);
    let (malians, of_mali) = nodes::serve_headquarters(&mali.headquarters(folder), at(1), room).await?;
    let malian_post = nodes::serve_post(&mali.post_folder(folder), &of_mali, at(2), room).await?;
    let (guineans, of_guinea) = nodes::serve_headquarters(&guinea.headquarters(folder), at(3), room).await?;
    let guinean_post = nodes::serve_post(&guinea.post_folder(folder), &of_guinea, at(4), room).await?;
    reached(&malians, &of_mali, (guinea, &of_guinea)).await?;
    reached(&guineans, &of_guinea, (mali, &of_mali)).await?;

    let told = format!(
        "Limen is ready at http://{}\n  \
         headquarters of Mali: sign in as djeneba (counts), fanta or lassana (agreements), kadiatou or seydou (notices)\n  \
         {}: http://{}, sign in as mariam (chief) or aminata (counter)\n  \
         headquarters of Guinea: http://{}, sign in as binta (counts), alpha or saran (agreements), hadja or mamady (notices)\n  \
         {}: http://{}, sign in as mohamed (chief) or fatoumata (counter)\n\
         Look first, as djeneba, at /across: on market days Mali recorded fewer people than Guinea. \
         Then, as fanta, at /neighbours.\n",
        malians.pages, mali.post.name, malian_post.pages, guineans.pages, guinea.post.name, guinean_post.pages,
    );
    // In one piece: whoever reads as far as the last address may stop there.
    let mut out = std::io::stdout();
    out.write_all(told.as_bytes())?;
    out.flush()?;
    eprintln!("Everyone's password is {PASSWORD}. Ctrl+C stops all four.");
    ends.stop(vec![malian_post, guinean_post, malians, guineans]).await;
    Ok(ExitCode::SUCCESS)
}

/// Tells headquarters where it is reached this time, and where its neighbour is: ports change at each start. By whose
/// certificate the neighbour is known stays what its card says.
async fn reached(here: &Running, own: &str, (neighbour, address): (&State, &str)) -> Result<(), Failed> {
    here.store.decide(None, &ADDRESS, own.to_owned()).await?;
    here.store.decide(None, &MOVED, BTreeMap::from([(neighbour.state(), address.to_owned())])).await?;
    Ok(())
}

//! How soon the board is painted with a large past, which `cargo xtask flows --data DIR` makes.
#![allow(clippy::unwrap_used, reason = "what goes wrong with the browser ends the measuring")]

use crate::{
    Outcome,
    browser::{Browser, enter_with, says},
    support::Post,
};
use std::{path::PathBuf, process::ExitCode};

/// Each page is opened so often.
const TIMES: usize = 9;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The data folder that `cargo xtask flows --data` made
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// The password that it printed
    #[arg(long)]
    password: String,
}

/// Opens the board in a real Chromium and prints when it was first painted.
pub(crate) async fn run(arguments: &Arguments) -> Outcome {
    let post = Post::serve(&arguments.data);
    let browser = Browser::start(1366, 768).await;
    let client = &browser.client;
    enter_with(client, &post.address, "analyst", &arguments.password).await;
    says(client, "flows-entries").await;
    for path in ["/flows?days=90", "/flows?days=365", "/flows?days=365&nationality=GIN"] {
        let mut paints = Vec::new();
        for _ in 0..TIMES {
            client.goto(&format!("{}{path}", post.address)).await?;
            let script = "return performance.getEntriesByName('first-contentful-paint')[0].startTime";
            paints.push(client.execute(script, vec![]).await?.as_f64().ok_or("Chromium measured no paint")?);
        }
        paints.sort_by(f64::total_cmp);
        let (least, median, most) = (paints[0], paints[TIMES / 2], paints[TIMES - 1]);
        eprintln!("{path}: first paint after {median:.0} ms (median of {TIMES}), {least:.0} to {most:.0}");
    }
    Ok(ExitCode::SUCCESS)
}

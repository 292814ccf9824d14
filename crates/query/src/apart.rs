//! Questions answered by a process of their own, which is ended when its time is over: whatever a question does to the engine,
//! the pages go on.

use crate::{Answer, CantAsk, Files, Limits, ask};
use rustix::process::{Resource, Rlimit, setrlimit};
use serde::{Deserialize, Serialize};
use std::{
    io::{Read, Write},
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};
use tokio::{io::AsyncWriteExt, process::Command};

/// What the process may use besides what a question may hold.
const BESIDES_BYTES: u64 = 2 << 30;
/// How much longer than its time a question may take to say that its time is over.
const GRACE: Duration = Duration::from_millis(500);
/// The most bytes of a question with its limits.
const MOST_BYTES: u64 = 1 << 20;

#[derive(Serialize, Deserialize)]
struct Asked {
    folder: PathBuf,
    question: String,
    limits: Limits,
}

/// Asks a question of `program`, which answers as [`answer`] does when it is given `arguments`.
pub async fn ask_apart(
    program: &Path,
    arguments: &[&str],
    files: &Files,
    question: &str,
    limits: Limits,
) -> Result<Answer, CantAsk> {
    let failed = |error: &dyn std::fmt::Display| CantAsk::Failed(error.to_string());
    let asked = Asked { folder: files.folder().to_owned(), question: question.to_owned(), limits };
    let asked = serde_json::to_vec(&asked).map_err(|error| failed(&error))?;
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| failed(&error))?;
    let work = async {
        if let Some(mut stdin) = child.stdin.take() {
            stdin.write_all(&asked).await?;
        }
        child.wait_with_output().await
    };
    // Letting go of the process ends it.
    let output = tokio::time::timeout(limits.time + GRACE, work).await;
    let output = output.map_err(|_| CantAsk::TooLong(limits.time.as_secs()))?.map_err(|error| failed(&error))?;
    match serde_json::from_slice::<Result<Answer, CantAsk>>(&output.stdout) {
        Ok(answered) => answered,
        // It was ended for what it used, or by a fault of the engine.
        Err(_) => Err(CantAsk::TooLarge),
    }
}

/// Answers the question that stands in `input`, within the limits that stand beside it.
pub fn answer(input: impl Read, mut output: impl Write) -> std::io::Result<()> {
    let asked: Asked = serde_json::from_reader(input.take(MOST_BYTES))?;
    let most = Some(asked.limits.bytes as u64 + BESIDES_BYTES);
    setrlimit(Resource::As, Rlimit { current: most, maximum: most })?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_time().build()?;
    let answered = runtime.block_on(ask(&Files::new(asked.folder), &asked.question, asked.limits));
    serde_json::to_writer(&mut output, &answered)?;
    output.flush()?;
    // What still goes on is not waited for.
    runtime.shutdown_background();
    Ok(())
}

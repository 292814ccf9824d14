//! `limen`'s side: starts `limen-analyst` for one task, and ends it when its time is over. Whatever a question does to the
//! engine, the pages go on.

use crate::{About, AnalystError, Answer, Day, Limits, Page, Reply, Sent, Task, VERSION, read, write};
use std::{
    collections::BTreeMap,
    env,
    fs::File,
    io::{BufReader, BufWriter, Error, Read, Write},
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};
use tokio::{process::Command, task::spawn_blocking, time::timeout};

/// The name of the program.
pub const PROGRAM: &str = "limen-analyst";
/// Names another place for the program than beside `limen`.
const ELSEWHERE: &str = "LIMEN_ANALYST";
/// How much longer than its time a question may take to say that its time is over.
const GRACE: Duration = Duration::from_millis(500);
/// How long a drawing may take.
const LONGEST_DRAWING: Duration = Duration::from_secs(60);
/// How long ten years of a whole country may take to be written.
const LONGEST_WRITING: Duration = Duration::from_secs(3600);
/// Maximum bytes of a reply.
const LARGEST_REPLY_BYTES: u64 = 512 << 20;

/// Sends the days of a month that is out of date.
pub type SendDay<'a> = &'a mut dyn FnMut(Day) -> Result<(), Error>;

/// Where `limen-analyst` is, if it is there.
#[derive(Debug, Clone)]
pub struct Analyst {
    program: PathBuf,
}

impl Analyst {
    /// The program that `LIMEN_ANALYST` names, or the one beside this program.
    pub fn find() -> Self {
        let beside = || env::current_exe().and_then(|exe| exe.canonicalize()).map(|exe| exe.with_file_name(PROGRAM));
        let program = env::var_os(ELSEWHERE).map(PathBuf::from);
        Self { program: program.unwrap_or_else(|| beside().unwrap_or_default()) }
    }

    /// This program.
    pub fn at(program: impl Into<PathBuf>) -> Self {
        Self { program: program.into() }
    }

    /// Whether it is there now.
    pub fn is_there(&self) -> bool {
        self.program.is_file()
    }

    /// Answers a question in SQL of the Parquet files in a folder.
    ///
    /// # Errors
    /// The question is not allowed, not understood, or takes more than its limits; or the program is not there or failed.
    pub async fn answer(&self, folder: &Path, question: &str, limits: Limits) -> Result<Answer, AnalystError> {
        let task = Task::Answer { folder: folder.to_owned(), question: question.to_owned(), limits };
        match self.run(task, limits.time + GRACE, |_, _| Ok(())).await {
            Ok(Reply::Answer(answer)) => Ok(answer),
            Ok(_) => Err(AnalystError::OtherRelease),
            Err(ReplyError::Said(error)) => Err(error),
            Err(ReplyError::Late) => Err(AnalystError::TooLong(limits.time.as_secs())),
            // It was ended for what it used, or by a fault of the engine.
            Err(ReplyError::Gone(_)) => Err(AnalystError::TooLarge),
        }
    }

    /// Brings the Parquet files in a folder up to date. `months` says the state of each month; `days` is called for each month
    /// that is out of date, with its number among all of them, and sends its days in each table. Says how many months were written.
    ///
    /// # Errors
    /// The disk failed, or the program is not there or failed.
    pub async fn write(
        &self,
        folder: &Path,
        months: BTreeMap<String, String>,
        days: impl Fn(&str, (usize, usize), SendDay<'_>) -> Result<(), Error> + Send + 'static,
    ) -> Result<usize, AnalystError> {
        let task = Task::Write { folder: folder.to_owned(), months };
        let reply = self.run(task, LONGEST_WRITING, move |to, from| {
            let stale = read::<Result<Vec<String>, AnalystError>>(from)?.map_err(ReplyError::Said)?;
            for (at, month) in stale.iter().enumerate() {
                days(month, (at, stale.len()), &mut |day| write(to, &Sent::Day(month.clone(), Box::new(day))))?;
            }
            Ok(write(to, &Sent::End)?)
        });
        match reply.await? {
            Reply::Written(months) => Ok(months),
            _ => Err(AnalystError::OtherRelease),
        }
    }

    /// An SVG as PNG, twice as large as its units.
    ///
    /// # Errors
    /// The drawing can't be read, or the program is not there or failed.
    pub async fn picture(&self, svg: String) -> Result<Vec<u8>, AnalystError> {
        self.drawn(Task::Picture { svg }).await
    }

    /// Pages as PDF, tagged for those who hear it (PDF/UA-1).
    ///
    /// # Errors
    /// A page can't be read, or the program is not there or failed.
    pub async fn paper(&self, pages: Vec<Page>, about: About) -> Result<Vec<u8>, AnalystError> {
        self.drawn(Task::Paper { pages, about }).await
    }

    async fn drawn(&self, task: Task) -> Result<Vec<u8>, AnalystError> {
        match self.run(task, LONGEST_DRAWING, |_, _| Ok(())).await? {
            Reply::Drawn(bytes) => Ok(bytes.into_vec()),
            _ => Err(AnalystError::OtherRelease),
        }
    }

    /// Starts the program, tells it the task, goes on with the dialogue, and reads the reply. Dropped, it ends the program.
    async fn run(
        &self,
        task: Task,
        time: Duration,
        dialogue: impl FnOnce(&mut BufWriter<File>, &mut Replies) -> Result<(), ReplyError> + Send + 'static,
    ) -> Result<Reply, ReplyError> {
        if !self.is_there() {
            return Err(ReplyError::Said(AnalystError::NotInstalled));
        }
        let mut child = Command::new(&self.program)
            // Nothing of what this process was told is its business.
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| ReplyError::Said(AnalystError::Failed(format!("it does not start: {error}"))))?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(ReplyError::Gone(Error::other("it has no pipes")));
        };
        let input = File::from(input.into_owned_fd().map_err(ReplyError::Gone)?);
        let output = File::from(output.into_owned_fd().map_err(ReplyError::Gone)?);
        let work = spawn_blocking(move || {
            let (mut to, mut from) = (BufWriter::new(input), BufReader::new(output.take(LARGEST_REPLY_BYTES)));
            let told = (|| {
                write(&mut to, &VERSION)?;
                write(&mut to, &task)?;
                to.flush()?;
                dialogue(&mut to, &mut from)?;
                Ok(to.flush()?)
            })();
            // It sees that no more comes, however far the dialogue went.
            drop(to);
            match told {
                Err(ReplyError::Said(error)) => Err(ReplyError::Said(error)),
                // It may have said why it listens no longer.
                told => match read::<Result<Reply, AnalystError>>(&mut from) {
                    Ok(reply) => reply.map_err(ReplyError::Said),
                    Err(error) => Err(told.err().unwrap_or(ReplyError::Gone(error))),
                },
            }
        });
        match timeout(time, work).await {
            Err(_) => Err(ReplyError::Late),
            Ok(Err(error)) => Err(ReplyError::Gone(Error::other(error))),
            Ok(Ok(replied)) => replied,
        }
    }
}

/// What `limen-analyst` answers, bounded.
type Replies = BufReader<std::io::Take<File>>;

/// Why there is no reply.
enum ReplyError {
    /// It is known why: it said so, or never started.
    Said(AnalystError),
    /// Its time was over.
    Late,
    /// It ended without saying anything.
    Gone(Error),
}

impl From<Error> for ReplyError {
    fn from(error: Error) -> Self {
        Self::Gone(error)
    }
}

impl From<ReplyError> for AnalystError {
    fn from(error: ReplyError) -> Self {
        match error {
            ReplyError::Said(error) => error,
            ReplyError::Late => Self::Failed("it took too long".to_owned()),
            ReplyError::Gone(error) => Self::failed(error),
        }
    }
}

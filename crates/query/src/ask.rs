//! Questions in SQL: only reading, only of these tables, within a time, a memory and a number of rows.

use crate::{
    Files,
    group::{GroupByCodes, has_too_many_values},
};
use datafusion::{
    arrow::{
        array::RecordBatch,
        datatypes::DataType,
        util::display::{ArrayFormatter, FormatOptions},
    },
    datasource::{file_format::parquet::ParquetFormat, listing::ListingOptions, object_store::ObjectStoreUrl},
    error::DataFusionError,
    execution::{
        config::SessionConfig,
        context::{SQLOptions, SessionContext},
        disk_manager::{DiskManagerBuilder, DiskManagerMode},
        memory_pool::FairSpillPool,
        runtime_env::RuntimeEnvBuilder,
    },
    object_store::local::LocalFileSystem,
};
use futures_util::StreamExt;
use serde::{Deserialize, Serialize};
use std::{path::Path, sync::Arc, time::Duration};

/// How much a question may take.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Limits {
    /// How long it may take.
    pub time: Duration,
    /// How many bytes it may hold.
    pub bytes: usize,
    /// How many rows it may give; the others are left out, and that is said.
    pub rows: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { time: Duration::from_secs(10), bytes: 512 << 20, rows: 1_000 }
    }
}

/// The longest question.
const LONGEST: usize = 10_000;

/// An answer as texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The names of its columns, and whether they hold numbers.
    pub columns: Vec<(String, bool)>,
    /// Its rows; nothing where a value is null.
    pub rows: Vec<Vec<Option<String>>>,
    /// Whether there were more rows than are given.
    pub is_cut: bool,
}

/// Why a question is not answered.
#[derive(Debug, thiserror::Error, Serialize, Deserialize)]
pub enum CantAsk {
    /// It is empty or too long.
    #[error("a question has 1 to {LONGEST} characters")]
    Length,
    /// It is no question that reads: it would change something, or read what is not a table of flows.
    #[error("this is not answered: {0}")]
    NotAllowed(String),
    /// It can't be understood.
    #[error("this is not understood: {0}")]
    NotUnderstood(String),
    /// It took too long.
    #[error("no answer within {0} seconds; ask for a shorter time or fewer groups")]
    TooLong(u64),
    /// It needed too much memory.
    #[error("the answer needs more memory than is allowed; ask for a shorter time or fewer groups")]
    TooLarge,
    /// It failed.
    #[error("the question failed: {0}")]
    Failed(String),
}

impl CantAsk {
    /// The same without the folder's path, which the disk's own errors name.
    fn without(self, folder: &Path) -> Self {
        let real = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        let text = self.to_string();
        if [folder, &real].iter().any(|folder| text.contains(&*folder.to_string_lossy())) {
            tracing::error!("a question failed: {text}");
            return Self::Failed("the files of flows can't be read".to_owned());
        }
        self
    }
}

impl From<DataFusionError> for CantAsk {
    fn from(error: DataFusionError) -> Self {
        let text = error.strip_backtrace();
        match error.find_root() {
            DataFusionError::ResourcesExhausted(_) => Self::TooLarge,
            DataFusionError::SQL(..) | DataFusionError::SchemaError(..) => Self::NotUnderstood(text),
            DataFusionError::Plan(_)
                if text.contains("not supported") || text.contains("not found") || text.contains("not allowed") =>
            {
                Self::NotAllowed(text)
            }
            DataFusionError::Plan(_) | DataFusionError::NotImplemented(_) => Self::NotUnderstood(text),
            _ => Self::Failed(text),
        }
    }
}

/// The table of crossings without who crossed, and a view of it that is counted by what the board counts by.
const FLOWS: &str = "create view flows as select post, day, direction, nationality, residence, sex,
    case when age is null then null when age < 15 then '0-14' when age < 18 then '15-17' when age < 25 then '18-24'
         when age < 65 then '25-64' else '65' end as age_band,
    purpose, mode, count(*) as people
    from crossings where decision in ('admit', 'let-depart')
    group by post, day, direction, nationality, residence, sex, age_band, purpose, mode";

/// Where the files are for whoever asks: an address of their own, from which nobody learns where they lie on the disk.
const ADDRESS: &str = "flows://files/";

/// The type of the column that the folders' names give: few values, as a dictionary like the others.
fn month() -> DataType {
    DataType::Dictionary(Box::new(DataType::Int16), Box::new(DataType::Utf8))
}

async fn context(files: &Files, limits: Limits, by_codes: bool) -> Result<SessionContext, CantAsk> {
    let mut config = SessionConfig::new().with_information_schema(false);
    let options = config.options_mut();
    options.execution.enable_recursive_ctes = false;
    options.execution.parquet.pushdown_filters = true;
    options.execution.parquet.reorder_filters = true;
    options.sql_parser.parse_float_as_decimal = false;
    // No file is written, that of a sort that does not fit into memory neither.
    let disk = DiskManagerBuilder::default().with_mode(DiskManagerMode::Disabled);
    let runtime = RuntimeEnvBuilder::new()
        .with_memory_pool(Arc::new(FairSpillPool::new(limits.bytes)))
        .with_disk_manager_builder(disk)
        .build_arc()?;
    let context = SessionContext::new_with_config_rt(config, runtime);
    // Functions that make rows out of nothing could make any number of them.
    for name in ["generate_series", "range"] {
        context.deregister_udtf(name);
    }
    if by_codes {
        context.add_optimizer_rule(Arc::new(GroupByCodes));
    }
    let listing = ListingOptions::new(Arc::new(ParquetFormat::default()))
        .with_file_extension(".parquet")
        .with_table_partition_cols(vec![("month".to_owned(), month())]);
    let folder = LocalFileSystem::new_with_prefix(files.folder()).map_err(DataFusionError::from)?;
    context.register_object_store(ObjectStoreUrl::parse(ADDRESS)?.as_ref(), Arc::new(folder));
    context.register_listing_table("crossings", ADDRESS, listing, Some(crate::schema()), None).await?;
    context.sql(FLOWS).await?;
    Ok(context)
}

/// Answers a question here. Some questions can't be stopped at their time (an operator that does not pause): whoever takes
/// questions from others asks them [apart](crate::ask_apart).
pub async fn ask(files: &Files, question: &str, limits: Limits) -> Result<Answer, CantAsk> {
    if question.trim().is_empty() || question.chars().count() > LONGEST {
        return Err(CantAsk::Length);
    }
    let work = async {
        match work(files, question, limits, true).await {
            Err(Trouble::Engine(error)) if has_too_many_values(&error) => work(files, question, limits, false).await,
            worked => worked,
        }
        .map_err(|trouble| match trouble {
            Trouble::Engine(error) => error.into(),
            Trouble::Answer(error) => error,
        })
    };
    match tokio::time::timeout(limits.time, work).await {
        Ok(answered) => answered.map_err(|error| error.without(files.folder())),
        Err(_) => Err(CantAsk::TooLong(limits.time.as_secs())),
    }
}

/// What went wrong, before it is known whether another way may do.
enum Trouble {
    Engine(DataFusionError),
    Answer(CantAsk),
}

impl From<DataFusionError> for Trouble {
    fn from(error: DataFusionError) -> Self {
        Self::Engine(error)
    }
}

impl From<CantAsk> for Trouble {
    fn from(error: CantAsk) -> Self {
        Self::Answer(error)
    }
}

async fn work(files: &Files, question: &str, limits: Limits, by_codes: bool) -> Result<Answer, Trouble> {
    let context = context(files, limits, by_codes).await?;
    let reads = SQLOptions::new().with_allow_ddl(false).with_allow_dml(false).with_allow_statements(false);
    let frame = context.sql_with_options(question, reads).await?;
    let head: Vec<(String, bool)> =
        frame.schema().fields().iter().map(|field| (field.name().clone(), field.data_type().is_numeric())).collect();
    let mut stream = frame.execute_stream().await?;
    let mut answer = Answer { columns: head, rows: Vec::new(), is_cut: false };
    while let Some(batch) = stream.next().await {
        answer.add(&batch?, limits.rows)?;
        if answer.is_cut {
            break;
        }
    }
    Ok(answer)
}

impl Answer {
    fn add(&mut self, batch: &RecordBatch, most: usize) -> Result<(), CantAsk> {
        let options = FormatOptions::default();
        let formatters: Result<Vec<_>, _> =
            batch.columns().iter().map(|column| ArrayFormatter::try_new(column, &options)).collect();
        let formatters = formatters.map_err(|error| CantAsk::Failed(error.to_string()))?;
        for row in 0..batch.num_rows() {
            if self.rows.len() == most {
                self.is_cut = true;
                return Ok(());
            }
            let cells = formatters.iter().zip(batch.columns());
            let cells =
                cells.map(|(formatter, column)| (!column.is_null(row)).then(|| formatter.value(row).to_string()));
            self.rows.push(cells.collect());
        }
        Ok(())
    }
}

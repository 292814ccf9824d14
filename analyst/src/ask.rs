//! Questions in SQL: only reading, only of these tables, within a time, a memory and a number of rows.

use crate::{
    files::schema,
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
use limen_analyst_protocol::{AnalystError, Answer, Column, LONGEST_QUESTION, Limits, Part};
use std::{path::Path, sync::Arc};

/// An error without the folder's path, which the disk's own errors name: it stands on standard error, and in no answer.
fn without(error: AnalystError, folder: &Path) -> AnalystError {
    let real = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let text = error.to_string();
    if [folder, &real].iter().any(|folder| text.contains(&*folder.to_string_lossy())) {
        eprintln!("limen-analyst: a question failed: {text}");
        return AnalystError::failed("the files of flows can't be read");
    }
    error
}

/// What an error of the engine means for someone who asks.
fn meaning(error: &DataFusionError) -> AnalystError {
    let text = error.strip_backtrace();
    match error.find_root() {
        DataFusionError::ResourcesExhausted(_) => AnalystError::TooLarge,
        DataFusionError::SQL(..) | DataFusionError::SchemaError(..) => AnalystError::NotUnderstood(text),
        DataFusionError::Plan(_)
            if text.contains("not supported") || text.contains("not found") || text.contains("not allowed") =>
        {
            AnalystError::NotAllowed(text)
        }
        DataFusionError::Plan(_) | DataFusionError::NotImplemented(_) => AnalystError::NotUnderstood(text),
        _ => AnalystError::Failed(text),
    }
}

/// A view of `people`, counted by what the board counts by: only those who crossed.
const FLOWS: &str = "create view flows as select post, day, direction, nationality, residence, sex,
    case when age is null then null when age < 15 then '0-14' when age < 18 then '15-17' when age < 25 then '18-24'
         when age < 65 then '25-64' else '65' end as age_band,
    purpose, mode, sum(people) as people
    from people where decision in ('admit', 'let-depart')
    group by post, day, direction, nationality, residence, sex, age_band, purpose, mode";

/// The address under which a question sees the files: it does not show where they lie on the disk.
const ADDRESS: &str = "flows://files/";

/// The type of the column that the folders' names give: few values, as a dictionary like the others.
fn month() -> DataType {
    DataType::Dictionary(Box::new(DataType::Int16), Box::new(DataType::Utf8))
}

async fn context(folder: &Path, limits: Limits, by_codes: bool) -> Result<SessionContext, DataFusionError> {
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
    let folder = LocalFileSystem::new_with_prefix(folder).map_err(DataFusionError::from)?;
    context.register_object_store(ObjectStoreUrl::parse(ADDRESS)?.as_ref(), Arc::new(folder));
    for part in Part::ALL {
        let listing = ListingOptions::new(Arc::new(ParquetFormat::default()))
            .with_file_extension(".parquet")
            .with_table_partition_cols(vec![("month".to_owned(), month())]);
        let files = format!("{ADDRESS}{}/", part.name());
        context.register_listing_table(part.name(), files, listing, Some(schema(part)), None).await?;
    }
    context.sql(FLOWS).await?;
    Ok(context)
}

/// Answers a question. Some can't be stopped at their time (an operator that does not pause): `limen` ends the process then.
pub(crate) async fn ask(folder: &Path, question: &str, limits: Limits) -> Result<Answer, AnalystError> {
    if question.trim().is_empty() || question.chars().count() > LONGEST_QUESTION {
        return Err(AnalystError::Length);
    }
    let work = async {
        match work(folder, question, limits, true).await {
            Err(error) if has_too_many_values(&error) => work(folder, question, limits, false).await,
            worked => worked,
        }
    };
    match tokio::time::timeout(limits.time, work).await {
        Ok(answered) => answered.map_err(|error| without(meaning(&error), folder)),
        Err(_) => Err(AnalystError::TooLong(limits.time.as_secs())),
    }
}

async fn work(folder: &Path, question: &str, limits: Limits, by_codes: bool) -> Result<Answer, DataFusionError> {
    let context = context(folder, limits, by_codes).await?;
    let reads = SQLOptions::new().with_allow_ddl(false).with_allow_dml(false).with_allow_statements(false);
    let frame = context.sql_with_options(question, reads).await?;
    let fields = frame.schema().fields().iter();
    let columns = fields.map(|field| Column { name: field.name().clone(), is_number: field.data_type().is_numeric() });
    let columns = columns.collect();
    let mut stream = frame.execute_stream().await?;
    let mut answer = Answer { columns, rows: Vec::new(), is_cut: false };
    while let Some(batch) = stream.next().await {
        add(&mut answer, &batch?, limits.rows)?;
        if answer.is_cut {
            break;
        }
    }
    Ok(answer)
}

/// Adds the rows of a batch as texts, up to a number of rows.
fn add(answer: &mut Answer, batch: &RecordBatch, most: usize) -> Result<(), DataFusionError> {
    let options = FormatOptions::default();
    let formatters: Result<Vec<_>, _> =
        batch.columns().iter().map(|column| ArrayFormatter::try_new(column, &options)).collect();
    let formatters = formatters?;
    for row in 0..batch.num_rows() {
        if answer.rows.len() == most {
            answer.is_cut = true;
            return Ok(());
        }
        let cells = formatters.iter().zip(batch.columns());
        let cells = cells.map(|(formatter, column)| (!column.is_null(row)).then(|| formatter.value(row).to_string()));
        answer.rows.push(cells.collect());
    }
    Ok(())
}

//! The Parquet files: written anew where something has changed, a month at a time, each whole or not at all.

use datafusion::arrow::{
    array::{ArrayRef, Date32Array, RecordBatch, StringDictionaryBuilder, UInt8Array, UInt16Array},
    datatypes::{DataType, Field, Int8Type, Int32Type, Schema, SchemaRef},
    error::ArrowError,
};
use jiff::civil::Date;
use limen_domain::{DocumentKind, Mode, PostId, Purpose, Sex, Source};
use limen_statistics::{DayRows, FlowTable, UNKNOWN_AGE, UNKNOWN_DAYS, of_movement};
use parquet::{
    arrow::ArrowWriter,
    basic::{Compression, ZstdLevel},
    errors::ParquetError,
    file::properties::WriterProperties,
};
use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::{Path, PathBuf},
    sync::Arc,
};

/// Rows that are written together: readers pass over those that they do not need.
const ROWS_TOGETHER: usize = 256 * 1024;
/// The file of a month, in its folder.
const FILE: &str = "flows.parquet";
/// Which state of which month is written: a line for each month.
const WRITTEN: &str = "written.csv";

/// Why the files could not be written.
#[derive(Debug, thiserror::Error)]
pub enum CantWrite {
    /// The disk.
    #[error("the Parquet files could not be written: {0}")]
    Disk(#[from] std::io::Error),
    /// Parquet.
    #[error("the Parquet files could not be written: {0}")]
    Parquet(#[from] ParquetError),
    /// Arrow.
    #[error("the Parquet files could not be written: {0}")]
    Arrow(#[from] ArrowError),
}

/// What a row is: one crossing without who crossed. Codes are those of exports; nothing where something is not known.
pub fn schema() -> SchemaRef {
    let code = |name: &str, nullable| {
        Field::new(name, DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8)), nullable)
    };
    let short = |name: &str, nullable| {
        Field::new(name, DataType::Dictionary(Box::new(DataType::Int8), Box::new(DataType::Utf8)), nullable)
    };
    Arc::new(Schema::new(vec![
        code("post", false),
        Field::new("day", DataType::Date32, false),
        Field::new("hour", DataType::UInt8, false),
        short("direction", false),
        short("decision", false),
        code("nationality", true),
        code("residence", true),
        short("sex", false),
        Field::new("age", DataType::UInt8, true),
        short("document", true),
        short("source", false),
        short("purpose", true),
        short("mode", true),
        code("origin", true),
        code("destination", true),
        Field::new("stay_days", DataType::UInt16, true),
        Field::new("stayed_days", DataType::UInt16, true),
        Field::new("overstayed_days", DataType::UInt16, true),
    ]))
}

/// A folder with the files.
#[derive(Debug, Clone)]
pub struct Files {
    folder: PathBuf,
}

impl Files {
    /// In this folder, which is made where it is missing.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// The folder that holds a folder for each month.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes the months that have changed since they were written last, and takes those away that are no more. Says how
    /// many were written; `progress` is told how many of how many are done.
    pub fn update(&self, table: &FlowTable, progress: impl Fn(usize, usize)) -> Result<usize, CantWrite> {
        fs::create_dir_all(&self.folder)?;
        let states: BTreeMap<String, String> = table.months().into_iter().collect();
        let written = self.written();
        let stale: Vec<&String> = states
            .iter()
            .filter(|(month, state)| written.get(*month) != Some(*state))
            .map(|(month, _)| month)
            .collect();
        for month in written.keys().filter(|month| !states.contains_key(*month)) {
            let folder = self.folder.join(format!("month={month}"));
            if folder.exists() {
                fs::remove_dir_all(folder)?;
            }
        }
        for (done, month) in stale.iter().enumerate() {
            self.write_month(table, month)?;
            progress(done + 1, stale.len());
        }
        if !stale.is_empty() || written.len() != states.len() {
            let lines: String = states.iter().map(|(month, state)| format!("{month},{state}\n")).collect();
            replace(&self.folder.join(WRITTEN), |file| Ok(file.write_all(lines.as_bytes())?))?;
        }
        Ok(stale.len())
    }

    fn written(&self) -> BTreeMap<String, String> {
        let text = fs::read_to_string(self.folder.join(WRITTEN)).unwrap_or_default();
        let lines = text.lines().filter_map(|line| line.split_once(','));
        lines
            .filter(|(month, _)| self.folder.join(format!("month={month}")).join(FILE).exists())
            .map(|(month, state)| (month.to_owned(), state.to_owned()))
            .collect()
    }

    fn write_month(&self, table: &FlowTable, month: &str) -> Result<(), CantWrite> {
        let folder = self.folder.join(format!("month={month}"));
        fs::create_dir_all(&folder)?;
        replace(&folder.join(FILE), |file| {
            let properties = WriterProperties::builder()
                .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
                .set_max_row_group_row_count(Some(ROWS_TOGETHER))
                .set_created_by("Limen".to_owned())
                .build();
            let mut writer = ArrowWriter::try_new(file, schema(), Some(properties))?;
            let mut rows = Rows::default();
            let mut problem = Ok(());
            table.for_each_day_of(month, |post, day, records| {
                if problem.is_ok() {
                    rows.add(post, day, records);
                    if rows.len() >= ROWS_TOGETHER {
                        problem = std::mem::take(&mut rows).batch().and_then(|batch| Ok(writer.write(&batch)?));
                    }
                }
            });
            problem?;
            writer.write(&rows.batch()?)?;
            writer.close()?;
            Ok(())
        })
    }
}

/// Writes a file beside its place and moves it there: readers see the old one or the new one, whole.
fn replace(path: &Path, write: impl FnOnce(&mut fs::File) -> Result<(), CantWrite>) -> Result<(), CantWrite> {
    let making = path.with_extension("making");
    let mut file = fs::File::create(&making)?;
    write(&mut file)?;
    file.sync_all()?;
    fs::rename(making, path)?;
    Ok(())
}

/// Rows on their way into a batch.
#[derive(Default)]
struct Rows {
    post: Codes,
    day: Vec<i32>,
    hour: Vec<u8>,
    direction: Short,
    decision: Short,
    nationality: Codes,
    residence: Codes,
    sex: Short,
    age: Vec<Option<u8>>,
    document: Short,
    source: Short,
    purpose: Short,
    mode: Short,
    origin: Codes,
    destination: Codes,
    stay: Vec<Option<u16>>,
    stayed: Vec<Option<u16>>,
    overstayed: Vec<Option<u16>>,
}

type Codes = StringDictionaryBuilder<Int32Type>;
type Short = StringDictionaryBuilder<Int8Type>;

impl Rows {
    fn len(&self) -> usize {
        self.hour.len()
    }

    fn add(&mut self, post: &PostId, day: Date, rows: &DayRows<'_>) {
        let number = (day - Date::constant(1970, 1, 1)).get_days();
        let known = |days: &u16| (*days != UNKNOWN_DAYS).then_some(*days);
        for _ in 0..rows.len() {
            self.post.append_value(post.as_str());
        }
        self.day.extend(std::iter::repeat_n(number, rows.len()));
        self.hour.extend_from_slice(rows.hours());
        for movement in rows.movements() {
            let known = of_movement(*movement);
            self.direction.append_option(known.map(|(direction, _)| direction.code()));
            self.decision.append_option(known.map(|(_, decision)| decision.code()));
        }
        rows.nationalities().for_each(|text| append(&mut self.nationality, text));
        rows.residences().for_each(|text| append(&mut self.residence, text));
        rows.origins().for_each(|text| append(&mut self.origin, text));
        rows.destinations().for_each(|text| append(&mut self.destination, text));
        listed(&mut self.sex, rows.sexes(), 0, Sex::ALL, Sex::code);
        listed(&mut self.source, rows.sources(), 0, Source::ALL, Source::code);
        listed(&mut self.document, rows.documents(), 1, DocumentKind::ALL, DocumentKind::code);
        listed(&mut self.purpose, rows.purposes(), 1, Purpose::ALL, Purpose::code);
        listed(&mut self.mode, rows.modes(), 1, Mode::ALL, Mode::code);
        self.age.extend(rows.ages().iter().map(|age| (*age != UNKNOWN_AGE).then_some(*age)));
        self.stay.extend(rows.stays().iter().map(known));
        self.stayed.extend(rows.stayed().iter().map(known));
        self.overstayed.extend(rows.overstayed().iter().map(known));
    }

    fn batch(mut self) -> Result<RecordBatch, CantWrite> {
        let columns: Vec<ArrayRef> = vec![
            Arc::new(self.post.finish()),
            Arc::new(Date32Array::from(self.day)),
            Arc::new(UInt8Array::from(self.hour)),
            Arc::new(self.direction.finish()),
            Arc::new(self.decision.finish()),
            Arc::new(self.nationality.finish()),
            Arc::new(self.residence.finish()),
            Arc::new(self.sex.finish()),
            Arc::new(UInt8Array::from(self.age)),
            Arc::new(self.document.finish()),
            Arc::new(self.source.finish()),
            Arc::new(self.purpose.finish()),
            Arc::new(self.mode.finish()),
            Arc::new(self.origin.finish()),
            Arc::new(self.destination.finish()),
            Arc::new(UInt16Array::from(self.stay)),
            Arc::new(UInt16Array::from(self.stayed)),
            Arc::new(UInt16Array::from(self.overstayed)),
        ];
        Ok(RecordBatch::try_new(schema(), columns)?)
    }
}

fn append(column: &mut Codes, text: &str) {
    if text.is_empty() { column.append_null() } else { column.append_value(text) }
}

/// Appends codes of a closed list, given as places that begin at `first`; what is before is not known.
fn listed<T: Copy>(column: &mut Short, places: &[u8], first: u8, all: &[T], code: fn(T) -> &'static str) {
    for place in places {
        let value = place.checked_sub(first).and_then(|place| all.get(usize::from(place)));
        column.append_option(value.map(|value| code(*value)));
    }
}

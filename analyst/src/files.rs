//! The Parquet files: written anew where something has changed, a month at a time, each whole or not at all.

use datafusion::arrow::{
    array::{ArrayRef, Date32Array, RecordBatch, StringDictionaryBuilder, UInt8Array, UInt16Array},
    datatypes::{ArrowDictionaryKeyType, DataType, Field, Int8Type, Int32Type, Schema, SchemaRef},
    error::ArrowError,
};
use limen_analyst_protocol::{AnalystError, COLUMNS, Codes, Day, NO_AGE, NO_DAYS, Sent, numbers, read, write};
use parquet::{
    arrow::ArrowWriter,
    basic::{Compression, ZstdLevel},
    errors::ParquetError,
    file::properties::WriterProperties,
};
use std::{
    collections::BTreeMap,
    fs,
    io::{Read, Write},
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
enum FilesError {
    #[error("the Parquet files could not be written: {0}")]
    Disk(#[from] std::io::Error),
    #[error("the Parquet files could not be written: {0}")]
    Parquet(#[from] ParquetError),
    #[error("the Parquet files could not be written: {0}")]
    Arrow(#[from] ArrowError),
    #[error("what limen sent is no day of {0}")]
    NoDay(String),
}

/// What a row is: one crossing without who crossed. Codes are those of exports, null where something is not known.
pub(crate) fn schema() -> SchemaRef {
    let dictionary = |key: DataType| DataType::Dictionary(Box::new(key), Box::new(DataType::Utf8));
    let fields = COLUMNS.map(|name| {
        let (form, is_nullable) = match name {
            "post" => (dictionary(DataType::Int32), false),
            "day" => (DataType::Date32, false),
            "hour" => (DataType::UInt8, false),
            "direction" | "decision" | "sex" | "source" => (dictionary(DataType::Int8), false),
            "document" | "purpose" | "mode" => (dictionary(DataType::Int8), true),
            "age" => (DataType::UInt8, true),
            "stay_days" | "stayed_days" | "overstayed_days" => (DataType::UInt16, true),
            _ => (dictionary(DataType::Int32), true),
        };
        Field::new(name, form, is_nullable)
    });
    Arc::new(Schema::new(fields.to_vec()))
}

/// Brings the files in a folder up to date, which is made where it is missing: writes the months whose state is not the one
/// that was written last, and takes away those that are no more. Says which months it needs, and reads their days.
pub(crate) fn update(
    folder: &Path,
    months: &States,
    from: &mut impl Read,
    to: &mut impl Write,
) -> Result<usize, AnalystError> {
    let known = match begin(folder, months) {
        Ok(known) => known,
        Err(error) => {
            let said: Result<Vec<String>, AnalystError> = Err(AnalystError::failed(&error));
            write(to, &said).and_then(|()| to.flush()).map_err(AnalystError::failed)?;
            return Err(AnalystError::failed(error));
        }
    };
    let is_stale = |(month, state): &(&String, &String)| known.get(*month) != Some(*state);
    let stale: Vec<&String> = months.iter().filter(is_stale).map(|(month, _)| month).collect();
    let said: Result<_, AnalystError> = Ok(&stale);
    write(to, &said).and_then(|()| to.flush()).map_err(AnalystError::failed)?;
    take(folder, &stale, months, known, from).map_err(AnalystError::failed)?;
    Ok(stale.len())
}

/// Which months are written, each with its state.
type States = BTreeMap<String, String>;

/// Notes which months are written.
fn note(folder: &Path, known: &States) -> Result<(), FilesError> {
    let lines: String = known.iter().map(|(month, state)| format!("{month},{state}\n")).collect();
    replace(&folder.join(WRITTEN), |file| Ok(file.write_all(lines.as_bytes())?))
}

/// The months that are written; those that are no more are taken away.
fn begin(folder: &Path, months: &States) -> Result<States, FilesError> {
    fs::create_dir_all(folder)?;
    let text = fs::read_to_string(folder.join(WRITTEN)).unwrap_or_default();
    let lines = text.lines().filter_map(|line| line.split_once(','));
    let mut known: States = lines
        .filter(|(month, _)| month_of(folder, month).join(FILE).exists())
        .map(|(month, state)| (month.to_owned(), state.to_owned()))
        .collect();
    let gone: Vec<String> = known.keys().filter(|month| !months.contains_key(*month)).cloned().collect();
    for month in &gone {
        fs::remove_dir_all(month_of(folder, month))?;
        known.remove(month);
    }
    if !gone.is_empty() {
        note(folder, &known)?;
    }
    Ok(known)
}

fn month_of(folder: &Path, month: &str) -> PathBuf {
    folder.join(format!("month={month}"))
}

/// Reads the days of the months that are out of date, and writes each month when its last day has come. A month that is
/// written is noted at once: `limen` may end this program at any moment, and the next one goes on from there.
fn take(
    folder: &Path,
    stale: &[&String],
    months: &States,
    mut known: States,
    from: &mut impl Read,
) -> Result<(), FilesError> {
    let mut left = stale.iter();
    let mut open: Option<Month> = None;
    loop {
        let sent = read::<Sent>(from)?;
        let next = match &sent {
            Sent::Day(month, _) => Some(month.as_str()),
            Sent::End => None,
        };
        // A month without a day is written too: it has no rows.
        while open.as_ref().map(|month| month.name.as_str()) != next {
            if let Some(month) = open.take() {
                let name = month.name.clone();
                month.finish()?;
                known.extend(months.get_key_value(&name).map(|(name, state)| (name.clone(), state.clone())));
                note(folder, &known)?;
            }
            match (left.next(), next) {
                (Some(month), _) => open = Some(Month::new(folder, month)?),
                (None, Some(month)) => return Err(FilesError::NoDay(month.to_owned())),
                (None, None) => return Ok(()),
            }
        }
        match (sent, &mut open) {
            (Sent::Day(_, day), Some(month)) => month.add(&day)?,
            _ => return Ok(()),
        }
    }
}

/// Writes a file beside its place and moves it there: readers see the old one or the new one, whole.
fn replace(path: &Path, write: impl FnOnce(&mut fs::File) -> Result<(), FilesError>) -> Result<(), FilesError> {
    let making = path.with_extension("making");
    let mut file = fs::File::create(&making)?;
    write(&mut file)?;
    file.sync_all()?;
    fs::rename(making, path)?;
    Ok(())
}

/// A month that is being written, beside its place.
struct Month {
    name: String,
    making: PathBuf,
    path: PathBuf,
    writer: ArrowWriter<fs::File>,
    rows: Rows,
}

impl Month {
    fn new(folder: &Path, name: &str) -> Result<Self, FilesError> {
        let folder = month_of(folder, name);
        fs::create_dir_all(&folder)?;
        let path = folder.join(FILE);
        let making = path.with_extension("making");
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
            .set_max_row_group_row_count(Some(ROWS_TOGETHER))
            .set_created_by("Limen".to_owned())
            .build();
        let writer = ArrowWriter::try_new(fs::File::create(&making)?, schema(), Some(properties))?;
        Ok(Self { name: name.to_owned(), making, path, writer, rows: Rows::default() })
    }

    fn add(&mut self, day: &Day) -> Result<(), FilesError> {
        if !day.is_whole() {
            return Err(FilesError::NoDay(self.name.clone()));
        }
        self.rows.add(day);
        if self.rows.len() >= ROWS_TOGETHER {
            self.writer.write(&std::mem::take(&mut self.rows).batch()?)?;
        }
        Ok(())
    }

    fn finish(mut self) -> Result<(), FilesError> {
        self.writer.write(&self.rows.batch()?)?;
        self.writer.into_inner()?.sync_all()?;
        fs::rename(self.making, self.path)?;
        Ok(())
    }
}

/// Rows on their way into a batch.
#[derive(Default)]
struct Rows {
    post: Texts,
    day: Vec<i32>,
    hour: Vec<u8>,
    direction: Short,
    decision: Short,
    nationality: Texts,
    residence: Texts,
    sex: Short,
    age: Vec<Option<u8>>,
    document: Short,
    source: Short,
    purpose: Short,
    mode: Short,
    origin: Texts,
    destination: Texts,
    stay: Vec<Option<u16>>,
    stayed: Vec<Option<u16>>,
    overstayed: Vec<Option<u16>>,
}

type Texts = StringDictionaryBuilder<Int32Type>;
type Short = StringDictionaryBuilder<Int8Type>;

impl Rows {
    fn len(&self) -> usize {
        self.hour.len()
    }

    fn add(&mut self, day: &Day) {
        let days = |column: &[u8]| numbers(column).map(|days| (days != NO_DAYS).then_some(days)).collect::<Vec<_>>();
        for _ in 0..day.rows() {
            self.post.append_value(&day.post);
        }
        self.day.extend(std::iter::repeat_n(day.day, day.rows()));
        self.hour.extend_from_slice(&day.hours);
        append(&mut self.direction, &day.directions);
        append(&mut self.decision, &day.decisions);
        append(&mut self.nationality, &day.nationalities);
        append(&mut self.residence, &day.residences);
        append(&mut self.sex, &day.sexes);
        self.age.extend(day.ages.iter().map(|age| (*age != NO_AGE).then_some(*age)));
        append(&mut self.document, &day.documents);
        append(&mut self.source, &day.sources);
        append(&mut self.purpose, &day.purposes);
        append(&mut self.mode, &day.modes);
        append(&mut self.origin, &day.origins);
        append(&mut self.destination, &day.destinations);
        self.stay.extend(days(&day.stays));
        self.stayed.extend(days(&day.stayed));
        self.overstayed.extend(days(&day.overstayed));
    }

    fn batch(mut self) -> Result<RecordBatch, FilesError> {
        let columns: [ArrayRef; COLUMNS.len()] = COLUMNS.map(|name| match name {
            "post" => Arc::new(self.post.finish()) as ArrayRef,
            "day" => Arc::new(Date32Array::from(std::mem::take(&mut self.day))),
            "hour" => Arc::new(UInt8Array::from(std::mem::take(&mut self.hour))),
            "direction" => Arc::new(self.direction.finish()),
            "decision" => Arc::new(self.decision.finish()),
            "nationality" => Arc::new(self.nationality.finish()),
            "residence" => Arc::new(self.residence.finish()),
            "sex" => Arc::new(self.sex.finish()),
            "age" => Arc::new(UInt8Array::from(std::mem::take(&mut self.age))),
            "document" => Arc::new(self.document.finish()),
            "source" => Arc::new(self.source.finish()),
            "purpose" => Arc::new(self.purpose.finish()),
            "mode" => Arc::new(self.mode.finish()),
            "origin" => Arc::new(self.origin.finish()),
            "destination" => Arc::new(self.destination.finish()),
            "stay_days" => Arc::new(UInt16Array::from(std::mem::take(&mut self.stay))),
            "stayed_days" => Arc::new(UInt16Array::from(std::mem::take(&mut self.stayed))),
            _ => Arc::new(UInt16Array::from(std::mem::take(&mut self.overstayed))),
        });
        Ok(RecordBatch::try_new(schema(), columns.to_vec())?)
    }
}

fn append<K: ArrowDictionaryKeyType>(column: &mut StringDictionaryBuilder<K>, codes: &Codes) {
    for text in codes.iter() {
        column.append_option(text);
    }
}

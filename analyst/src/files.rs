//! The Parquet files of the two tables: written anew where something has changed, a month at a time, whole in both or not
//! at all.

use datafusion::arrow::{
    array::{ArrayRef, Date32Array, Int64Array, RecordBatch, StringDictionaryBuilder, UInt8Array, UInt16Array},
    datatypes::{ArrowDictionaryKeyType, DataType, Field as Column, Int8Type, Int32Type, Schema, SchemaRef},
    error::ArrowError,
};
use limen_analyst_protocol::{
    AnalystError, Codes, Day, Field, FieldKind, NOT_KNOWN, Part, Sent, Values, numbers, read, write,
};
use parquet::{
    arrow::ArrowWriter,
    basic::{Compression, ZstdLevel},
    errors::ParquetError,
    file::{
        metadata::{KeyValue, ParquetMetaDataReader},
        properties::WriterProperties,
    },
};
use std::{
    collections::BTreeMap,
    fs,
    io::{self, ErrorKind, Read, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

/// Rows that are written together: readers pass over those that they do not need.
const ROWS_TOGETHER: usize = 256 * 1024;
/// The key in a file's own metadata under which stands which state of its month it holds. It stands there and not in a file
/// beside, for readers of a folder take every file in it for Parquet.
const STATE: &str = "limen.state";
/// The folder of files that are being written.
const MAKING: &str = ".making";
/// The file of states that versions before 0.4 wrote.
const WRITTEN: &str = "written.csv";
/// What a folder's name begins with that holds a month.
const MONTH: &str = "month=";
/// The files of a month with a row for each crossing, as versions before 0.3 wrote them.
const ROWS_OF_CROSSINGS: [&str; 2] = ["flows.parquet", "flows.making"];

/// Why the files could not be written.
#[derive(Debug, thiserror::Error)]
enum FilesError {
    #[error("the Parquet files could not be written: {0}")]
    Disk(#[from] io::Error),
    #[error("the Parquet files could not be written: {0}")]
    Parquet(#[from] ParquetError),
    #[error("the Parquet files could not be written: {0}")]
    Arrow(#[from] ArrowError),
    #[error("what limen sent is no day of {0}")]
    NoDay(String),
}

/// The columns of a table. Codes are those of exports, null where something is not known.
pub(crate) fn schema(part: Part) -> SchemaRef {
    let own = part.fields().iter().map(|field| {
        let form = match field.kind() {
            FieldKind::Listed => dictionary(DataType::Int8),
            FieldKind::Named => dictionary(DataType::Int32),
            FieldKind::Small => DataType::UInt8,
            FieldKind::Days => DataType::UInt16,
        };
        Column::new(field.name(), form, !field.is_always_known())
    });
    let frame = [Column::new("post", dictionary(DataType::Int32), false), Column::new("day", DataType::Date32, false)];
    let people = [Column::new("people", DataType::Int64, false)];
    Arc::new(Schema::new(frame.into_iter().chain(own).chain(people).collect::<Vec<_>>()))
}

/// Texts of which each stands once, with keys of this type.
fn dictionary(key: DataType) -> DataType {
    DataType::Dictionary(Box::new(key), Box::new(DataType::Utf8))
}

/// Brings the files in a folder up to date, which is made where it is missing: writes the months whose state is not the one
/// that was written last, and takes away those that are no more. Says which months it needs, and reads their days.
pub(crate) fn update(
    folder: &Path,
    months: &States,
    from: &mut impl Read,
    to: &mut impl Write,
) -> Result<usize, AnalystError> {
    let (_alone, known) = match alone(folder).and_then(|alone| Ok((alone, begin(folder, months)?))) {
        Ok(begun) => begun,
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
    take(folder, &stale, months, from).map_err(AnalystError::failed)?;
    Ok(stale.len())
}

/// The folder, made where it is missing and kept for this run alone until the answer is dropped: a question by command comes
/// while the node answers another.
fn alone(folder: &Path) -> Result<fs::File, FilesError> {
    fs::create_dir_all(folder)?;
    let folder = fs::File::open(folder)?;
    folder.lock()?;
    Ok(folder)
}

/// Which months are written, each with its state.
type States = BTreeMap<String, String>;

/// The months that are written in every table, with their states; those that are no more are taken away, and what an ended
/// run left half written.
fn begin(folder: &Path, months: &States) -> Result<States, FilesError> {
    take_rows_away(folder)?;
    unless(ErrorKind::NotFound, fs::remove_file(folder.join(WRITTEN)))?;
    unless(ErrorKind::NotFound, fs::remove_dir_all(folder.join(MAKING)))?;
    for part in Part::ALL {
        let table = folder.join(part.name());
        fs::create_dir_all(&table)?;
        for (month, path) in months_in(&table)? {
            if months.contains_key(&month) {
                // Versions before 0.4 wrote beside the file's place.
                unless(ErrorKind::NotFound, fs::remove_file(path.join(format!(".{}.making", part.name()))))?;
            } else {
                fs::remove_dir_all(path)?;
            }
        }
    }
    let state_of = |month: &String| {
        let mut states = Part::ALL.iter().map(|part| state_of(&file_of(folder, *part, month)));
        // A run that ended between two tables left different states.
        let first = states.next()??;
        states.all(|state| state.as_ref() == Some(&first)).then_some(first)
    };
    Ok(months.keys().filter_map(|month| Some((month.clone(), state_of(month)?))).collect())
}

/// The state that a file holds; `None` where it is missing, damaged, or written by a version that noted it elsewhere.
fn state_of(path: &Path) -> Option<String> {
    let file = fs::File::open(path).ok()?;
    let metadata = ParquetMetaDataReader::new().parse_and_finish(&file).ok()?;
    let noted = metadata.file_metadata().key_value_metadata()?;
    noted.iter().find(|pair| pair.key == STATE)?.value.clone()
}

/// Takes away what versions before 0.3 wrote: a row for each crossing. What others have put there stays.
fn take_rows_away(folder: &Path) -> Result<(), FilesError> {
    for (_, month) in months_in(folder)? {
        for name in ROWS_OF_CROSSINGS {
            unless(ErrorKind::NotFound, fs::remove_file(month.join(name)))?;
        }
        unless(ErrorKind::DirectoryNotEmpty, fs::remove_dir(month))?;
    }
    Ok(())
}

/// Done, or left undone for this reason.
fn unless(reason: ErrorKind, done: io::Result<()>) -> io::Result<()> {
    done.or_else(|error| if error.kind() == reason { Ok(()) } else { Err(error) })
}

/// The folders of months in a folder, each with its month.
fn months_in(folder: &Path) -> Result<Vec<(String, PathBuf)>, FilesError> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let month = name.to_str().and_then(|name| name.strip_prefix(MONTH));
        if let Some(month) = month
            && entry.file_type()?.is_dir()
        {
            found.push((month.to_owned(), entry.path()));
        }
    }
    Ok(found)
}

/// The file of a month in a table.
fn file_of(folder: &Path, part: Part, month: &str) -> PathBuf {
    folder.join(part.name()).join(format!("{MONTH}{month}")).join(format!("{}.parquet", part.name()))
}

/// Reads the days of the months that are out of date, and writes each month when its last day has come. Its files say which
/// state they hold: `limen` may end this program at any moment, and the next one goes on from there.
fn take(folder: &Path, stale: &[&String], months: &States, from: &mut impl Read) -> Result<(), FilesError> {
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
                month.finish()?;
            }
            match (left.next(), next) {
                (Some(month), _) => {
                    open = Some(Month::new(folder, month, months.get(*month).map_or("", String::as_str))?)
                }
                (None, Some(month)) => return Err(FilesError::NoDay(month.to_owned())),
                (None, None) => return Ok(unless(ErrorKind::NotFound, fs::remove_dir(folder.join(MAKING)))?),
            }
        }
        match (sent, &mut open) {
            (Sent::Day(_, day), Some(month)) => month.add(&day)?,
            _ => return Ok(()),
        }
    }
}

/// A month that is being written.
struct Month {
    name: String,
    people: MonthFile,
    passages: MonthFile,
}

impl Month {
    fn new(folder: &Path, name: &str, state: &str) -> Result<Self, FilesError> {
        let making = folder.join(MAKING);
        fs::create_dir_all(&making)?;
        let file = |part| MonthFile::new(part, &making, file_of(folder, part, name), state);
        Ok(Self { name: name.to_owned(), people: file(Part::People)?, passages: file(Part::Passages)? })
    }

    fn add(&mut self, day: &Day) -> Result<(), FilesError> {
        if !day.is_whole() {
            return Err(FilesError::NoDay(self.name.clone()));
        }
        match day.part {
            Part::People => self.people.add(day),
            Part::Passages => self.passages.add(day),
        }
    }

    /// Moves its files to their places, once all of them are whole.
    fn finish(self) -> Result<(), FilesError> {
        let whole = [self.people.whole()?, self.passages.whole()?];
        whole.iter().try_for_each(|(making, path)| Ok(fs::rename(making, path)?))
    }
}

/// A month in one of the tables that is being written, away from its place: readers see the old one or the new one, whole.
struct MonthFile {
    making: PathBuf,
    path: PathBuf,
    writer: ArrowWriter<fs::File>,
    rows: Rows,
}

impl MonthFile {
    fn new(part: Part, making: &Path, path: PathBuf, state: &str) -> Result<Self, FilesError> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let making = making.join(part.name());
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
            .set_max_row_group_row_count(Some(ROWS_TOGETHER))
            .set_created_by("Limen".to_owned())
            .set_key_value_metadata(Some(vec![KeyValue::new(STATE.to_owned(), state.to_owned())]))
            .build();
        let writer = ArrowWriter::try_new(fs::File::create(&making)?, schema(part), Some(properties))?;
        Ok(Self { making, path, writer, rows: Rows::of(part) })
    }

    fn add(&mut self, day: &Day) -> Result<(), FilesError> {
        self.rows.add(day);
        if self.rows.len() >= ROWS_TOGETHER {
            self.write()?;
        }
        Ok(())
    }

    fn write(&mut self) -> Result<(), FilesError> {
        let next = Rows::of(self.rows.part);
        Ok(self.writer.write(&std::mem::replace(&mut self.rows, next).batch()?)?)
    }

    /// Where the whole file lies now, and where it belongs.
    fn whole(mut self) -> Result<(PathBuf, PathBuf), FilesError> {
        self.write()?;
        self.writer.into_inner()?.sync_all()?;
        Ok((self.making, self.path))
    }
}

/// Rows on their way into a batch.
struct Rows {
    part: Part,
    post: Texts,
    day: Vec<i32>,
    columns: Vec<Growing>,
    people: Vec<i64>,
}

type Texts = StringDictionaryBuilder<Int32Type>;

/// The values of a field on their way into a batch.
enum Growing {
    Listed(StringDictionaryBuilder<Int8Type>),
    Named(Texts),
    Small(Vec<Option<u8>>),
    Days(Vec<Option<u16>>),
}

impl Growing {
    fn of(field: &Field) -> Self {
        match field.kind() {
            FieldKind::Listed => Self::Listed(StringDictionaryBuilder::new()),
            FieldKind::Named => Self::Named(Texts::new()),
            FieldKind::Small => Self::Small(Vec::new()),
            FieldKind::Days => Self::Days(Vec::new()),
        }
    }

    /// Adds the values of a day that is whole: its texts are where texts belong, and its numbers fit.
    fn add(&mut self, values: &Values) {
        let known = |rows| numbers(rows).map(|number| (number != NOT_KNOWN).then_some(number));
        match (self, values) {
            (Self::Listed(column), Values::Texts(codes)) => append(column, codes),
            (Self::Named(column), Values::Texts(codes)) => append(column, codes),
            (Self::Small(column), Values::Numbers(rows)) => {
                column.extend(known(rows).map(|number| number.and_then(|number| u8::try_from(number).ok())));
            }
            (Self::Days(column), Values::Numbers(rows)) => column.extend(known(rows)),
            _ => {}
        }
    }

    fn finish(self) -> ArrayRef {
        match self {
            Self::Listed(mut column) => Arc::new(column.finish()),
            Self::Named(mut column) => Arc::new(column.finish()),
            Self::Small(column) => Arc::new(UInt8Array::from(column)),
            Self::Days(column) => Arc::new(UInt16Array::from(column)),
        }
    }
}

impl Rows {
    fn of(part: Part) -> Self {
        Self {
            part,
            post: Texts::new(),
            day: Vec::new(),
            columns: part.fields().iter().map(Growing::of).collect(),
            people: Vec::new(),
        }
    }

    fn len(&self) -> usize {
        self.people.len()
    }

    fn add(&mut self, day: &Day) {
        for _ in 0..day.rows() {
            self.post.append_value(&day.post);
        }
        self.day.extend(std::iter::repeat_n(day.day, day.rows()));
        self.columns.iter_mut().zip(&day.columns).for_each(|(column, values)| column.add(values));
        self.people.extend(day.counts().map(i64::from));
    }

    fn batch(mut self) -> Result<RecordBatch, FilesError> {
        let frame: [ArrayRef; 2] = [Arc::new(self.post.finish()), Arc::new(Date32Array::from(self.day))];
        let own = self.columns.into_iter().map(Growing::finish);
        let people: [ArrayRef; 1] = [Arc::new(Int64Array::from(self.people))];
        let columns = frame.into_iter().chain(own).chain(people).collect();
        Ok(RecordBatch::try_new(schema(self.part), columns)?)
    }
}

fn append<K: ArrowDictionaryKeyType>(column: &mut StringDictionaryBuilder<K>, codes: &Codes) {
    for text in codes.iter() {
        column.append_option(text);
    }
}

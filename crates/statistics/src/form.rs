//! The forms in which figures, reports, series and tables leave the house.

use crate::{
    exchange_forms::{Observation, sdmx_csv, sdmx_json},
    exchange_structure::sdmx_structure,
    figure::Figure,
    paper,
    report::Report,
    sheet::{Named, Sheet, SheetError, workbook},
};
use jiff::Timestamp;
use limen_analyst_protocol::{About, Analyst, AnalystError};
use limen_words::{Language, Words};

/// A form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A picture.
    Png,
    /// A drawing.
    Svg,
    /// A table.
    Csv,
    /// A table with the tags of the Humanitarian Exchange Language.
    Hxl,
    /// A workbook.
    Xlsx,
    /// A document.
    Pdf,
    /// Observations as SDMX-CSV 2.0.
    SdmxCsv,
    /// Observations as SDMX-JSON 2.0.
    SdmxJson,
    /// The structure of these observations as SDMX-ML 2.1.
    SdmxStructure,
}

impl Form {
    /// Every form.
    pub const ALL: [Self; 9] = [
        Self::Png,
        Self::Svg,
        Self::Csv,
        Self::Hxl,
        Self::Xlsx,
        Self::Pdf,
        Self::SdmxCsv,
        Self::SdmxJson,
        Self::SdmxStructure,
    ];

    /// The code, as it stands in forms, in the journal and in messages.
    pub fn code(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Svg => "svg",
            Self::Csv => "csv",
            Self::Hxl => "hxl",
            Self::Xlsx => "xlsx",
            Self::Pdf => "pdf",
            Self::SdmxCsv => "sdmx-csv",
            Self::SdmxJson => "sdmx-json",
            Self::SdmxStructure => "sdmx-structure",
        }
    }

    /// The form of a code.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.code() == code)
    }

    /// Whether it is drawn by `limen-analyst`, which need not be there.
    pub fn is_drawn(self) -> bool {
        matches!(self, Self::Png | Self::Pdf)
    }

    /// The end of a file's name, and its media type.
    pub fn file(self) -> (&'static str, &'static str) {
        match self {
            Self::Png => ("png", "image/png"),
            Self::Svg => ("svg", "image/svg+xml"),
            Self::Csv | Self::Hxl => ("csv", "text/csv; charset=utf-8"),
            Self::Xlsx => ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            Self::Pdf => ("pdf", "application/pdf"),
            Self::SdmxCsv => ("csv", "application/vnd.sdmx.data+csv; version=2.0.0"),
            Self::SdmxJson => ("json", "application/vnd.sdmx.data+json; version=2.0.0"),
            Self::SdmxStructure => ("xml", "application/vnd.sdmx.structure+xml; version=2.1"),
        }
    }
}

/// Why something could not be written in a form.
#[derive(Debug, thiserror::Error)]
pub enum FormError {
    /// It could not be drawn.
    #[error(transparent)]
    Analyst(#[from] AnalystError),
    /// It could not be written as a table.
    #[error(transparent)]
    Sheet(#[from] SheetError),
    /// It could not be written as CSV.
    #[error("the file could not be written as CSV: {0}")]
    Csv(#[from] csv::Error),
    /// It could not be written as JSON.
    #[error("the file could not be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
}

impl Sheet {
    /// In a form for tables: XLSX with a sheet of this name under this title, or CSV for a reader of this language.
    ///
    /// # Errors
    /// The table can't be written.
    pub fn written(
        &self,
        form: Form,
        (name, title): (&str, &str),
        source: &str,
        language: Language,
    ) -> Result<Vec<u8>, FormError> {
        Ok(match form {
            Form::Xlsx => {
                let named = Named { name: name.to_owned(), title: title.to_owned(), sheet: self };
                workbook(&[title.to_owned(), source.to_owned()], &[named])?
            }
            Form::Hxl => self.hxl()?,
            _ => self.csv(language)?,
        })
    }
}

impl Figure {
    /// As a drawing, a picture, or its table; `source` says where it comes from.
    ///
    /// # Errors
    /// The form is [drawn](Form::is_drawn) and `limen-analyst` is not there or failed; or the table can't be written.
    pub async fn written(
        &self,
        form: Form,
        source: &str,
        language: Language,
        analyst: &Analyst,
    ) -> Result<Vec<u8>, FormError> {
        match form {
            Form::Svg => Ok(self.drawing.alone(&self.title, source).into_bytes()),
            Form::Png => Ok(analyst.picture(self.drawing.alone(&self.title, source)).await?),
            _ => self.sheet.written(form, (&self.name, &self.title), source, language),
        }
    }
}

impl Report {
    /// As PDF, XLSX, or its tables as CSV; `source` says where it comes from.
    ///
    /// # Errors
    /// The form is [drawn](Form::is_drawn) and `limen-analyst` is not there or failed; or the tables can't be written.
    pub async fn written(&self, form: Form, w: &Words, source: &str, analyst: &Analyst) -> Result<Vec<u8>, FormError> {
        match form {
            Form::Pdf => {
                let about = About {
                    title: self.title.clone(),
                    description: self.subtitle.clone(),
                    language: if w.language == Language::French { "fr" } else { "en" }.to_owned(),
                };
                let footer = |page: usize, pages: usize| {
                    format!("{source} · {}", w.t2("take-page", ("page", page as i64), ("pages", pages as i64)))
                };
                Ok(analyst.paper(paper::pages(self, footer), about).await?)
            }
            Form::Xlsx => {
                let mut notes = self.notes();
                notes.push(source.to_owned());
                Ok(workbook(&notes, &self.tables())?)
            }
            _ => Ok(self.csv(w.language)?),
        }
    }
}

/// Observations as SDMX-CSV or SDMX-JSON, prepared now by this sender. `None` where there are no observations: a message
/// without any is one that no system reads.
///
/// # Errors
/// The observations can't be written.
pub fn series(
    observations: &[Observation],
    form: Form,
    sender: &str,
    now: Timestamp,
) -> Result<Option<Vec<u8>>, FormError> {
    Ok(match form {
        _ if observations.is_empty() => None,
        Form::SdmxJson => Some(sdmx_json(observations, &prepared(now), sender)?),
        _ => Some(sdmx_csv(observations)?),
    })
}

/// The structure of series, prepared now, with states in words.
pub fn series_structure(now: Timestamp, w: &Words) -> Vec<u8> {
    sdmx_structure(&prepared(now), w).into_bytes()
}

fn prepared(now: Timestamp) -> String {
    now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

//! The forms in which figures, reports, series and tables leave the house.

use crate::{
    exchange_forms::{Observation, sdmx_csv, sdmx_json},
    figure::Figure,
    paper,
    report::Report,
    sheet::{Sheet, workbook},
};
use jiff::Timestamp;
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
}

impl Form {
    /// Every form.
    pub const ALL: [Self; 8] =
        [Self::Png, Self::Svg, Self::Csv, Self::Hxl, Self::Xlsx, Self::Pdf, Self::SdmxCsv, Self::SdmxJson];

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
        }
    }

    /// The form of a code.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.code() == code)
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
        }
    }
}

/// Why something could not be written in a form.
pub type Trouble = Box<dyn std::error::Error + Send + Sync>;

impl Sheet {
    /// In a form for tables: XLSX under this title, or CSV.
    pub fn written(&self, form: Form, title: &str, source: &str) -> Result<Vec<u8>, Trouble> {
        Ok(match form {
            Form::Xlsx => workbook(&[title.to_owned(), source.to_owned()], &[(title.to_owned(), self)])?,
            _ => self.csv(form == Form::Hxl)?,
        })
    }
}

impl Figure {
    /// As a drawing, a picture, or its table; `source` says where it comes from.
    pub fn written(&self, form: Form, source: &str) -> Result<Vec<u8>, Trouble> {
        match form {
            Form::Svg => Ok(self.drawing.alone(&self.title, source).into_bytes()),
            Form::Png => Ok(paper::png(&self.drawing.alone(&self.title, source))?),
            _ => self.sheet.written(form, &self.title, source),
        }
    }
}

impl Report {
    /// As PDF, XLSX, or its tables as CSV; `source` says where it comes from.
    pub fn written(&self, form: Form, w: &Words, source: &str) -> Result<Vec<u8>, Trouble> {
        match form {
            Form::Pdf => {
                let language = if w.language == Language::French { "fr" } else { "en" };
                let pages = |page: usize, pages: usize| {
                    format!("{source} · {}", w.t2("take-page", ("page", page as i64), ("pages", pages as i64)))
                };
                Ok(paper::pdf(self, language, pages)?)
            }
            Form::Xlsx => {
                let mut notes = self.notes();
                notes.push(source.to_owned());
                Ok(workbook(&notes, &self.tables())?)
            }
            _ => Ok(self.csv()?),
        }
    }
}

/// Observations as SDMX-CSV or SDMX-JSON, prepared now by this sender.
pub fn series(observations: &[Observation], form: Form, sender: &str, now: Timestamp) -> Result<Vec<u8>, Trouble> {
    match form {
        Form::SdmxJson => {
            let prepared = now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
            Ok(serde_json::to_vec(&sdmx_json(observations, &prepared, sender))?)
        }
        _ => Ok(sdmx_csv(observations)?),
    }
}

//! Flows that leave the house: figures, reports and series, of what may be published unless they are said to stay in the
//! house; and the event that says who took what, and why.

use crate::Node;
use limen_domain::{AccountId, Event, FlowBound, Permission, Role, StatedReason};
use limen_statistics::{figure::Topic, form::Form, report::Kind};
use limen_store::StoreError;

/// The longest view that the journal notes, in characters.
const LONGEST_VIEW_CHARACTERS: usize = 500;

/// What is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A figure of the board.
    Figure(Topic),
    /// A report.
    Report(Kind),
    /// Monthly series by citizenship and sex.
    Series,
    /// People counted without being registered.
    Tallies,
}

impl What {
    /// What a code says. `None` where it says nothing.
    pub fn of(code: &str) -> Option<Self> {
        match code.split_once(':') {
            Some(("figure", topic)) => Topic::of(topic).map(Self::Figure),
            Some(("report", kind)) => kind.parse().ok().map(Self::Report),
            None if code == "series" => Some(Self::Series),
            None if code == "tallies" => Some(Self::Tallies),
            _ => None,
        }
    }

    /// The forms that it can be had in; the first is the usual one.
    pub fn forms(&self) -> &'static [Form] {
        match self {
            Self::Figure(_) => &[Form::Png, Form::Svg, Form::Csv, Form::Hxl, Form::Xlsx],
            Self::Report(_) => &[Form::Pdf, Form::Xlsx, Form::Csv],
            Self::Series => &[Form::SdmxCsv, Form::SdmxJson, Form::SdmxStructure],
            Self::Tallies => &[Form::Hxl, Form::Csv, Form::Xlsx],
        }
    }

    /// The name of its file, without an ending.
    pub fn file(&self) -> String {
        match self {
            Self::Figure(topic) => topic.code().to_owned(),
            Self::Report(Kind::Day(post, day)) => format!("{post}-{day}"),
            Self::Report(kind) => {
                // Its days say whether it is of a week, a month or a year.
                let code = kind.to_string();
                format!("bulletin-{}", code.split_once(':').map_or(code.as_str(), |(_, days)| days))
            }
            Self::Series => "flows".to_owned(),
            Self::Tallies => "tallies".to_owned(),
        }
    }
}

/// Who asks for what.
#[derive(Debug, Clone, Copy)]
pub struct ExportRequest<'a> {
    /// The code of what is taken.
    pub what: &'a str,
    /// The view, as its address says it.
    pub view: &'a str,
    /// The code of the form.
    pub form: &'a str,
    /// Whether it stays in the house, and tells of each crossing.
    pub stays_inside: bool,
    /// What they may do.
    pub role: Role,
    /// Why it is taken.
    pub why: &'a StatedReason,
}

/// Why nothing is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    /// There is no such thing, or not in this form.
    #[error("there is no such thing, or not in this form")]
    NotFound,
    /// What tells of each crossing is for those who may count each.
    #[error("what tells of each crossing is for those who may count each")]
    NotTheirs,
    /// What published counts are multiples of can't be read.
    #[error("the bound of published flows can't be read")]
    NoBound,
    /// The program that draws is not here.
    #[error("the program that draws is not here")]
    NotDrawn,
}

/// The event of what is taken: its code, the view, the code of the form, why, and the bound of what may be published; `None`
/// for what stays in the house.
pub fn taken(what: String, which: String, form: &str, why: &StatedReason, bound: Option<FlowBound>) -> Event {
    let protection = bound.map(FlowBound::code).unwrap_or_default();
    Event::FlowsExported { what, which, form: form.to_owned(), why: why.to_string(), protection }
}

/// Something that may be taken, and how.
#[derive(Debug)]
pub struct MayLeave {
    /// What.
    pub what: What,
    /// In which form.
    pub form: Form,
    /// What its counts are multiples of. `None` where it stays in the house.
    pub bound: Option<FlowBound>,
    taken: Event,
}

impl MayLeave {
    /// What is asked for, if it may be taken.
    ///
    /// # Errors
    /// [`ExportError`] says why it may not.
    pub fn of(node: &Node, asked: ExportRequest<'_>) -> Result<Self, ExportError> {
        let what = What::of(asked.what).ok_or(ExportError::NotFound)?;
        let form = Form::ALL.into_iter().find(|form| form.code() == asked.form && what.forms().contains(form));
        let form = form.ok_or(ExportError::NotFound)?;
        let bound = node.settings().flows_bound.ok_or(ExportError::NoBound)?;
        if asked.stays_inside && !asked.role.may(Permission::CountExactly) {
            return Err(ExportError::NotTheirs);
        }
        if form.is_drawn() && !node.analyst.is_there() {
            return Err(ExportError::NotDrawn);
        }
        let bound = (!asked.stays_inside).then_some(bound);
        let view = asked.view.chars().take(LONGEST_VIEW_CHARACTERS).collect();
        let taken = taken(asked.what.to_owned(), view, form.code(), asked.why, bound);
        Ok(Self { what, form, bound, taken })
    }

    /// Notes that it leaves; what can't be noted does not leave.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn leaves(self, node: &Node, by: &AccountId) -> Result<(), StoreError> {
        node.store.append(Some(by), vec![self.taken], None).await?;
        Ok(())
    }
}

//! Reports that are made by themselves: each morning what is due is put into a folder, in both languages.

use super::{FlowSnapshot, Which, took_out};
use crate::outcome::Failed;
use jiff::{Timestamp, ToSpan, civil::Date, civil::Weekday, tz::TimeZone};
use limen_analyst_protocol::{Analyst, AnalystError};
use limen_domain::StatedReason;
use limen_statistics::{form::Form, report::Kind};
use limen_store::Store;
use limen_words::{AllWords, Language, Words};
use std::path::Path;

/// Makes the reports of a morning.
pub(crate) async fn each_morning(store: &Store, folder: &Path, day: Date) {
    if let Err(error) = make_due(store, folder, day).await {
        tracing::error!("the bulletins of {day} could not be made: {error}");
    }
}

/// The reports that are due on a day: of the day before, and of the week, month or year that it ended.
fn due(known: &FlowSnapshot, day: Date) -> Vec<Kind> {
    let Ok(before) = day.yesterday() else { return Vec::new() };
    let mut kinds: Vec<Kind> = known.table.posts().iter().map(|post| Kind::Day(post.clone(), before)).collect();
    if day.weekday() == Weekday::Monday {
        kinds.extend(day.checked_sub(7.days()).map(Kind::Week));
    }
    if day.day() == 1 {
        kinds.push(Kind::Month(before.first_of_month()));
    }
    if day.day() == 1 && day.month() == 1 {
        kinds.push(Kind::Year(before.year()));
    }
    kinds
}

/// Makes what is due on a day; what is there already is left as it is.
pub(crate) async fn make_due(store: &Store, folder: &Path, day: Date) -> Result<usize, Failed> {
    std::fs::create_dir_all(folder)?;
    let published = FlowSnapshot::of(store, Which::Published).await?;
    let counted = FlowSnapshot::of(store, Which::Counted).await?;
    let words = AllWords::load();
    let (mut made, has_analyst) = (0, Analyst::find().is_there());
    if !has_analyst {
        tracing::warn!("the bulletins of {day} are made without PDF: {}", AnalystError::NotInstalled);
    }
    for kind in due(&counted, day) {
        // The sheet of a day is the post's own; bulletins go to others.
        let known = if matches!(kind, Kind::Day(..)) { &counted } else { &published };
        for language in [Language::French, Language::English] {
            for form in [Form::Pdf, Form::Xlsx].into_iter().filter(|form| has_analyst || !form.is_drawn()) {
                let name = format!("{}.{}.{}", kind.to_string().replace(':', "-"), language.tag(), form.code());
                let path = folder.join(name);
                if path.exists() {
                    continue;
                }
                let bytes = write(store, known, &kind, words.of(language), form).await?;
                took_out(
                    store,
                    format!("report:{kind}"),
                    String::new(),
                    form.code(),
                    &StatedReason::parse("on schedule")?,
                    known.table.bound(),
                )
                .await?;
                let making = path.with_extension("making");
                std::fs::write(&making, bytes)?;
                std::fs::rename(making, path)?;
                made += 1;
            }
        }
    }
    Ok(made)
}

/// A report in a form, with the tallies of its time.
pub(crate) async fn write(
    store: &Store,
    known: &FlowSnapshot,
    kind: &Kind,
    w: &Words,
    form: Form,
) -> Result<Vec<u8>, Failed> {
    let (from, to) = kind.days();
    let post = match kind {
        Kind::Day(post, _) => Some(post),
        _ => None,
    };
    // The sheet of a post's day is by that post's clocks.
    let of_post = known.posts.iter().find(|known| Some(&known.id) == post);
    let zone = of_post.and_then(|post| TimeZone::get(&post.time_zone).ok()).unwrap_or_else(|| known.zone.clone());
    let begins = |day: Date| day.to_zoned_datetime(zone.clone()).map(|zoned| zoned.timestamp());
    let to = begins(to.tomorrow()?).unwrap_or(Timestamp::MAX);
    let tallies = limen_node::flows::tallies(store, post, (begins(from)?, to), known.table.bound()).await?;
    let report = known.scene(w).report(kind, &tallies)?;
    let place = known.posts.iter().find(|post| post.id.as_str() == store.node().as_str());
    let place = place.map_or_else(|| store.node().to_string(), |post| post.name.clone());
    let source = w.t2("take-source", ("place", place), ("day", w.date(known.today)));
    Ok(report.written(form, w, &source, &Analyst::find()).await?)
}

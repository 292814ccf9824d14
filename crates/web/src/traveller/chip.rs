//! What a document's chip came to: one line for the officer, and the five checks behind it. The words say what was seen.

use crate::{
    app::App,
    kit::{failure::Failure, parts::Fact},
    words::Words,
};
use limen_domain::{ChipDeclared, ChipSummary, ChipVerdicts, CrossingId};

/// A chip that was read.
pub(crate) struct ChipView {
    /// What it came to, in a word for the page's form: `good`, `check` or `open`.
    pub(crate) form: &'static str,
    pub(crate) line: String,
    /// Each check, what it came to and why.
    pub(crate) checks: Vec<Fact>,
}

impl ChipView {
    pub(crate) fn of(w: &Words, chip: &ChipVerdicts) -> Self {
        let summary = chip.summary();
        let zone = chip.zone_matches.map(|matches| if matches { "chip-zone-same" } else { "chip-zone-other" });
        let zone = zone.map(|message| Fact::new(w.t("chip-check-zone"), w.t(message)));
        let checks = chip.checks().map(|(check, verdict)| {
            let why = w.coded_elsewhere(&format!("chip-{check}"), &verdict.detail);
            let outcome = w.coded("chip-outcome", verdict.outcome.code());
            let altered = chip.altered.iter().filter(|_| check == "integrity").map(|group| group_name(w, *group));
            let said: Vec<String> = [outcome, why].into_iter().chain(altered).collect();
            Fact::new(w.coded("chip-check", check), said.join(" · "))
        });
        let declared = chip.declared.iter().map(|ChipDeclared { kind, text }| {
            let what = w.coded_elsewhere("chip-declared", kind);
            Fact::new(w.t("chip-check-declared"), text.iter().fold(what, |what, text| format!("{what} · {text}")))
        });
        let line = chip_line(w, summary);
        Self {
            form: chip_form(summary),
            line: if chip.declared.is_empty() { line } else { format!("{line} · {}", w.t("chip-is-declared")) },
            checks: zone.into_iter().chain(checks).chain(declared).collect(),
        }
    }
}

/// What a chip came to, in a word for a page's form and for its messages: `good`, `check` or `open`.
pub(crate) fn chip_form(summary: ChipSummary) -> &'static str {
    match summary {
        ChipSummary::Proven => "good",
        ChipSummary::UnknownIssuer | ChipSummary::NotProven => "open",
        _ => "check",
    }
}

/// What a data group holds, by its number; the number alone where it is none that is read here.
fn group_name(w: &Words, group: u8) -> String {
    match group {
        1 => w.t("chip-group-zone"),
        2 => w.t("chip-group-face"),
        7 => w.t("chip-group-signature"),
        11 => w.t("chip-group-holder"),
        12 => w.t("chip-group-document"),
        14 | 15 => w.t1("chip-group-keys", "group", i64::from(group)),
        other => format!("DG{other}"),
    }
}

/// What a chip came to, in one line.
pub(crate) fn chip_line(w: &Words, summary: ChipSummary) -> String {
    w.coded("chip", summary.code())
}

/// What the chip beside these records came to when it was read last, as facts of a record; none where none was read.
pub(crate) async fn chip_facts(app: &App, w: &Words, of: &[CrossingId]) -> Result<Vec<Fact>, Failure> {
    let Some(reading) = app.store.chip_readings(of).await?.into_iter().next() else { return Ok(Vec::new()) };
    let ChipView { line, checks, .. } = ChipView::of(w, &reading.verdicts);
    let named = |Fact { label, value }: Fact| Fact::new(format!("{} {}", w.t("chip-title"), label), value);
    Ok([Fact::new(w.t("chip-record"), line)].into_iter().chain(checks.into_iter().map(named)).collect())
}

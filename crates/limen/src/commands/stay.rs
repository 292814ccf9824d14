//! `limen stay`: how much of an allowance a history of entries and exits has used, and until when someone may stay.

use crate::{commands::shared::today, outcome::Outcome};
use jiff::civil::Date;
use limen_domain::{Allowance, Allowances, History, MayStay, Standing};
use limen_tables::read_stays;
use serde::Serialize;
use std::{
    fs::File,
    io::{self, Read, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Maximum bytes of a history that are read.
const MOST_BYTES: u64 = 1 << 20;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// A table (CSV or a workbook) with the columns entry and exit; the last exit may be empty. permit_until, and
    /// permit_from, say which days of a stay a visa or a permit allowed
    #[arg(long, value_name = "FILE")]
    history: PathBuf,
    /// The day to calculate for; default: today
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Option<Date>,
    /// The allowance: days in any period of days (90/180, 90/365), 90/year, 90/entry, "until YYYY-MM-DD", or free
    #[arg(long, value_name = "RULE", default_value = "90/180")]
    rule: Allowance,
    /// What a bilateral waiver adds once the rule is used up, as a rule; the rule does not count its days
    #[arg(long, value_name = "RULE")]
    waiver: Option<Allowance>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// What `--json` prints.
#[derive(Serialize)]
struct Printed {
    on: Date,
    rule: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    waiver: Option<String>,
    /// Whether the traveller is in the country on that day.
    present: bool,
    days_used: u32,
    /// `None` where the rule counts no days.
    days_left: Option<u32>,
    /// Whether the traveller may be in the country on that day.
    may_stay: bool,
    /// The last day of a stay without a break; `None` where they may not stay, or may for as long as they like.
    may_stay_until: Option<Date>,
    overstayed_days: u32,
    /// The waiver's days that count on that day.
    #[serde(skip_serializing_if = "Option::is_none")]
    waiver_days_used: Option<u32>,
}

impl Printed {
    fn new(standing: &Standing, arguments: &Arguments, on: Date) -> Self {
        Self {
            on,
            rule: arguments.rule.to_string(),
            waiver: arguments.waiver.map(|waiver| waiver.to_string()),
            present: standing.is_present,
            days_used: standing.days_used,
            days_left: standing.days_left,
            may_stay: standing.may_stay != MayStay::No,
            may_stay_until: match standing.may_stay {
                MayStay::To(last) => Some(last),
                MayStay::No | MayStay::Freely => None,
            },
            overstayed_days: standing.overstayed_days,
            waiver_days_used: standing.waiver_days_used,
        }
    }
}

/// Prints what the history means on that day.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let history = read(&arguments.history)?;
    let on = arguments.on.unwrap_or_else(today);
    let allowances = Allowances::of([arguments.rule].into_iter().chain(arguments.waiver));
    let printed = Printed::new(&allowances.standing(&history, on), arguments, on);
    let mut out = io::stdout().lock();
    if arguments.json {
        serde_json::to_writer(&mut out, &printed)?;
        writeln!(out)?;
    } else {
        write_text(&mut out, &printed)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn write_text(out: &mut impl Write, printed: &Printed) -> io::Result<()> {
    let Printed { on, rule, days_used, overstayed_days, .. } = printed;
    let place = if printed.present { "in the country" } else { "not in the country" };
    match &printed.waiver {
        Some(waiver) => writeln!(out, "{on}, rule {rule}, waiver {waiver}: {place}")?,
        None => writeln!(out, "{on}, rule {rule}: {place}")?,
    }
    writeln!(out, "days used        {days_used}")?;
    if let Some(days_left) = printed.days_left {
        writeln!(out, "days left        {days_left}")?;
    }
    if let Some(waiver_days_used) = printed.waiver_days_used {
        writeln!(out, "by the waiver    {waiver_days_used}")?;
    }
    let until = match printed.may_stay_until {
        Some(last) => last.to_string(),
        None if printed.may_stay => "without a limit".to_owned(),
        None => "may not stay on that day".to_owned(),
    };
    writeln!(out, "may stay until   {until}")?;
    writeln!(out, "overstayed days  {overstayed_days}")
}

/// Reads a history; what is wrong is said with its line.
fn read(path: &Path) -> Result<History, String> {
    let name = path.display();
    let file = File::open(path).map_err(|error| format!("{name} can't be opened: {error}"))?;
    if file.metadata().is_ok_and(|data| data.len() > MOST_BYTES) {
        return Err(format!("{name} is larger than a megabyte: too large for the history of one traveller"));
    }
    read_stays(file.take(MOST_BYTES)).map_err(|error| format!("{name}: {error}"))
}

//! `cargo xtask loss`: what it costs that published counts are sums of rounded cells, table by table.

use crate::Outcome;
use limen_domain::FlowBound;
use limen_statistics::{Dimension, Filter, FlowTable, Flows};
use limen_store::Store;
use std::{
    collections::BTreeMap,
    io::Write,
    path::PathBuf,
    process::ExitCode,
    time::{Duration, Instant},
};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// A data folder with crossings, such as that of a demonstration; what is published of them is kept there
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
}

/// The tables that are compared, by what they count.
const TABLES: [(&str, &[Dimension]); 16] = {
    use Dimension::{
        Age, AgeBand, Day, Destination, Direction, Hour, Mode, Month, Nationality, Origin, Post, Purpose, Residence,
        Sex, Stayed, Week, Year,
    };
    [
        ("all, by direction", &[Direction]),
        ("day × direction", &[Day, Direction]),
        ("day × post × direction", &[Day, Post, Direction]),
        ("month × post × direction", &[Month, Post, Direction]),
        ("week × nationality × direction", &[Week, Nationality, Direction]),
        ("month × nationality × direction", &[Month, Nationality, Direction]),
        ("month × nationality × sex × direction (SDMX)", &[Month, Nationality, Sex, Direction]),
        ("year × nationality × sex × direction (year-book)", &[Year, Nationality, Sex, Direction]),
        ("year × nationality × age band × direction (year-book)", &[Year, Nationality, AgeBand, Direction]),
        ("year × nationality × stayed (year-book)", &[Year, Nationality, Stayed]),
        ("month × residence × purpose", &[Month, Residence, Purpose]),
        ("month × sex × age", &[Month, Sex, Age]),
        ("month × purpose × direction", &[Month, Purpose, Direction]),
        ("month × mode", &[Month, Mode]),
        ("month × hour × post", &[Month, Hour, Post]),
        ("year × origin × destination", &[Year, Origin, Destination]),
    ]
};
/// The sizes of counts that are told apart, each from the one before it on.
const SIZES: [(i64, &str); 5] = [(5, "1–4"), (20, "5–19"), (100, "20–99"), (1_000, "100–999"), (i64::MAX, "1,000+")];

pub(crate) async fn run(arguments: &Arguments) -> Outcome {
    let mut out = std::io::stdout();
    let store = Store::open(arguments.data.as_path()).await?;
    let flows = Flows::new(store.clone());
    let counted = flows.current().await?;
    let begun = Instant::now();
    let published = flows.published(FlowBound::USUAL).await?;
    let took = begun.elapsed();
    let again = Instant::now();
    flows.published(FlowBound::USUAL).await?;
    writeln!(
        out,
        "{} crossings; published in {}, again in {}; multiples of {}\n",
        counted.len(),
        seconds(took),
        seconds(again.elapsed()),
        published.bound().map_or(0, FlowBound::get)
    )?;
    writeln!(
        out,
        "mean (95th percentile) of how far published counts are from the exact ones, by the size of the count"
    )?;
    let names = SIZES.map(|(_, name)| name).join(" | ");
    writeln!(out, "\n| table | {names} | cells changed |\n| --- |{} --- |", " --- |".repeat(SIZES.len()))?;
    for (name, by) in TABLES {
        writeln!(out, "| {name} | {} |", line(&counted, &published, by)?)?;
    }
    store.close().await;
    Ok(ExitCode::SUCCESS)
}

fn seconds(took: Duration) -> String {
    format!("{:.2} s", took.as_secs_f64())
}

/// How far the cells of a table are off, by their size, and which share of them is another count.
fn line(counted: &FlowTable, published: &FlowTable, by: &[Dimension]) -> Result<String, crate::Failed> {
    let Some((first, last)) = published.days() else {
        return Err("there are no crossings of days that are over".into());
    };
    let filter = Filter::between(first, last);
    let mut cells: BTreeMap<Vec<String>, (i64, i64)> = BTreeMap::new();
    for (codes, count) in counted.count(&filter, by)?.cells() {
        cells.entry(codes.into_iter().map(str::to_owned).collect()).or_default().0 = i64::try_from(count)?;
    }
    for (codes, count) in published.count(&filter, by)?.cells() {
        cells.entry(codes.into_iter().map(str::to_owned).collect()).or_default().1 = i64::try_from(count)?;
    }
    let mut columns = Vec::new();
    let mut least = 1;
    for (most, _) in SIZES {
        let of_size = cells.values().filter(|(exact, _)| (least..most).contains(exact));
        let mut off: Vec<u64> = of_size.map(|(exact, shown)| exact.abs_diff(*shown)).collect();
        off.sort_unstable();
        columns.push(match off.get(off.len() * 95 / 100) {
            None => "–".to_owned(),
            Some(high) => format!("{:.1} ({high})", off.iter().sum::<u64>() as f64 / off.len() as f64),
        });
        least = most;
    }
    let changed = cells.values().filter(|(exact, shown)| exact != shown).count();
    columns.push(format!("{:.0} % of {}", 100.0 * changed as f64 / cells.len().max(1) as f64, cells.len()));
    Ok(columns.join(" | "))
}

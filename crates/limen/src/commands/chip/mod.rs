//! `limen chip`: what a travel document's chip proves, read now or from saved files, without a node.

mod reading;

use crate::{
    commands::{shared, trust},
    outcome::{Failed, Outcome},
};
use limen_node::chip_check::judged;
use limen_trust::{FileName, Files, Note, Outcome as Finding, Report, TrustStore, Verdict};
use serde::Serialize;
use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Read the chip that lies on a reader of this machine, and check it as verify does; limen-reader reads it
    Read {
        #[command(flatten)]
        wanted: reading::Wanted,
        /// Certificates to believe, as for verify
        #[arg(long, value_name = "FILE", num_args = 1..)]
        trust: Vec<PathBuf>,
        /// Print one JSON object instead of text
        #[arg(long)]
        json: bool,
    },
    /// Check the saved files of a chip (EF.SOD, EF.COM, DG1 ...): whether they are whole, who signed them, who vouches
    Verify {
        /// The folder of the files, with or without .bin, in any case
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// Certificates to believe: CSCA certificates, master lists, lists of revoked ones (DER, PEM, LDIF)
        #[arg(long, value_name = "FILE", num_args = 1..)]
        trust: Vec<PathBuf>,
        /// Print one JSON object instead of text
        #[arg(long)]
        json: bool,
    },
}

/// The verdicts as `--json` prints them: what each comes to, and under `detail` and `code` why, for people and programs.
#[derive(Debug, Serialize)]
struct Printed {
    #[serde(flatten)]
    findings: Each<Finding>,
    detail: Each<String>,
    code: Each<&'static str>,
    /// The zone of DG1, which is only what the chip says where the integrity is not good.
    zone: Option<Vec<String>>,
    /// Who signed, as the certificate names them.
    signed_by: Option<String>,
    notes: Vec<String>,
}

/// Something of each of the five checks.
#[derive(Debug, Serialize)]
struct Each<T> {
    integrity: T,
    signer: T,
    issuer: T,
    revocation: T,
    clone: T,
}

impl<T> Each<T> {
    fn of(report: &Report, what: impl Fn(&dyn Verdict) -> T) -> Self {
        Self {
            integrity: what(&report.integrity),
            signer: what(&report.signer),
            issuer: what(&report.issuer),
            revocation: what(&report.revocation),
            clone: what(&report.clone),
        }
    }
}

/// Answers 0 where nothing failed, 1 where something did; an error is 2.
pub(crate) fn run(command: Command) -> Outcome {
    let (report, json) = match command {
        Command::Read { wanted, trust, json } => {
            let (believed, chip) = (believed(&trust)?, reading::read(&wanted)?);
            (judged(&chip, believed.as_ref(), shared::now()), json)
        }
        Command::Verify { folder, trust, json } => {
            let (believed, files) = (believed(&trust)?, files_of(&folder)?);
            (limen_trust::verify(&files, believed.as_ref(), shared::now()), json)
        }
    };
    let mut out = io::stdout().lock();
    if json {
        writeln!(out, "{}", serde_json::to_string(&printed(&report))?)?;
    } else {
        for (name, verdict) in report.checks() {
            writeln!(out, "{name:<12}{:<13}{verdict}", word(verdict.outcome()))?;
        }
        for note in &report.notes {
            writeln!(out, "{:<12}{}", "note", note_words(note))?;
        }
    }
    let failed = report.checks().iter().any(|(_, verdict)| verdict.outcome() == Finding::Failed);
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn believed(files: &[PathBuf]) -> Result<Option<TrustStore>, Failed> {
    if files.is_empty() { Ok(None) } else { trust::believed(files).map(Some) }
}

fn printed(report: &Report) -> Printed {
    Printed {
        findings: Each::of(report, |verdict| verdict.outcome()),
        detail: Each::of(report, |verdict| verdict.to_string()),
        code: Each::of(report, |verdict| verdict.code()),
        zone: report.zone.clone(),
        signed_by: report.certificate.as_ref().map(|certificate| certificate.subject.to_string()),
        notes: report.notes.iter().map(note_words).collect(),
    }
}

fn word(finding: Finding) -> &'static str {
    match finding {
        Finding::Good => "good",
        Finding::Failed => "failed",
        Finding::NotChecked => "not checked",
        Finding::Unknown => "unknown",
    }
}

fn note_words(note: &Note) -> String {
    let list = |groups: &[limen_trust::Group]| match groups {
        [] => "none".to_owned(),
        groups => groups.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
    };
    match note {
        Note::CommonDiffers { only_listed, only_signed } => format!(
            "EF.COM, which nobody signs, lists other data groups than were signed (only listed: {}; only signed: {})",
            list(only_listed),
            list(only_signed)
        ),
        Note::NoZone => "DG1 holds no zone that can be read".into(),
        Note::Declared(declared) => {
            let said = declared.text.clone().unwrap_or_else(|| format!("{:?}", declared.kind));
            format!("the state has declared an error of the series to which this document belongs: {said}")
        }
    }
}

/// The files of a chip in a folder; what else lies there is left alone.
fn files_of(folder: &Path) -> Result<Files, Failed> {
    let at = |error: io::Error| format!("{} can't be read: {error}", folder.display());
    let mut files = Files::default();
    for entry in fs::read_dir(folder).map_err(at)? {
        let entry = entry.map_err(at)?;
        let Some(name) = FileName::of(&entry.file_name().to_string_lossy()) else { continue };
        let path = entry.path();
        let read = limen_exchange::file::read(&path, limen_trust::MOST_FILE_OCTETS as u64);
        let bytes = read.map_err(|error| format!("{} can't be read: {error}", path.display()))?;
        files.add(name, bytes)?;
    }
    if files.iter().next().is_none() {
        return Err(format!("{} holds no file of a chip, such as EF.SOD or DG1", folder.display()).into());
    }
    Ok(files)
}

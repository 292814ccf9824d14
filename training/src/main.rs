//! `limen-training`: makes the weights of `limen-optics`, and measures them. The crate's documentation says what each
//! command is for.

#![allow(clippy::print_stdout)]

use clap::{Parser, Subcommand};
use limen_optics::{cell::SIDE, net::Net};
use limen_training::{
    chance::Chance,
    font::{self, Font},
    learn, measure,
    page::{self, Grade, Page},
    strip, zone,
};
use sha2::{Digest, Sha256};
use std::{
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

/// Draws travel documents' pages, trains the reader of zones on them, and measures it.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Makes the weights: forty minutes on one core.
    Train {
        /// Where they are written.
        #[arg(default_value = "crates/optics/weights/letters.f32")]
        file: PathBuf,
        /// The weights of the first lesson, so that only the second is learned.
        #[arg(long)]
        from: Option<PathBuf>,
    },
    /// Reads drawn pictures of held-back seeds, in four grades.
    Measure {
        /// Pictures of each grade.
        #[arg(default_value_t = 100)]
        count: usize,
        /// The number of the first.
        #[arg(long, default_value_t = 0)]
        first: usize,
        /// Where the pictures are kept, each with its zone: all, for a peer.
        #[arg(long)]
        keep: Option<PathBuf>,
        /// Where those are kept that were not read exactly.
        #[arg(long)]
        keep_wrong: Option<PathBuf>,
        /// What other thresholds of *sure* would give.
        #[arg(long)]
        thresholds: bool,
        /// Other weights than those of `limen-optics`.
        #[arg(long)]
        weights: Option<PathBuf>,
    },
    /// Reads files.
    Read {
        /// JPEG, PNG or WebP.
        files: Vec<PathBuf>,
        /// Other weights than those of `limen-optics`.
        #[arg(long)]
        weights: Option<PathBuf>,
    },
    /// Draws the pictures of the tests of `limen-optics`.
    Fixtures {
        /// Where they are written.
        #[arg(default_value = "crates/optics/tests/pictures")]
        folder: PathBuf,
    },
    /// Draws a sheet of the cells that are learned from.
    Cells {
        /// A PNG file.
        file: PathBuf,
        /// Where chance begins.
        #[arg(long, default_value_t = learn::LESSONS[0].seed)]
        seed: u64,
    },
}

fn main() -> Result<(), String> {
    match Arguments::parse().command {
        Command::Train { file, from } => train(&file, from.as_deref()),
        Command::Measure { count, first, keep, keep_wrong, thresholds, weights } => {
            let net = weights.as_deref().map(net_of).transpose()?;
            for grade in Grade::ALL {
                measured(
                    grade,
                    first..first + count,
                    net.as_ref(),
                    [keep.as_deref(), keep_wrong.as_deref()],
                    thresholds,
                )?;
            }
            Ok(())
        }
        Command::Read { files, weights } => {
            let net = weights.as_deref().map(net_of).transpose()?;
            files.iter().try_for_each(|file| read(file, net.as_ref()))
        }
        Command::Fixtures { folder } => fixtures(&folder),
        Command::Cells { file, seed } => cells(&file, seed),
    }
}

fn said(path: &Path) -> impl Fn(std::io::Error) -> String {
    move |error| format!("{}: {error}", path.display())
}

fn net_of(file: &Path) -> Result<Net, String> {
    let bytes = fs::read(file).map_err(said(file))?;
    Net::from_bytes(&bytes).ok_or_else(|| format!("{} holds no weights of this network", file.display()))
}

fn train(file: &Path, from: Option<&Path>) -> Result<(), String> {
    let begun = Instant::now();
    let fonts = font::fonts()?;
    let mut net = from.map(net_of).transpose()?;
    for lesson in &learn::LESSONS[usize::from(net.is_some())..] {
        let learned = learn::learn(&fonts, net, lesson, |progress| {
            println!(
                "{} cells, loss {:.4}, right {:.2} %, {} s",
                progress.cells,
                progress.loss,
                progress.right * 100.0,
                begun.elapsed().as_secs()
            );
        });
        let bytes: Vec<u8> = learned.weights().iter().flat_map(|weight| weight.to_le_bytes()).collect();
        fs::write(file, &bytes).map_err(said(file))?;
        let hash: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        let is_same = if hash == lesson.sha_256 { "as before" } else { "other than before" };
        println!("{}: {} weights, SHA-256 {hash}, {is_same}", file.display(), learned.weights().len());
        net = Some(learned);
    }
    Ok(())
}

fn kept(folder: &Path, name: &str, page: &Page) -> Result<(), String> {
    fs::create_dir_all(folder).map_err(said(folder))?;
    fs::write(folder.join(format!("{name}.jpg")), page.jpeg()).map_err(said(folder))?;
    fs::write(folder.join(format!("{name}.txt")), page.lines.join("\n") + "\n").map_err(said(folder))
}

fn measured(
    grade: Grade,
    numbers: std::ops::Range<usize>,
    net: Option<&Net>,
    [keep, keep_wrong]: [Option<&Path>; 2],
    thresholds: bool,
) -> Result<(), String> {
    let fonts: Vec<Font> = font::fonts()?;
    let mut tally = measure::Tally::default();
    for number in numbers {
        let outcome = measure::outcome(net, measure::held_back(&fonts, grade, number));
        tally.add(&outcome);
        let name = format!("{}-{number}", grade as usize);
        if let Some(folder) = keep {
            kept(folder, &name, &outcome.page)?;
        }
        if outcome.is_exact() {
            continue;
        }
        if let Some(folder) = keep_wrong {
            kept(folder, &name, &outcome.page)?;
        }
        println!("{name} {}", outcome.said());
    }
    println!("grade {}: {}", grade as usize, tally.line());
    if thresholds {
        println!("{}", tally.thresholds());
    }
    Ok(())
}

fn read(file: &Path, net: Option<&Net>) -> Result<(), String> {
    let bytes = fs::read(file).map_err(said(file))?;
    let (read, took) = measure::read(net, &bytes);
    let took = took.as_millis();
    match read {
        Ok(read) => {
            let sure = if read.sure { "sure" } else { "not sure" };
            println!(
                "{} {took} ms {} {sure}: zone {:.4}, character {:.4}, {}\n{}",
                file.display(),
                read.format.code(),
                read.probability,
                read.least,
                if read.agrees { "agrees" } else { "does not agree" },
                read.text()
            );
        }
        Err(unread) => println!("{} {took} ms {unread}\n{}", file.display(), unread.text_lines().join("\n")),
    }
    Ok(())
}

fn fixtures(folder: &Path) -> Result<(), String> {
    use limen_document::mrz::Format;
    const SEEDS: std::ops::Range<u64> = 5000..5400;
    let fonts = font::fonts()?;
    let scans = zone::FORMATS.map(|format| (Grade::Scan, format));
    let others = [(Grade::Webcam, Format::Td3), (Grade::Table, Format::MrvA), (Grade::Night, Format::Td3)];
    for (grade, format) in scans.into_iter().chain(others) {
        let is_small =
            |page: &Page| page.format == format && (8.0..20.0).contains(&page.pitch) && page.picture.width() < 1400;
        let name = format!("{}-{}", format!("{grade:?}").to_lowercase(), format.code().to_lowercase());
        let page = SEEDS.map(|seed| page::page(&fonts, grade, &mut Chance::new(seed))).find(is_small);
        kept(folder, &name, &page.ok_or_else(|| format!("no small picture for {name}"))?)?;
    }
    // One whose zone is met twice, and one with a line of its own letters above the zone: both were refused once.
    for (name, number) in [("twice-td2", 4013), ("above-td2", 4334)] {
        kept(folder, name, &measure::held_back(&fonts, Grade::Scan, number))?;
    }
    Ok(())
}

fn cells(file: &Path, seed: u64) -> Result<(), String> {
    const ACROSS: usize = 32;
    const DOWN: usize = 30;
    let (fonts, mut chance) = (font::fonts()?, Chance::new(seed));
    let mut all = Vec::new();
    while all.len() < ACROSS * DOWN {
        all.extend(strip::examples(&fonts, strip::Mix::All, &mut chance));
    }
    let pitch = SIDE + 1;
    let mut sheet = image::GrayImage::new((ACROSS * pitch) as u32, (DOWN * pitch) as u32);
    for (at, example) in all.iter().take(ACROSS * DOWN).enumerate() {
        for (k, value) in example.cell.iter().enumerate() {
            let level = (140.0 - value * 50.0).clamp(0.0, 255.0) as u8;
            let (x, y) = (at % ACROSS * pitch + k % SIDE, at / ACROSS * pitch + k / SIDE);
            sheet.put_pixel(x as u32, y as u32, image::Luma([level]));
        }
    }
    sheet.save(file).map_err(|error| format!("{}: {error}", file.display()))
}

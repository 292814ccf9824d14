//! `limen-training train`: makes the weights.

#![allow(clippy::print_stdout)]

use limen_document::mrz::Format;
use limen_training::{chance::Chance, font, learn, measure, page, strip, zone};
use std::{env, fs, time::Instant};

fn main() -> Result<(), String> {
    let args: Vec<String> = env::args().skip(1).collect();
    let number = |at: usize, or: usize| args.get(at).and_then(|a| a.parse().ok()).unwrap_or(or);
    match args.first().map(String::as_str) {
        Some("train") => {
            let fonts = font::fonts()?;
            let file = args.get(1).cloned().unwrap_or_else(|| "crates/optics/weights/letters.f32".to_owned());
            let begun = Instant::now();
            let write = |net: &limen_optics::net::Net| {
                let bytes: Vec<u8> = net.weights().iter().flat_map(|weight| weight.to_le_bytes()).collect();
                fs::write(&file, bytes).map_err(|error| format!("{file}: {error}"))
            };
            let net =
                learn::train(&fonts, number(3, 1) as u64, number(2, 4_000_000), 0.002, |seen, loss, right, net| {
                    println!(
                        "{seen} cells, loss {loss:.4}, right {:.3} %, {} s",
                        right * 100.0,
                        begun.elapsed().as_secs()
                    );
                    if write(net).is_err() {
                        println!("not written");
                    }
                });
            write(&net)
        }
        Some("cells") => {
            // A contact sheet of training cells: 32 across.
            let fonts = font::fonts()?;
            let mut chance = Chance::new(number(2, 9) as u64);
            let begun = Instant::now();
            let mut all = Vec::new();
            while all.len() < 32 * 30 {
                all.extend(strip::examples(&fonts, &mut chance));
            }
            println!("{} cells in {:?}", all.len(), begun.elapsed());
            let side = limen_optics::cell::SIDE;
            let mut sheet = image::GrayImage::new(32 * 25, 30 * 25);
            for (at, example) in all.iter().take(32 * 30).enumerate() {
                for (k, value) in example.cell.iter().enumerate() {
                    let level = (140.0 - value * 50.0).clamp(0.0, 255.0) as u8;
                    sheet.put_pixel(
                        (at % 32 * 25 + k % side) as u32,
                        (at / 32 * 25 + k / side) as u32,
                        image::Luma([level]),
                    );
                }
            }
            sheet.save(args.get(1).map_or("cells.png", String::as_str)).map_err(|error| error.to_string())
        }
        Some("measure") => {
            let fonts = font::fonts()?;
            let net = match args.get(4) {
                Some(file) => Some(
                    fs::read(file)
                        .ok()
                        .and_then(|bytes| limen_optics::net::Net::from_bytes(&bytes))
                        .ok_or_else(|| format!("{file} holds no weights of this network"))?,
                ),
                None => None,
            };
            let folder = args.get(2).filter(|folder| *folder != "-");
            for grade in page::Grade::ALL {
                let mut tally = measure::Tally::default();
                for at in number(3, 0)..number(3, 0) + number(1, 100) {
                    let outcome = measure::outcome(net.as_ref(), measure::held_back(&fonts, grade, at));
                    tally.add(&outcome);
                    if outcome.is_exact() {
                        continue;
                    }
                    let name = format!("{}-{at}", grade as usize);
                    let (what, lines) = match &outcome.read {
                        Ok(read) => (
                            if read.sure { "SURE".to_owned() } else { format!("{:.3}", read.probability) },
                            read.text_lines(),
                        ),
                        Err(unread) => (unread.reason.to_string(), unread.text_lines()),
                    };
                    println!("{name} pitch {:.1} {:?}: {what}", outcome.page.pitch, outcome.page.format);
                    for (at, line) in outcome.page.lines.iter().enumerate() {
                        println!("    {line}\n    {}", lines.get(at).map_or("", String::as_str));
                    }
                    if let Some(folder) = folder {
                        fs::write(format!("{folder}/{name}.jpg"), outcome.page.jpeg())
                            .map_err(|error| error.to_string())?;
                    }
                }
                println!("== grade {}: {}", grade as usize, tally.line());
            }
            Ok(())
        }
        Some("fixtures") => {
            // The pictures of the tests of limen-optics: one of each format, small.
            let fonts = font::fonts()?;
            let folder = args.get(1).cloned().unwrap_or_else(|| "crates/optics/tests/pictures".to_owned());
            for (grade, format) in zone::FORMATS.map(|format| (page::Grade::Scan, format)).into_iter().chain([
                (page::Grade::Webcam, Format::Td3),
                (page::Grade::Table, Format::MrvA),
                (page::Grade::Night, Format::Td3),
            ]) {
                let small = |page: &page::Page| {
                    page.format == format && (8.0..20.0).contains(&page.pitch) && page.picture.width() < 1400
                };
                let drawn = (5000..5400).map(|seed| page::page(&fonts, grade, &mut Chance::new(seed))).find(small);
                let Some(page) = drawn else { continue };
                let name = format!("{folder}/{}-{}", format!("{grade:?}").to_lowercase(), format.code().to_lowercase());
                fs::write(format!("{name}.jpg"), page.jpeg()).map_err(|error| error.to_string())?;
                fs::write(format!("{name}.txt"), page.lines.join("\n") + "\n").map_err(|error| error.to_string())?;
            }
            Ok(())
        }
        Some("read") => {
            for file in &args[1..] {
                let bytes = fs::read(file).map_err(|error| format!("{file}: {error}"))?;
                let begun = Instant::now();
                let read = limen_optics::read(&bytes);
                let took = begun.elapsed().as_millis();
                match read {
                    Ok(read) => println!(
                        "{file} {took} ms {:?} {} {:.4}\n{}",
                        read.format,
                        if read.sure { "sure" } else { "not sure" },
                        read.probability,
                        read.text()
                    ),
                    Err(unread) => println!("{file} {took} ms {unread}\n{}", unread.text_lines().join("\n")),
                }
            }
            Ok(())
        }
        Some("pages") => {
            // Pictures of each grade, with what stands in them.
            let fonts = font::fonts()?;
            let folder = args.get(1).cloned().unwrap_or_else(|| ".".to_owned());
            for grade in page::Grade::ALL {
                for at in 0..number(2, 4) {
                    let mut chance = Chance::new((number(3, 1) * 1000 + at * 4 + grade as usize) as u64);
                    let page = page::page(&fonts, grade, &mut chance);
                    let name = format!("{folder}/{}-{at}", grade as usize);
                    fs::write(format!("{name}.jpg"), page.jpeg()).map_err(|error| error.to_string())?;
                    fs::write(format!("{name}.txt"), page.lines.join("\n")).map_err(|error| error.to_string())?;
                }
            }
            Ok(())
        }
        _ => Err("usage: limen-training train [FILE] [CELLS] [SEED] | cells FILE [SEED]".to_owned()),
    }
}

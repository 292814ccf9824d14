//! `limen-training train`: makes the weights.

#![allow(clippy::print_stdout)]

use limen_training::{chance::Chance, font, learn, page, strip};
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
            let net = learn::train(&fonts, number(3, 1) as u64, number(2, 4_000_000), 0.002, |seen, loss, right, net| {
                println!("{seen} cells, loss {loss:.4}, right {:.3} %, {} s", right * 100.0, begun.elapsed().as_secs());
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
                    sheet.put_pixel((at % 32 * 25 + k % side) as u32, (at / 32 * 25 + k / side) as u32, image::Luma([level]));
                }
            }
            sheet.save(args.get(1).map_or("cells.png", String::as_str)).map_err(|error| error.to_string())
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

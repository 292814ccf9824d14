//! The camera at the counter in a real browser: a page is carried into view and read, with nothing pressed but the key that
//! opens the camera.
#![allow(clippy::unwrap_used)]

#[path = "support/browser.rs"]
mod browser;
mod support;

use browser::{Browser, enter, is_accessible, press, says, shows};
use fantoccini::{Locator, key::Key};
use image::{RgbImage, codecs::jpeg::JpegEncoder, imageops};
use std::{fs::File, io::Write, path::Path, time::Duration};
use support::Post;

/// Frames in which the page comes into view, and in which it is held still: thirty a second.
const CARRIED: u32 = 24;
const HELD: usize = 90;

/// A film of a page that is carried into view from below and held there.
fn film(file: &Path) {
    let picture = concat!(env!("CARGO_MANIFEST_DIR"), "/../optics/tests/pictures/webcam-td3.jpg");
    let page = image::open(picture).unwrap().into_rgb8();
    let (width, height) = page.dimensions();
    let mut film = File::create(file).unwrap();
    for step in 0..=CARRIED {
        let mut frame = RgbImage::from_pixel(width, height, image::Rgb([96, 92, 88]));
        imageops::overlay(&mut frame, &page, 0, i64::from(height * (CARRIED - step) / CARRIED));
        let mut jpeg = Vec::new();
        JpegEncoder::new_with_quality(&mut jpeg, 92).encode_image(&frame).unwrap();
        for _ in 0..if step == CARRIED { HELD } else { 1 } {
            film.write_all(&jpeg).unwrap();
        }
    }
}

#[tokio::test]
async fn a_page_that_is_carried_before_the_camera_is_read_and_stands_at_the_counter_with_its_picture() {
    let folder = tempfile::tempdir().unwrap();
    let played = folder.path().join("page.mjpeg");
    film(&played);
    let post = Post::demo();
    let browser = Browser::playing(1366, 768, &played).await;
    let client = &browser.client;
    enter(client, &post.address, "aminata").await;
    says(client, "ready-entry").await;
    press(client, Key::F3).await;
    says(client, "camera-title").await;
    let read = Locator::Css(".instrument, .doubtful");
    let found = client.wait().at_most(Duration::from_secs(60)).for_element(read).await.unwrap();
    if found.attr("class").await.unwrap().unwrap_or_default().contains("doubtful") {
        is_accessible(client, "a doubtful character").await;
        client.find(Locator::Css("main form button.main")).await.unwrap().click().await.unwrap();
        says(client, "source-compared").await;
    } else {
        says(client, "source-camera").await;
    }
    shows(client, "6827GV3X5").await;
    client.wait().for_element(Locator::Css(".photos img")).await.unwrap();
    is_accessible(client, "counter with a page that was read").await;
    client.clone().close_window().await.unwrap();
}

#[tokio::test]
async fn the_pages_of_the_camera_are_accessible_in_both_languages_at_a_desk_and_on_a_phone() {
    let post = Post::demo();
    for (browser, is_phone) in [(Browser::with_camera(1366, 768).await, false), (Browser::phone(390, 844).await, true)]
    {
        let client = &browser.client;
        enter(client, &post.address, "aminata").await;
        says(client, "ready-entry").await;
        for language in ["fr", "en"] {
            for path in ["/counter/camera", "/camera"] {
                client.goto(&format!("{}{path}", post.address)).await.unwrap();
                client.wait().for_element(Locator::Css("main h1")).await.unwrap();
                is_accessible(client, path).await;
                if is_phone {
                    let width = "return document.documentElement.scrollWidth";
                    assert_eq!(client.execute(width, vec![]).await.unwrap(), 390, "{path}");
                }
            }
            client.goto(&format!("{}/counter", post.address)).await.unwrap();
            browser::speak(client, if language == "fr" { "en" } else { "fr" }).await;
        }
        client.clone().close_window().await.unwrap();
    }
}

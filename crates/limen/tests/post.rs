//! What a running post takes in from beside it: records of an e-visa system, pages of a scanner.
#![allow(clippy::unwrap_used)]

mod support;

use reqwest::{Client, StatusCode, header};
use std::process::Command;
use support::{Officer, Post, limen, zone_of};

#[tokio::test]
async fn an_e_visa_system_sends_its_records_with_the_key_it_was_given() {
    let post = Post::demo();
    let record = r#"[{"number":"EV-7","surname":"Kim","issuer":"KOR","document_number":"M1","from":"2020-01-01","to":"2049-01-01","entries":"several"}]"#;
    let send = |key: String, body: &'static str| {
        let request = Client::new().post(format!("{}/api/visas", post.address));
        async move { request.header(header::AUTHORIZATION, format!("Bearer {key}")).body(body).send().await.unwrap() }
    };
    assert_eq!(send("guess".into(), record).await.status(), StatusCode::UNAUTHORIZED, "without a key nobody has it");
    let output = limen().args(["visas", "key", "--data"]).arg(&post.data).output().unwrap();
    let key = String::from_utf8(output.stdout).unwrap().trim().to_owned();
    assert_eq!(key.len(), 64);
    assert_eq!(send(String::new(), record).await.status(), StatusCode::UNAUTHORIZED);
    let broken = send(key.clone(), r#"[{"number":"EV-8"}]"#).await;
    assert_eq!(broken.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(broken.text().await.unwrap(), r#"{"problems":[{"record":1,"what":"surname: it is empty"}]}"#);
    assert_eq!(send(key.clone(), record).await.text().await.unwrap(), r#"{"taken":1}"#);
    assert_eq!(send(key, record).await.text().await.unwrap(), r#"{"taken":0}"#, "twice is once");
    let officer = Officer::sign_in(&post.address, "aminata").await;
    assert!(officer.page("/visas?search=EV-7").await.contains("KOR M1"));
}

/// A PNG of one grey colour.
fn png(side: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let picture = image::GrayImage::from_pixel(side, side, image::Luma([120]));
    let mut cursor = std::io::Cursor::new(&mut bytes);
    image::DynamicImage::ImageLuma8(picture).write_to(&mut cursor, image::ImageFormat::Png).unwrap();
    bytes
}

#[tokio::test]
async fn a_scanned_page_is_taken_from_its_folder_once() {
    let demo = Post::demo();
    let data = tempfile::tempdir().unwrap();
    // The same data, served with a scanner beside it.
    std::fs::copy(demo.data.join("limen.sqlite"), data.path().join("limen.sqlite")).unwrap();
    for end in ["-wal", "-shm"] {
        let _ =
            std::fs::copy(demo.data.join(format!("limen.sqlite{end}")), data.path().join(format!("limen.sqlite{end}")));
    }
    let scanner = tempfile::tempdir().unwrap();
    let mut command: Command = limen();
    command.args(["serve", "--port", "0", "--data"]).arg(data.path()).arg("--scanner").arg(scanner.path());
    let post = Post::start(command, data.path().to_owned(), None);
    let officer = Officer::sign_in(&post.address, "aminata").await;
    let id = officer.scan(&zone_of("GIN", "GN600", "DIABATE")).await;
    let take = format!("/crossing/{id}/pictures/scanned");
    let empty = officer.post(&take, &[]).await;
    assert!(empty.text().await.unwrap().contains("dossier du scanner est vide"));
    std::fs::write(scanner.path().join("page.png"), png(400)).unwrap();
    assert_eq!(officer.post(&take, &[]).await.status(), StatusCode::SEE_OTHER);
    assert!(!scanner.path().join("page.png").exists());
    assert!(officer.page(&format!("/crossing/{id}/pictures")).await.contains("page.png"));
    std::fs::write(scanner.path().join("bad.png"), "no picture").unwrap();
    assert_eq!(officer.post(&take, &[]).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(scanner.path().join("bad.png").exists(), "what is not taken stays where it is");
}

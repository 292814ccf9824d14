//! What Limen hands to statistical offices and to humanitarian coordination, read by the programs that these use.
//!
//! `./check` installs them (`tests/validators/requirements.txt`) into `target/validators`, and runs these tests.
#![allow(clippy::unwrap_used)]

#[path = "support/network.rs"]
mod network;
mod support;

use axum::http::StatusCode;
use limen_statistics::figure::Topic;
use network::run;
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};
use support::{Officer, Post};

/// What the validators say of files whose codes stand in this structure; nothing where they find nothing wrong.
fn problems(structure: &Path, files: &[PathBuf]) -> String {
    let place = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut validate = Command::new(place.join("../../target/validators/bin/python"));
    let out = validate.arg(place.join("tests/validators/validate.py")).arg(structure).args(files).output().unwrap();
    let said = String::from_utf8_lossy(&out.stdout).into_owned();
    assert_eq!(out.status.code(), Some(i32::from(!said.is_empty())), "{said}{}", String::from_utf8_lossy(&out.stderr));
    said
}

#[tokio::test]
#[ignore = "needs pysdmx and libhxl in target/validators; ./check installs them"]
async fn what_other_systems_load_is_read_by_the_validators_of_those_who_load_it() {
    let mut post = Post::demo();
    let djeneba = Officer::sign_in_at(&post.address, "djeneba", "/flows").await;
    let folder = post.data.join("out");
    fs::create_dir(&folder).unwrap();
    let mut files = Vec::new();
    for what in Topic::ALL.map(|topic| format!("figure:{}", topic.code())) {
        let fields =
            [("what", what.as_str()), ("query", "days=365"), ("form", "hxl"), ("use", "publish"), ("why", "OCHA")];
        let answer = djeneba.post("/flows/take", &fields).await;
        assert_eq!(answer.status(), StatusCode::OK, "{what}");
        let file = folder.join(format!("{}.hxl.csv", what.replace(':', "-")));
        fs::write(&file, answer.bytes().await.unwrap()).unwrap();
        files.push(file);
    }
    assert!(post.terminate());
    for name in ["structure.xml", "series.csv", "series.json"] {
        let file = folder.join(name);
        let data = ["--data", post.data.to_str().unwrap(), "--to", file.to_str().unwrap(), "--why", "institut"];
        run(&[&["statistics", "export"][..], &data].concat());
        files.push(file);
    }
    let structure = folder.join("structure.xml");
    files.retain(|file| *file != structure);
    assert_eq!(problems(&structure, &files), "");

    // They find what is wrong.
    let wrong = |name: &str, from: &str, to: &str| {
        let text = fs::read_to_string(folder.join(name)).unwrap();
        assert!(text.contains(from), "{name}: {from}");
        let file = folder.join(format!("wrong-{name}"));
        fs::write(&file, text.replace(from, to)).unwrap();
        problems(&structure, &[file])
    };
    assert!(wrong("series.csv", ",IN,", ",SIDEWAYS,").contains("SIDEWAYS"));
    assert!(wrong("series.json", "\"id\":\"IN\"", "\"id\":\"SIDEWAYS\"").contains("SIDEWAYS"));
    assert!(wrong("series.json", "\"dataSets\":[", "\"dataSets\":[7,").contains("7 is not"));
    assert!(wrong("figure-nationalities.hxl.csv", "#", "").contains("HXL tags not found"));
}

//! The command as a person or a script uses it.
#![allow(clippy::unwrap_used)]

mod support;

use limen_domain::Role;
use limen_store::{
    Store, TrustChange, TrustFound, TrustItem, TrustKind,
    settings::{Sha256Hex, VISA_KEY},
};
use limen_test_support::states;
use serde_json::Value;
use std::{
    io::Write,
    process::{Output, Stdio},
};
use support::{Officer, Post, limen};

const GOOD: &str = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10\n";

fn mrz(arguments: &[&str], input: &[u8]) -> (Option<i32>, String, String) {
    let mut child = limen()
        .arg("mrz")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
    (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

#[test]
fn valid_zones_answer_nought_and_print_every_field() {
    let (status, out, _) = mrz(&["--json", "--on", "2026-11-24"], GOOD.as_bytes());
    assert_eq!(status, Some(0));
    insta::assert_snapshot!(out);
}

#[test]
fn one_zone_that_is_not_valid_makes_the_answer_one_and_the_others_are_still_read() {
    let misread = GOOD.replace("L898902C3", "L8989O2C3");
    let input = format!("{GOOD}\r\n\r\n{misread}\n\nP<UTO\n\n{}", GOOD.to_lowercase());
    let (status, out, _) = mrz(&["--json", "--on", "2026-11-24", "-"], input.as_bytes());
    assert_eq!(status, Some(1));
    let zones: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let valid: Vec<bool> = zones.iter().map(|zone| zone["valid"].as_bool().unwrap()).collect();
    assert_eq!(valid, [true, false, false, true]);
    assert_eq!(zones[1]["problems"][0]["suggestion"], "L898902C3");
    assert_eq!(zones[2]["format"], Value::Null);
    assert_eq!(zones[2]["problems"][0]["field"], "mrz");
}

#[test]
fn the_text_form_says_what_is_wrong_and_what_it_could_be() {
    let (status, out, _) = mrz(&["--on", "2026-11-24"], GOOD.replace("L898902C3", "L8989O2C3").as_bytes());
    assert_eq!(status, Some(1));
    insta::assert_snapshot!(out);
}

#[test]
fn bytes_that_are_no_text_are_called_unreadable_and_not_an_error() {
    let (status, out, _) = mrz(&["--json"], &[0xff, 0xfe, b'P', b'<', b'\n', b'\n', 0x80]);
    assert_eq!(status, Some(1));
    assert_eq!(out.lines().count(), 2);
}

#[test]
fn an_input_that_can_not_be_read_or_a_day_that_is_none_answers_two() {
    let (status, _, error) = mrz(&["/nowhere/at/all"], b"");
    assert_eq!(status, Some(2));
    assert!(error.contains("/nowhere/at/all can't be read"), "{error}");
    assert_eq!(mrz(&["--on", "2026-02-30"], b"").0, Some(2));
    assert_eq!(mrz(&["--json", "/"], b"").0, Some(2));
}

/// A picture that `limen-training` drew, of a person of nowhere: its file, and the zone on it.
fn picture(name: &str) -> (String, Vec<String>) {
    let stem = format!("{}/../optics/tests/pictures/{name}", env!("CARGO_MANIFEST_DIR"));
    let zone = std::fs::read_to_string(format!("{stem}.txt")).unwrap();
    (format!("{stem}.jpg"), zone.lines().map(str::to_owned).collect())
}

#[test]
fn the_zone_in_each_picture_is_printed_as_that_of_a_text_with_how_sure_each_character_is() {
    let pictures = ["scan-td3", "scan-td1", "scan-td2", "webcam-td3"].map(picture);
    let files: Vec<&str> = pictures.iter().map(|(file, _)| file.as_str()).collect();
    let arguments = [&["--json", "--on", "2026-11-24", "--image"][..], &files[..]].concat();
    let (status, out, error) = mrz(&arguments, b"");
    assert!(status == Some(0) || status == Some(1), "{error}");
    let objects: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(objects.len(), pictures.len());
    for (object, (file, zone)) in objects.iter().zip(&pictures) {
        assert_eq!(object["file"], file.as_str());
        assert_eq!(object["lines"], serde_json::json!(zone), "{file}");
        assert!(object["sure"].is_boolean() && object["milliseconds"].is_number());
        assert!(object.get("reason").is_none());
        let confidence = object["confidence"].as_array().unwrap();
        assert_eq!(confidence.len(), zone.len());
        for (of_line, line) in confidence.iter().zip(zone) {
            let of_line = of_line.as_array().unwrap();
            assert_eq!(of_line.len(), line.len());
            assert!(of_line.iter().all(|one| one.as_f64().is_some_and(|one| (0.0..=1.0).contains(&one))));
        }
        // The same fields as of the same zone as a text.
        let text = mrz(&["--json", "--on", "2026-11-24"], zone.join("\n").as_bytes()).1;
        let Value::Object(text) = serde_json::from_str(&text).unwrap() else { panic!("no object") };
        for (field, value) in text {
            assert_eq!(object[&field], value, "{field} of {file}");
        }
    }
    let all_valid = objects.iter().all(|object| object["valid"] == true);
    assert_eq!(status, Some(if all_valid { 0 } else { 1 }));
}

#[test]
fn a_picture_without_a_zone_says_why_and_a_file_that_is_not_there_is_said_after_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let none = folder.path().join("note.jpg");
    std::fs::write(&none, b"no picture at all").unwrap();
    let (file, _) = picture("scan-td3");
    let none = none.to_str().unwrap();
    let (status, out, _) = mrz(&["--json", "--image", none, &file], b"");
    assert_eq!(status, Some(1));
    let objects: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&objects[0]["format"], &objects[0]["sure"]), (&Value::Null, &Value::Bool(false)));
    assert!(objects[0]["reason"].as_str().is_some_and(|reason| reason.contains("no picture")), "{}", objects[0]);
    assert_eq!(objects[0]["lines"], serde_json::json!([]));
    let (status, out, error) = mrz(&["--image", "/nowhere/at/all.jpg", &file], b"");
    assert_eq!(status, Some(2));
    assert!(error.contains("/nowhere/at/all.jpg can't be read"), "{error}");
    assert!(out.starts_with(&format!("{file}: ")), "{out}");
}

fn output(arguments: &[&str], post: &Post) -> (Option<i32>, String) {
    let done = limen().args(arguments).arg("--data").arg(&post.data).output().unwrap();
    (done.status.code(), String::from_utf8(done.stdout).unwrap())
}

#[tokio::test]
async fn the_demonstration_starts_records_stops_cleanly_and_its_journal_verifies_and_rebuilds() {
    let mut post = Post::demo();
    let officer = Officer::sign_in(&post.address, "aminata").await;
    let zone = officer.card("clean").await;
    let id = officer.scan(&zone).await;
    officer.post("/counter/decide", &[("presentation", &id), ("decision", "admit"), ("mode", "bus")]).await;
    assert!(post.terminate(), "SIGTERM ends it cleanly");

    let (status, out) = output(&["journal", "verify"], &post);
    assert_eq!(status, Some(0), "{out}");
    assert_eq!(out.lines().filter(|line| line.contains(": sound, ")).count(), 3, "{out}");
    let (status, out) = output(&["journal", "rebuild"], &post);
    assert_eq!(status, Some(0), "{out}");
    assert_eq!(out.lines().filter(|line| line.ends_with(": equal to what was there")).count(), 24, "{out}");

    // Started again on the same folder, it goes on where it was.
    let mut again = Post::serve(&post.data);
    let officer = Officer::sign_in(&again.address, "aminata").await;
    assert!(officer.read(&format!("/crossing/{id}")).await.says("decision-admit"));
    assert!(again.terminate());

    let mut conn = post.database().await;
    let change = "update event set payload = payload || ' ' where node = 'KRM' and seq = 7";
    sqlx::query(change).execute(&mut conn).await.unwrap();
    let (status, out) = output(&["journal", "verify"], &post);
    assert_eq!(status, Some(1));
    assert!(out.contains("KRM: BROKEN at event 7"), "{out}");
}

#[tokio::test]
async fn the_key_that_an_e_visa_system_is_given_is_drawn_anew_each_time_and_kept_as_its_hash() {
    let folder = tempfile::tempdir().unwrap();
    support::new_post(folder.path(), []).await;
    let mut before = String::new();
    for _ in 0..2 {
        let drawn = limen().args(["visas", "key", "--data"]).arg(folder.path()).output().unwrap();
        let key = String::from_utf8(drawn.stdout).unwrap().trim().to_owned();
        assert!(key.len() == 64 && key != before, "{key}");
        let store = Store::open(folder.path()).await.unwrap();
        assert_eq!(store.read(&VISA_KEY).await.unwrap(), Some(Sha256Hex::of(key.as_bytes())));
        store.close().await;
        before = key;
    }
}

#[test]
fn a_folder_without_a_database_is_said_to_be_one() {
    let folder = tempfile::tempdir().unwrap();
    let done = limen().args(["serve", "--port", "0", "--data"]).arg(folder.path()).output().unwrap();
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8(done.stderr).unwrap().contains("the database is missing"));
}

#[test]
fn travellers_of_a_file_are_held_against_a_list_and_names_against_names() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let alerts = write(
        "alerts.csv",
        "id,full_name,birth_date,sex,nationality,document_number,action\nP-1,Mamadou Lamine Diallo,1992,M,GN,,arrest\nD-1,,,,,ML1234567,seize-document\n",
    );
    let travellers = write(
        "travellers.csv",
        "full_name,birth_date,sex,document_number\nJALLOW<<MAMADU<LAMINE,1992-02-14,M,\nFanta Keita,not a date,,\n,,,ml 1234567\n",
    );
    let run = |arguments: &[&str]| {
        let output = limen().arg("screen").args(arguments).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let (alerts, travellers) = (alerts.to_str().unwrap(), travellers.to_str().unwrap());
    let out = run(&["--alerts", alerts, "--travellers", travellers, "--json"]);
    let rows: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows.len(), 3);
    assert_eq!((&rows[0]["row"], &rows[0]["hits"][0]["alert"]), (&Value::from(1), &Value::from("P-1")));
    assert!(rows[0]["hits"][0]["score"].as_f64().unwrap() > 0.8);
    assert_eq!(rows[0]["hits"][0]["reasons"][0]["parts"][2]["how"], "spelling");
    assert_eq!(rows[1]["hits"], Value::from(Vec::<Value>::new()));
    assert_eq!(rows[2]["hits"][0]["score"], 1.0);
    assert!(run(&["--alerts", alerts, "--travellers", travellers]).contains("JALLOW ~ Diallo (spelling)"));

    let pairs = write("pairs.csv", "name1,label,name2\nDialo Moussa,x,Moussa Diallo\nHassan Sow,y,Hussein Sow\n");
    let out = run(&["pairs", pairs.to_str().unwrap()]);
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines[0], "name1,label,name2,score");
    let score = |line: &str| line.rsplit(',').next().unwrap().parse::<f64>().unwrap();
    assert!(score(lines[1]) > 0.7 && score(lines[2]) < 0.5, "{out}");

    // A file that is cut off changes nothing, and says where.
    let broken = write("broken.xml", "<CONSOLIDATED_LIST>\n<INDIVIDUALS><INDIVIDUAL>");
    let output =
        limen().args(["screen", "--alerts", broken.to_str().unwrap(), "--travellers", travellers]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("line 2"));
}

/// The files of a chip in a folder, with a certificate of its state beside it.
fn chip(folder: &std::path::Path) -> (std::path::PathBuf, std::path::PathBuf) {
    let guinea = states::authority("GN");
    let files = folder.join("chip");
    std::fs::create_dir(&files).unwrap();
    for (name, bytes) in states::chip_files(&states::document_signer(&guinea, "GN"), states::CHIP_ZONE) {
        // Readers write names as they like.
        std::fs::write(files.join(format!("{}.bin", name.to_lowercase())), bytes).unwrap();
    }
    std::fs::write(files.join("notes.txt"), "not of the chip").unwrap();
    let certificate = folder.join("gn.cer");
    std::fs::write(&certificate, guinea.certificate.der()).unwrap();
    (files, certificate)
}

fn verified(arguments: &[&std::ffi::OsStr]) -> (Option<i32>, Value) {
    let done = limen().args(["chip", "verify"]).args(arguments).arg("--json").output().unwrap();
    (done.status.code(), serde_json::from_slice(&done.stdout).unwrap_or_default())
}

fn findings(verdicts: &Value) -> [&str; 5] {
    ["integrity", "signer", "issuer", "revocation", "clone"].map(|check| verdicts[check].as_str().unwrap())
}

#[test]
fn a_saved_chip_is_verified_with_and_without_the_certificate_of_its_state() {
    let folder = tempfile::tempdir().unwrap();
    let (files, certificate) = chip(folder.path());
    let (status, verdicts) = verified(&[files.as_os_str()]);
    assert_eq!(status, Some(0));
    assert_eq!(findings(&verdicts), ["good", "good", "not_checked", "not_checked", "not_checked"]);
    assert_eq!(verdicts["detail"]["issuer"], "no CSCA certificates are at hand");
    let trust = [files.as_os_str(), "--trust".as_ref(), certificate.as_os_str()];
    let (status, verdicts) = verified(&trust);
    assert_eq!((status, findings(&verdicts)[2]), (Some(0), "good"));
    assert_eq!(
        (verdicts["code"]["issuer"].as_str(), verdicts["zone"][0].as_str().map(str::len)),
        (Some("trusted"), Some(44))
    );
    // A certificate of another state says nothing of it.
    std::fs::write(&certificate, states::authority("ML").certificate.der()).unwrap();
    assert_eq!(findings(&verified(&trust).1)[2], "unknown");
}

#[test]
fn an_altered_chip_answers_one_and_a_folder_without_a_chip_two() {
    let folder = tempfile::tempdir().unwrap();
    let (files, _) = chip(folder.path());
    let face = files.join("dg2.bin");
    let mut altered = std::fs::read(&face).unwrap();
    altered[100] ^= 1;
    std::fs::write(&face, altered).unwrap();
    let (status, verdicts) = verified(&[files.as_os_str()]);
    assert_eq!((status, findings(&verdicts)[0]), (Some(1), "failed"));
    assert_eq!(verdicts["detail"]["integrity"], "DG2: not what was signed");
    let done = limen().args(["chip", "verify"]).arg(&files).output().unwrap();
    assert!(String::from_utf8(done.stdout).unwrap().starts_with("integrity   failed       DG2"), "for people");
    assert_eq!(verified(&[folder.path().as_os_str()]).0, Some(2));
    std::fs::write(files.join("DG1"), "twice").unwrap();
    assert_eq!(verified(&[files.as_os_str()]).0, Some(2));
    let strange = [files.as_os_str(), "--trust".as_ref(), face.as_os_str()];
    assert_eq!(verified(&strange).0, Some(2));
}

/// Limen with nothing beside it and nothing on PATH but what a system has.
fn limen_alone(folder: &std::path::Path) -> std::process::Command {
    let alone = folder.join("limen");
    if !alone.exists() {
        std::fs::hard_link(limen().get_program(), &alone).unwrap();
    }
    let mut command = std::process::Command::new(alone);
    command.env("PATH", "/usr/bin:/bin");
    command
}

#[cfg(unix)]
#[test]
fn a_chip_is_read_by_the_program_beside_and_judged_as_saved_files_are() {
    use std::os::unix::fs::PermissionsExt;
    let program = limen().get_program().to_owned();
    let folder = tempfile::tempdir_in(std::path::Path::new(&program).parent().unwrap()).unwrap();
    let read = |arguments: &[&str]| {
        let done = limen_alone(folder.path()).args(["chip", "read"]).args(arguments).output().unwrap();
        let text = String::from_utf8(done.stderr).unwrap();
        (done.status.code(), serde_json::from_slice::<Value>(&done.stdout).unwrap_or_default(), text)
    };
    // Without the program: what to install, and where that is written.
    let (status, _, text) = read(&["--can", "123456", "--json"]);
    assert_eq!(status, Some(2));
    assert!(text.contains("limen-reader") && text.contains("pcscd") && text.contains("docs/readers.md"), "{text}");

    // The reading of a chip, as limen-reader prints it; it notes what it was told.
    let guinea = states::authority("GN");
    let files = states::chip_files(&states::document_signer(&guinea, "GN"), states::CHIP_ZONE);
    let files: serde_json::Map<String, Value> = files
        .into_iter()
        .map(|(name, bytes)| (name.to_owned(), data_encoding::HEXLOWER.encode(&bytes).into()))
        .collect();
    let printed = |files: &serde_json::Map<String, Value>| {
        serde_json::json!({ "access": "pace", "challenge": "0102030405060708", "files": files }).to_string()
    };
    let reader = folder.path().join("limen-reader");
    let script = "#!/bin/sh\nhere=$(dirname \"$0\")\necho \"$@\" > \"$here/told\"\ncat > \"$here/number\"\ncat \"$here/printed\"\n";
    std::fs::write(&reader, script).unwrap();
    std::fs::set_permissions(&reader, std::fs::Permissions::from_mode(0o755)).unwrap();
    std::fs::write(folder.path().join("printed"), printed(&files)).unwrap();
    let (status, verdicts, text) = read(&["--reader", "uTrust", "--can", "123456", "--save", "chip", "--json"]);
    assert_eq!((status, findings(&verdicts)[0], findings(&verdicts)[1]), (Some(0), "good", "good"), "{text}");
    assert_eq!(verdicts["zone"][0].as_str().map(str::len), Some(44));
    let noted = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap().trim().to_owned();
    // The number goes by a pipe: the list of processes does not show it a second time.
    assert_eq!(noted("told"), "chip read --json --reader uTrust --can - --save chip");
    assert_eq!(noted("number"), "123456");

    // Nor a first time, where it is read from standard input.
    let mut asked = limen_alone(folder.path());
    asked.args(["chip", "read", "--can", "-", "--json"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut asked = asked.spawn().unwrap();
    asked.stdin.take().unwrap().write_all(b"654321\n").unwrap();
    assert!(asked.wait_with_output().unwrap().status.success());
    assert_eq!((noted("told").as_str(), noted("number").as_str()), ("chip read --json --can -", "654321"));

    // Without a number, standard input is nobody's.
    assert_eq!(read(&["--json"]).0, Some(0));
    assert_eq!((noted("told").as_str(), noted("number").as_str()), ("chip read --json", ""));

    // Data that were not signed: as with saved files, one.
    let mut altered = files.clone();
    altered["DG2"] = "7503010203".into();
    std::fs::write(folder.path().join("printed"), printed(&altered)).unwrap();
    let (status, verdicts, _) = read(&["--can", "123456", "--json"]);
    assert_eq!((status, findings(&verdicts)[0]), (Some(1), "failed"));

    // A reader that did not get to the end, or is of another version: nothing is judged.
    std::fs::write(folder.path().join("printed"), "something else").unwrap();
    assert_eq!(read(&["--can", "123456", "--json"]).0, Some(2));
    std::fs::write(&reader, "#!/bin/sh\nexit 1\n").unwrap();
    let (status, verdicts, text) = read(&["--can", "123456", "--json"]);
    assert_eq!((status, verdicts), (Some(2), Value::Null));
    assert!(text.contains("not read to its end"), "{text}");
}

#[tokio::test]
async fn certificates_are_proposed_by_command_and_those_that_change_nothing_are_not() {
    let folder = tempfile::tempdir().unwrap();
    let (_, certificate) = chip(folder.path());
    let data = folder.path().join("data");
    std::fs::create_dir(&data).unwrap();
    support::new_post(&data, [("fanta".to_owned(), Role::Administrator), ("awa".to_owned(), Role::FirstLine)]).await;
    let import = |file: &std::path::Path, author: &str| {
        let done = limen().args(["trust", "import", "--as", author, "--data"]).arg(&data).arg(file).output().unwrap();
        let text = [done.stdout, done.stderr].map(|text| String::from_utf8(text).unwrap()).concat();
        (done.status.code(), text)
    };
    let (status, text) = import(&certificate, "fanta");
    assert!(status == Some(0) && text.contains("1 added, 0 removed") && text.contains("/trust/proposal/"), "{text}");
    let (status, text) = import(&certificate, "awa");
    assert!(status == Some(2) && text.contains("no account awa here that may propose"), "{text}");
    // A list by a stranger is refused, and says what to do.
    let list = folder.path().join("list.ml");
    std::fs::write(&list, states::master_list(&states::authority("DE"), "DE", &[], "2026-05-28")).unwrap();
    let (status, text) = import(&list, "fanta");
    assert!(status == Some(2) && text.contains("first bring the CSCA certificate of its state by hand"), "{text}");
    let ask = |arguments: &[&str]| {
        let done = limen().arg("trust").args(arguments).arg("--data").arg(&data).output().unwrap();
        (done.status.code(), String::from_utf8(done.stdout).unwrap())
    };
    assert_eq!(ask(&["list"]), (Some(0), String::new()), "what waits for a second person is not believed");
    let store = Store::open(&data).await.unwrap();
    let proposals = store.open_trust_proposals().await.unwrap();
    assert_eq!(proposals.iter().map(|proposal| proposal.name.as_str()).collect::<Vec<_>>(), ["gn.cer"]);

    // Once a second person has approved it, it is listed, and shown with its bytes as they came.
    let der = std::fs::read(&certificate).unwrap();
    let item = TrustItem { by_hand: true, ..TrustItem::new(TrustKind::Certificate, &der) };
    let found = TrustFound { added: 1, removed: 0, text: String::new() };
    let change = TrustChange { put: vec![item.clone()], removed: Vec::new() };
    let second = limen_domain::AccountId::parse("lassana").unwrap();
    let decided = store.decide_trust_proposal(proposals[0].id, Some((change, Vec::new(), found)), &second, "").await;
    assert!(decided.unwrap());
    store.close().await;
    let (status, listed) = ask(&["list"]);
    let fields: Vec<&str> = listed.trim_end().split('\t').collect();
    assert_eq!((status, listed.lines().count(), fields.len()), (Some(0), 1, 6), "{listed}");
    assert_eq!([fields[0], fields[1], fields[3], fields[4]], ["GN", "csca", "by hand", item.id.as_str()]);
    let (status, shown) = ask(&["show", &item.id[..12].to_uppercase()]);
    assert!(status == Some(0) && shown.starts_with(&listed), "{shown}");
    let pem: String = shown.lines().skip(1).filter(|line| !line.starts_with("-----")).collect();
    assert_eq!(data_encoding::BASE64.decode(pem.as_bytes()).unwrap(), der);
    assert_eq!(ask(&["show", "nothing"]).0, Some(2));
}

#[test]
fn the_first_administrator_has_the_name_that_is_given_and_else_their_accounts_which_is_said() {
    let founded = |more: &[&str]| {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("HQ");
        let mut init = limen();
        init.args(["init", "headquarters", "--name", "Direction", "--country", "MLI", "--time-zone", "Africa/Bamako"]);
        init.args(["--host", "localhost", "--unencrypted", "--administrator", "fanta", "--data"]).arg(&data).args(more);
        let made = init.output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let list = limen().args(["accounts", "list", "--data"]).arg(&data).output().unwrap();
        [made.stdout, list.stdout].map(|text| String::from_utf8(text).unwrap())
    };
    let [said, list] = founded(&["--administrator-name", "Fanta Diakité"]);
    assert!(list.contains("Fanta Diakité") && !said.contains("--administrator-name"), "{said}{list}");
    let [said, list] = founded(&[]);
    assert!(list.contains("fanta  administrator  fanta"), "{list}");
    assert!(said.contains("Pages call them fanta"), "{said}");
}

#[test]
fn an_agreement_is_shown_and_it_is_said_who_has_signed_it() {
    use limen_exchange::identity::Identity;
    use limen_neighbour::{Agreement, Article, Party, SignedAgreement};
    let folder = tempfile::tempdir().unwrap();
    let keys = [Identity::generate().unwrap(), Identity::generate().unwrap()];
    let states: [limen_domain::StateCode; 2] = ["GIN", "MLI"].map(|state| state.parse().unwrap());
    let party = |at: usize| Party { state: states[at], name: "Service".into(), key: keys[at].public_key() };
    let basis = Article { treaty: "Accord".into(), article: "7".into() };
    let days = ("2027-01-01".parse().unwrap(), "2028-12-31".parse().unwrap());
    let agreement = Agreement::new(uuid::Uuid::from_u128(1), 1, "Kourémalé", [party(0), party(1)], basis, days);
    let mut signed = SignedAgreement::unsigned(agreement).unwrap();
    let file = folder.path().join("agreement.txt");
    let show = |signed: &SignedAgreement| {
        std::fs::write(&file, signed.file()).unwrap();
        let shown = limen().args(["neighbours", "agreement", "show"]).arg(&file).output().unwrap();
        (shown.status.code(), String::from_utf8(shown.stdout).unwrap())
    };
    signed.sign(states[0], &keys[0]);
    let (status, text) = show(&signed);
    assert_eq!(status, Some(1), "{text}");
    assert!(text.contains("signed by GIN") && text.contains("NOT signed by MLI"), "{text}");
    signed.sign(states[1], &keys[1]);
    let (status, text) = show(&signed);
    assert!(status == Some(0) && !text.contains("NOT") && text.contains(&signed.name()), "{text}");
    std::fs::write(&file, "no agreement").unwrap();
    let refused = limen().args(["neighbours", "agreement", "show"]).arg(&file).output().unwrap();
    assert_eq!(refused.status.code(), Some(2));
}

#[test]
fn a_headquarters_prints_its_card_with_the_fingerprint_that_is_read_aloud() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("hq");
    let mut init = limen();
    init.args(["init", "headquarters", "--name", "Direction", "--country", "MLI", "--time-zone", "Africa/Bamako"]);
    let made = init.args(["--host", "localhost", "--unencrypted", "--data"]).arg(&data).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let neighbours = |arguments: &[&str]| {
        let done = limen().arg("neighbours").args(arguments).arg("--data").arg(&data).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (done.status.code(), text(done.stdout), text(done.stderr))
    };
    let (status, card, said) = neighbours(&["card"]);
    assert_eq!(status, Some(0), "{said}");
    let card = limen_neighbour::Card::read(&card).unwrap();
    assert!(said.contains(&card.party.fingerprint().to_string()), "{said}");
    assert_eq!(neighbours(&["list"]).0, Some(0));
    let stick = folder.path().join("stick");
    let (status, _, said) = neighbours(&["export", "GIN", stick.to_str().unwrap()]);
    assert!(status == Some(2) && said.contains("exchange cards first") && !stick.exists(), "{said}");
    std::fs::write(&stick, "no stick").unwrap();
    let (status, _, said) = neighbours(&["import", stick.to_str().unwrap()]);
    assert!(status == Some(2) && said.contains("was not taken in"), "{said}");
}

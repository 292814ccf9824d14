//! Lists in the forms in which their services publish them, with invented people who show what is hard in each.

use limen_domain::{Alert, ListName};
use limen_screening::list::{ListError, ListFile, Reason, Report, ReportLine, read};
use limen_tables::Answers;
use std::io::Cursor;

/// Each alert in a line: identifier, names, birth dates, sex, states, documents, births of aliases.
fn line(alert: &Alert) -> String {
    let joined = |texts: Vec<String>| texts.join(", ");
    let births = |alert: &Alert| joined(alert.birth_dates.iter().map(ToString::to_string).collect());
    let own = alert
        .alias_births
        .iter()
        .map(|own| format!("{}: {}", own.name, joined(own.birth_dates.iter().map(ToString::to_string).collect())));
    [
        alert.id.to_string(),
        alert.names.join(" / "),
        births(alert),
        alert.sex.map(|sex| sex.code().to_owned()).unwrap_or_default(),
        joined(alert.nationalities.iter().map(ToString::to_string).collect()),
        joined(alert.documents.iter().map(ToString::to_string).collect()),
        joined(own.collect()),
    ]
    .join(" | ")
}

fn opened(files: &[&str]) -> Vec<ListFile<'static>> {
    let open = |file: &&str| {
        let path = format!("{}/tests/data/lists/{file}", env!("CARGO_MANIFEST_DIR"));
        Box::new(Cursor::new(std::fs::read(path).expect("a specimen"))) as ListFile<'static>
    };
    files.iter().map(open).collect()
}

fn taken(files: &[&str]) -> (Vec<String>, Report) {
    let mut lines = Vec::new();
    let list = ListName::parse("specimens").expect("a name");
    let report =
        read(opened(files), None, &list, &Answers::default(), |alert| lines.push(line(&alert))).expect("a list");
    (lines, report)
}

fn refused(files: &[&str]) -> ListError {
    let list = ListName::parse("specimens").expect("a name");
    read(opened(files), None, &list, &Answers::default(), |_| {}).expect_err("refused")
}

#[test]
fn the_united_nations_list_is_read_with_all_its_remarks() {
    let (lines, report) = taken(&["un.xml"]);
    assert_eq!((report.taken, report.passed_over, report.left_out, report.weakened), (5, 1, 0, 2));
    assert_eq!(
        lines[..4],
        [
            "ZZi.101 | SALIF OULD SPECIMEN / Fabio Espécime / Le Chauffeur / سالف ولد مثال | 1969-02-05, 1970 | M | MLI, PSE | B0500260, FRA 09XY123456, AFG 540067 | Fabio Espécime: 1948, 1972-11-23",
            "ZZi.102 | MUSA BIN EXEMPLE / EXEMPLE, Mousa Bin / Ezatullah Specimani / Mohammad Exemplaki / Abu Specimen / Абу Специмен / Mouça Ben Exemple / Musa Ibn Exemple | ~1966 |  |  | TR020017, SSD R00012000, TUR TRP614000 | Mohammad Exemplaki: 1963, Mouça Ben Exemple: 1955, Musa Ibn Exemple: 1955",
            "ZZi.103 | JUMA MFANO | ~1955..1958 |  | TZA | TUN L191000, COG D00000123 | ",
            "ZZi.104 | ESPECIMA | 1982-04-18 | F | ETH |  | ",
        ]
    );
}

#[test]
fn ofacs_three_files_belong_together_and_one_alone_says_what_it_lacks() {
    let (alone, report) = taken(&["sdn.csv"]);
    assert_eq!((report.taken, report.passed_over, report.left_out), (5, 2, 0));
    assert_eq!(report.notes, [ReportLine::NoOtherNames]);
    assert_eq!(
        alone[0],
        "990001 | HALABI SPECIMEN, Nasri Khalil / ABU SPECIMEN | 1961-03-12, 1962 | M | LBN, PSE | LBN RL1620000, TUR TRP614000, BEL 66000070067 | "
    );
    // Remarks that are cut off in the middle of a number give none.
    assert_eq!(alone[3], "990004 | SPECIMENOV, Artem / SPECIMENOFF | 1992-02-03 | M | RUS |  | ");
    let (together, report) = taken(&["sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv"]);
    assert_eq!(report.notes, []);
    assert!(together[0].contains("/ HALABI EXEMPLE, Nasr / AL-HALABI, Nasri /"));
    assert!(together[3].ends_with("| RUS 750000001, IRN 0902930510 | "));
    assert!(refused(&["alt.csv"]).to_string().contains("must be given with it"));
}

#[test]
fn an_archive_of_ofacs_files_is_one_list() {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for file in ["add.csv", "alt.csv", "sdn.csv"] {
        let path = format!("{}/tests/data/lists/{file}", env!("CARGO_MANIFEST_DIR"));
        archive.start_file(file, zip::write::SimpleFileOptions::default()).expect("a part");
        std::io::Write::write_all(&mut archive, &std::fs::read(path).expect("a specimen")).expect("written");
    }
    let archive = archive.finish().expect("packed");
    let list = ListName::parse("specimens").expect("a name");
    let mut names = 0;
    let whole = Cursor::new(archive.into_inner());
    let report = read(vec![Box::new(whole)], None, &list, &Answers::default(), |alert| names += alert.names.len());
    assert_eq!((report.expect("a list").taken, names), (5, 11));
}

#[test]
fn ofacs_xml_takes_documents_alone_for_documents_plain_and_advanced() {
    let (plain, report) = taken(&["sdn.xml"]);
    assert_eq!((report.taken, report.passed_over, report.weakened), (3, 1, 0));
    assert!(plain[0].ends_with("| LBN RL1620000, TUR TRP614000, BEL 66000070067 | "));
    let (advanced, report) = taken(&["sdn_advanced.xml"]);
    assert_eq!((report.version.as_deref(), report.taken, report.passed_over), (Some("2026-11-20"), 1, 1));
    assert_eq!(
        advanced,
        [
            "990001 | Nasri Khalil Halabi Specimen / نصري خليل الحلبي مثال / Abu Specimen / Nasri Al-Halabi | 1961-03-12, 1962, ~1970 | M | LBN, PRK | LBN RL1620000, TUR TRP614000, 39037400000 | "
        ]
    );
}

#[test]
fn the_european_list_says_the_same_as_csv_and_as_xml() {
    for file in ["eu_1_1.csv", "eu_1_1.xml"] {
        let (lines, report) = taken(&[file]);
        assert_eq!((report.taken, report.passed_over, report.left_out), (3, 1, 0), "{file}");
        assert_eq!(
            lines[0],
            "EU.9901.1 | Ibrahim Hassan Tali Al-Specimen / إبراهيم مثال / Abu-Specimen | 1982-04-18, 1982-04-19 | M | SAU | SAU F650045, SAU 1028000097 | ",
            "{file}"
        );
        assert!(lines[1].contains("| ~1953..1958, ~1960 |  | COD | 488000, RUS 7712000000 |"), "{file}: {}", lines[1]);
    }
}

#[test]
fn the_british_lists_gather_the_rows_of_one_person() {
    let (lines, report) = taken(&["uk_conlist_2022.csv"]);
    assert_eq!((report.taken, report.passed_over), (3, 2));
    assert_eq!(
        lines[0],
        "99001 | Hajji 'ABD AL-SPECIMEN / عبد المثال / ABU SPECIMEN / Taha Hussein EXEMPLE / Abdullah AL-SPECIMEN | 1965, 1966, 1967-03-11 | M | IRQ, SYR | IRQ 9004000, SYR A460000, SDN 20227080008 | "
    );
    let (old, _) = taken(&["uk_conlist_old.csv"]);
    assert_eq!(
        old[0],
        "99011 | Said Jan 'ABD AL-EXEMPLE | 1981-02-05, 1972-01-01 |  | AFG | AFG OR800008, PAK 4110002, KWT 281020500055 | "
    );
    for (file, count) in [("uk_sanctions_list.csv", 2), ("uk_sanctions_list.xml", 3)] {
        let (lines, _) = taken(&[file]);
        assert_eq!(lines.len(), count, "{file}");
        assert!(lines[0].contains("| 1965, 1966-03, 1967, 1967-03-11 | M | IRQ"), "{file}: {}", lines[0]);
        assert!(lines[0].contains("AFG P04500006") && lines[0].contains("AFG 2130070"), "{file}: {}", lines[0]);
    }
}

#[test]
fn notices_are_read_as_a_table_and_as_the_public_service_gives_them() {
    let (table, report) = taken(&["interpol_nominal.csv"]);
    assert_eq!((report.taken, report.weakened, report.unknown.len()), (5, 0, 0), "{:?}", report.problems);
    assert_eq!(
        table[0],
        "2026-90001 | MOVLAT SPECIMENOV / SPECIMENOF, MOULAT / BORZ | 1991-09-24 | M | RUS | 750000001 | SPECIMENOF, MOULAT: 1991"
    );
    assert_eq!(table[2], "2026-90003 | JOHN ALAN MUSTER | 1980 | F | USA, GBR | C0000001, C0000002 | ");
    let (service, _) = taken(&["interpol_api.json"]);
    assert_eq!(
        service[2],
        "2026-90004 | ALGONEY DAGALO SPECIMEN / القوني مثال / AL-QONI DAGALO SPECIMEN / ALGONI EXEMPLE | 1990-08-07 | M | SDN | ARE 784199000002485, SDN B00024000 | AL-QONI DAGALO SPECIMEN: 1990-08-07, ALGONI EXEMPLE: 1988"
    );
}

#[test]
fn stolen_documents_and_vehicles_are_read_batches_too_and_what_was_found_again_stops_nobody() {
    let (lines, report) = taken(&["sltd.csv"]);
    assert_eq!((report.taken, report.passed_over, report.left_out), (6, 1, 2));
    assert!(lines[0].ends_with("| GIN R0412345 | ") && lines[4].ends_with("| FRA K815000 | "));
    assert!(lines[5].contains("GIN AB000100, GIN AB000101,") && lines[5].contains("GIN AB000199"));
    let (_, report) = taken(&["smv.csv"]);
    assert_eq!((report.taken, report.left_out), (4, 0));
}

#[test]
fn linked_and_nested_documents_are_their_holders() {
    let (lines, report) = taken(&["targets.simple.csv"]);
    assert_eq!((report.taken, report.passed_over), (3, 1));
    assert!(lines[0].contains("/ Zrazkova; Olena / Олена Зразкова |") && lines[0].ends_with("| FA123456 | "));
    for file in ["entities.ftm.json", "targets.nested.json"] {
        let (lines, _) = taken(&[file]);
        assert!(lines[0].ends_with("| MLI ML0012345, MLI NINA99887766 | "), "{file}: {}", lines[0]);
    }
    assert!(refused(&["senzing.json"]).to_string().contains("Senzing"));
}

fn specimen(file: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/data/lists/{file}", env!("CARGO_MANIFEST_DIR"))).expect("a specimen")
}

/// What comes of reading a file of these bytes.
fn read_bytes(bytes: Vec<u8>) -> Result<(Vec<String>, Report), ListError> {
    let mut lines = Vec::new();
    let list = ListName::parse("specimens").expect("a name");
    let file: ListFile<'static> = Box::new(Cursor::new(bytes));
    let report = read(vec![file], None, &list, &Answers::default(), |alert| lines.push(line(&alert)))?;
    Ok((lines, report))
}

fn archive(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        std::io::Write::write_all(&mut archive, &content).expect("written");
    }
    archive.finish().expect("packed").into_inner()
}

#[test]
fn a_list_that_is_cut_off_within_a_row_or_a_quote_changes_nothing() {
    for file in ["eu_1_1.csv", "uk_conlist_2022.csv", "uk_sanctions_list.csv", "targets.simple.csv", "sdn.csv"] {
        let whole = specimen(file);
        // Within the first fields of the last row that says something.
        let row = whole.split(|byte| *byte == b'\n').rfind(|row| row.len() > 20).expect("rows");
        let at = row.as_ptr() as usize - whole.as_ptr() as usize;
        let refused = read_bytes(whole[..at + 8].to_vec()).expect_err(file);
        assert!(refused.to_string().contains("cut off"), "{file}: {refused}");
    }
    let refused = read_bytes(b"id,full_name\nA-1,\"Awa Specimen\nA-2,Ali Specimen\n".to_vec()).expect_err("a quote");
    assert!(refused.to_string().contains("quotation mark"), "{refused}");
    let quoted = "1,\"A, B\",\"individual\",\"X\",,,,,,,,\"DOB 1970\n2,\"\"C, D\"\",individual,\"X\",,,,,,,,\"\n";
    assert!(read_bytes(quoted.into()).is_err(), "an entry within a field of another");
}

#[test]
fn xml_with_attributes_that_can_not_be_read_or_behind_its_end_changes_nothing() {
    let text = String::from_utf8(specimen("eu_1_1.xml")).expect("text");
    let entity = text.replacen("wholeName=\"Ibrahim", "wholeName=\"&foo;Ibrahim", 1);
    assert!(matches!(read_bytes(entity.into()), Err(ListError::Xml { .. })));
    assert!(matches!(read_bytes(format!("{text}{text}").into()), Err(ListError::Xml { .. })));
    let endless = text.replacen("<sanctionEntity ", &format!("<!-- {} --><sanctionEntity ", "a".repeat(5_000_000)), 1);
    assert!(matches!(read_bytes(endless.into()), Err(ListError::Xml { .. })));
}

#[test]
fn a_list_in_utf_16_is_the_same_list() {
    let text = String::from_utf8(specimen("un.xml")).expect("text");
    let wide: Vec<u8> = std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let (lines, report) = read_bytes(wide).expect("a list");
    assert_eq!((report.taken, report.passed_over), (5, 1));
    assert!(lines[0].starts_with("ZZi.101 | SALIF OULD SPECIMEN"), "{}", lines[0]);
}

#[test]
fn nothing_of_an_archive_is_left_out_in_silence() {
    let table =
        |number: usize| (format!("{number}.csv"), format!("id,full_name\nA-{number},Awa Specimen\n").into_bytes());
    let (lines, _) = read_bytes(archive((0..50).map(table))).expect("a list");
    assert_eq!(lines.len(), 50);
    assert!(read_bytes(archive((0..51).map(table))).is_err());
    // What a Macintosh adds is none of the list.
    let (lines, _) =
        read_bytes(archive([("__MACOSX/._1.csv".to_owned(), vec![0, 5, 22, 7]), table(1)])).expect("a list");
    assert_eq!(lines.len(), 1);
    assert!(read_bytes(archive([])).expect_err("empty").to_string().contains("holds no file"));
    let page = ("un.xml".to_owned(), b"<!doctype html><html>".to_vec());
    assert!(read_bytes(archive([page])).expect_err("a page").to_string().contains("web page"));
}

#[test]
fn an_entry_without_an_identifier_is_left_out_with_its_line() {
    for (file, key) in [("eu_1_1.csv", "Entity_LogicalId"), ("uk_conlist_2022.csv", "Group ID")] {
        let text = String::from_utf8(specimen(file)).expect("text").replace('\u{feff}', "");
        let mark = if file.starts_with("eu") { ';' } else { ',' };
        let headings = text.lines().find(|line| line.contains(key)).expect("headings");
        let cells: Vec<&str> =
            headings.split(mark).map(|cell| if cell.contains("Name") { "Awa" } else { "" }).collect();
        let row = cells.join(&mark.to_string());
        let (before, after) =
            (read_bytes(text.clone().into()).expect("a list"), format!("{}\n{row}\n", text.trim_end()));
        let (_, report) = read_bytes(after.into()).expect("a list");
        assert_eq!(report.left_out, before.1.left_out + 1, "{file}: {:?}", report.problems);
        assert!(report.problems.iter().any(|problem| problem.is_left_out && problem.reason == Reason::NoId), "{file}");
    }
}

#[test]
fn a_part_of_a_list_says_that_it_is_one() {
    let text =
        String::from_utf8(specimen("interpol_api.json")).expect("text").replacen("\"total\": 3", "\"total\": 6500", 1);
    let (_, report) = read_bytes(text.into()).expect("a list");
    assert_eq!(report.notes, [ReportLine::Part { read: 3, of: 6500 }]);
    let (_, report) = taken(&["sdn.csv", "sdn_comments.csv"]);
    assert_eq!(report.notes, [ReportLine::NoOtherNames]);
}

#[test]
fn people_whose_identifiers_are_written_in_other_letters_or_made_of_what_is_said_are_not_one() {
    let (lines, report) = read_bytes("id,full_name\nحكم,Awa\nقرر,Ali\n".into()).expect("a list");
    assert_eq!((lines.len(), report.left_out), (2, 0), "{:?}", report.problems);
    let table = "full_name,nationality,birth_place\nAwa Specimen,MLI,Kayes\nAwa Specimen,GIN,Labe\n";
    let (lines, report) = read_bytes(table.into()).expect("a list");
    assert_eq!((lines.len(), report.left_out), (2, 0), "{:?}", report.problems);
}

#[test]
fn all_profiles_of_a_party_are_the_same_person() {
    let text = String::from_utf8(specimen("sdn_advanced.xml")).expect("text");
    let other = "<Profile ID=\"9\" PartySubTypeID=\"4\"><Feature ID=\"1\"/></Profile><Profile ID=\"990001\"";
    let (lines, _) = read_bytes(text.replacen("<Profile ID=\"990001\"", other, 1).into()).expect("a list");
    assert!(lines[0].starts_with("9 | Nasri Khalil Halabi Specimen /"), "{}", lines[0]);
}

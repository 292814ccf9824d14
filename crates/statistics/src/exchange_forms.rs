//! Flows in the forms in which statistical offices exchange them: SDMX-CSV 2.0 and SDMX-JSON 2.0 (Statistical Data and
//! Metadata eXchange, sdmx.org), after a data structure of our own that is written down in docs/statistics.md.

use crate::{CountError, Dimension, Filter, FlowTable, grid::Grid};
use jiff::civil::Date;
use limen_domain::{Direction, Sex, StateCode};
use serde::Serialize;
use serde_json::{Value, json};

/// The data structure: agency, identifier and version.
const STRUCTURE: &str = "LIMEN:FLOWS(1.0)";
/// The columns of an observation, before its value.
const DIMENSIONS: [&str; 6] = ["FREQ", "REPORTING_POST", "DIRECTION", "CITIZENSHIP", "SEX", "TIME_PERIOD"];

/// One figure of a series: who, when, and how many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observation {
    /// The codes of [`DIMENSIONS`].
    keys: [String; 6],
    people: u64,
    /// Whether it may be published.
    is_published: bool,
}

/// Monthly entries and exits by citizenship and sex, over all posts or the filter's: the flows that the Recommendations on
/// Statistics of International Migration ask for first. Of the filter its span of days and its posts count; a series of
/// women alone would have to say so in its keys. A month is whole or left out: the first of the span from its first day
/// on, the month of the day `today` not before it is over.
///
/// # Errors
/// The days are in the wrong order, or the answer has too many cells.
pub fn observations(table: &FlowTable, filter: &Filter, today: Date) -> Result<Vec<Observation>, CountError> {
    let mut observations = Vec::new();
    let over = today.first_of_month().yesterday().unwrap_or(Date::MIN);
    let to = filter.to.last_of_month().min(over);
    let from = filter.from.first_of_month();
    if to < from {
        return Ok(observations);
    }
    let mut span = Filter::between(from, to);
    span.only.extend(filter.only.get(&Dimension::Post).map(|posts| (Dimension::Post, posts.clone())));
    let posts = span.only.get(&Dimension::Post).into_iter().flatten();
    let post = posts.map(|post| identifier(post)).collect::<Vec<_>>().join("-");
    for direction in Direction::ALL {
        let one = span.clone().with(Dimension::Direction, direction.code());
        let counts = table.count(&one, &[Dimension::Month, Dimension::Nationality, Dimension::Sex])?;
        let mut months: std::collections::BTreeMap<String, std::collections::BTreeMap<String, Vec<u64>>> =
            Default::default();
        for (codes, count) in counts.cells() {
            let row = months.entry(codes[0].to_owned()).or_default().entry(citizenship(codes[1]));
            let row = row.or_insert_with(|| vec![0; Sex::ALL.len()]);
            row[Sex::ALL.iter().position(|sex| sex.code() == codes[2]).unwrap_or_default()] += count;
        }
        for (month, rows) in months {
            let grid = Grid::of(&rows.values().cloned().collect::<Vec<_>>());
            for (at, state) in rows.keys().cloned().chain(["_T".to_owned()]).enumerate() {
                for column in 0..=Sex::ALL.len() {
                    let sex = match Sex::ALL.get(column) {
                        Some(Sex::Unspecified) => "_U",
                        Some(sex) => sex.code(),
                        None => "_T",
                    };
                    let people = grid.value(at, column);
                    if people > 0 {
                        let way = if *direction == Direction::Entry { "IN" } else { "OUT" };
                        let post = if post.is_empty() { "_T" } else { post.as_str() };
                        let keys = ["M", post, way, state.as_str(), sex, month.as_str()].map(str::to_owned);
                        observations.push(Observation { keys, people, is_published: table.bound().is_some() });
                    }
                }
            }
        }
    }
    Ok(observations)
}

/// A state as ISO 3166-1 alpha-3 has it, where that is another code than a passport's (`D` is `DEU`); `_U` for what is not
/// known. Doc 9303's own codes, such as that of the stateless, stay.
fn citizenship(code: &str) -> String {
    let state = code.parse::<StateCode>().ok().filter(|state| state.is_known());
    state.map_or_else(|| "_U".to_owned(), |state| state.iso_or_own().to_owned())
}

/// An identifier as SDMX has them, without dots.
fn identifier(text: &str) -> String {
    text.replace('.', "_")
}

/// As SDMX-CSV 2.0. What may be published is an estimate (E, CL_OBS_STATUS), free for publication (F, CL_CONF_STATUS); what
/// may not is a normal value (A), for internal use (N).
///
/// # Errors
/// A line can't be written.
pub fn sdmx_csv(observations: &[Observation]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let head = ["STRUCTURE", "STRUCTURE_ID", "ACTION"].into_iter().chain(DIMENSIONS);
    writer.write_record(head.chain(["OBS_VALUE", "OBS_STATUS", "CONF_STATUS"]))?;
    for observation in observations {
        let value = observation.people.to_string();
        let (status, confidentiality) = if observation.is_published { ("E", "F") } else { ("A", "N") };
        let keys = observation.keys.iter().map(String::as_str);
        let record = ["datastructure", STRUCTURE, "I"].into_iter().chain(keys);
        writer.write_record(record.chain([value.as_str(), status, confidentiality]))?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

/// As an SDMX-JSON 2.0 data message, flat: every dimension at the observation. `prepared` is when it was made (ISO 8601).
///
/// # Errors
/// A value can't be written.
pub fn sdmx_json(observations: &[Observation], prepared: &str, sender: &str) -> Result<Vec<u8>, serde_json::Error> {
    let mut values: [Vec<&str>; 6] = Default::default();
    let mut data = serde_json::Map::new();
    for observation in observations {
        let places = observation.keys.iter().zip(&mut values).map(|(key, known)| {
            let place = known.iter().position(|other| *other == key.as_str()).unwrap_or_else(|| {
                known.push(key);
                known.len() - 1
            });
            place.to_string()
        });
        let key = places.collect::<Vec<_>>().join(":");
        let status = usize::from(!observation.is_published);
        data.insert(key, json!([observation.people, status, status]));
    }
    let dimensions: Vec<Value> = DIMENSIONS
        .iter()
        .zip(&values)
        .enumerate()
        .map(|(at, (id, values))| {
            let values: Vec<Value> = values.iter().map(|value| component_value(id, value)).collect();
            json!({ "id": id, "name": name_of(id), "keyPosition": at, "values": values })
        })
        .collect();
    let attribute = |id: &str, values: [&str; 2]| {
        let values = values.map(|value| json!({ "id": value, "name": meaning(id, value) }));
        json!({ "id": id, "name": name_of(id), "isMandatory": true, "relationship": { "observation": {} }, "values": values })
    };
    let links = json!([{
        "rel": "datastructure",
        "urn": format!("urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure={STRUCTURE}"),
    }]);
    let data = json!({
        "structures": [{
            "links": links,
            "dataSets": [0],
            "dimensions": { "dataSet": [], "series": [], "observation": dimensions },
            "measures": { "observation": [{
                "id": "OBS_VALUE", "name": name_of("OBS_VALUE"), "isMandatory": true, "format": { "dataType": "Long" },
            }] },
            "attributes": { "dataSet": [], "series": [], "observation": [
                attribute("OBS_STATUS", ["E", "A"]),
                attribute("CONF_STATUS", ["F", "N"]),
            ] },
        }],
        "dataSets": [{ "structure": 0, "links": links, "action": "Information", "observations": data }],
    });
    let meta = json!({
        "schema": SCHEMA,
        // An identifier has no colons.
        "id": format!("FLOWS-{}", prepared.replace(':', "")),
        "test": false,
        "prepared": prepared,
        "sender": { "id": identifier(sender) },
    });
    serde_json::to_vec(&Message { meta, data, errors: [] })
}

/// The schema that a message says it follows.
const SCHEMA: &str = "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/data-message/tools/schemas/2.0.0/sdmx-json-data-schema.json";

/// A message: what it is comes first, for readers tell messages apart by their beginning.
#[derive(Serialize)]
struct Message {
    meta: Value,
    data: Value,
    errors: [u8; 0],
}

/// A value of a dimension; a month says when it begins and ends.
fn component_value(dimension: &str, value: &str) -> Value {
    let month = format!("{value}-01").parse::<Date>().ok().filter(|_| dimension == "TIME_PERIOD");
    match month {
        Some(first) => json!({
            "id": value,
            "name": value,
            "start": format!("{first}T00:00:00Z"),
            "end": format!("{}T23:59:59Z", first.last_of_month()),
        }),
        None => json!({ "id": value, "name": meaning(dimension, value) }),
    }
}

/// What a component of the structure is called.
pub(crate) fn name_of(component: &str) -> &str {
    match component {
        "FREQ" => "Frequency",
        "REPORTING_POST" => "Reporting post",
        "DIRECTION" => "Direction",
        "CITIZENSHIP" => "Citizenship",
        "SEX" => "Sex",
        "TIME_PERIOD" => "Month",
        "OBS_VALUE" => "Crossings",
        "OBS_STATUS" => "Observation status",
        "CONF_STATUS" => "Confidentiality status",
        component => component,
    }
}

/// What a code of a component means; the code itself where it is a state's, a post's or a month's.
pub(crate) fn meaning<'a>(component: &str, code: &'a str) -> &'a str {
    match (component, code) {
        (_, "_T") => "Total",
        (_, "_U") => "Not known",
        ("FREQ", "M") => "Monthly",
        ("DIRECTION", "IN") => "Entries",
        ("DIRECTION", "OUT") => "Exits",
        ("SEX", "F") => "Female",
        ("SEX", "M") => "Male",
        ("OBS_STATUS", "E") => "Estimated value",
        ("OBS_STATUS", "A") => "Normal value",
        ("CONF_STATUS", "F") => "Free for publication",
        ("CONF_STATUS", "N") => "Not for publication, restricted for internal use only",
        _ => code,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Record, UNKNOWN_DAYS, exchange_structure::sdmx_structure, movement, pack};
    use jiff::civil::date;
    use limen_domain::{DecisionKind, PostId};
    use limen_store::FlowDay;
    use limen_words::{AllWords, Language};

    /// Two Germans by two codes, a woman and someone of no known state enter in January; a Guinean leaves, and another
    /// enters in February, which is not over.
    fn counted() -> FlowTable {
        let one = |direction, nationality: &str, sex| Record {
            hour: 9,
            movement: movement(direction, DecisionKind::Admit),
            nationality: nationality.to_owned(),
            residence: String::new(),
            sex,
            age: 30,
            document: 0,
            source: 0,
            purpose: 0,
            mode: 0,
            origin: String::new(),
            destination: String::new(),
            stay: UNKNOWN_DAYS,
            stayed: UNKNOWN_DAYS,
            overstayed: UNKNOWN_DAYS,
        };
        let day = |changed, post: &str, day, records| FlowDay {
            post: PostId::parse(post).expect("a post"),
            day,
            changed,
            records: pack(records),
        };
        let entry = Direction::Entry;
        let mut table = FlowTable::default();
        let days = [
            day(
                1,
                "KRM",
                date(2026, 1, 3),
                vec![one(entry, "D", 0), one(entry, "DEU", 0), one(Direction::Exit, "GIN", 1)],
            ),
            day(2, "P.1", date(2026, 1, 20), vec![one(entry, "", 1)]),
            day(3, "KRM", date(2026, 2, 4), vec![one(entry, "GIN", 1)]),
        ];
        table.take(&days).expect("taken in");
        table
    }

    fn said(filter: &Filter) -> Vec<String> {
        let found = observations(&counted(), filter, date(2026, 2, 10)).expect("counted");
        found.iter().map(|one| format!("{} {}", one.keys[1..].join(" "), one.people)).collect()
    }

    #[test]
    fn a_series_tells_whole_months_of_both_directions_whatever_else_the_view_chose() {
        let view = Filter::between(date(2026, 1, 15), date(2026, 2, 10));
        let all = said(&view);
        for line in
            ["_T IN DEU _T 2026-01 2", "_T IN _U _T 2026-01 1", "_T IN _T _T 2026-01 3", "_T OUT _T _T 2026-01 1"]
        {
            assert!(all.iter().any(|one| one == line), "{line}: {all:?}");
        }
        assert!(all.iter().all(|one| one.contains("2026-01")), "{all:?}");
        for (dimension, code) in
            [(Dimension::Direction, "entry"), (Dimension::Sex, "F"), (Dimension::Nationality, "GIN")]
        {
            assert_eq!(said(&view.clone().with(dimension, code)), all);
        }
        let post = said(&view.with(Dimension::Post, "P.1"));
        assert!(post.iter().all(|one| one.starts_with("P_1 IN _")) && !post.is_empty(), "{post:?}");
    }

    #[test]
    fn a_month_that_is_not_over_is_no_observation() {
        assert_eq!(said(&Filter::between(date(2026, 2, 1), date(2026, 12, 31))), Vec::<String>::new());
    }

    #[test]
    fn every_code_of_a_series_stands_in_the_structure_that_goes_with_it() {
        let found = observations(&counted(), &Filter::between(date(2026, 1, 1), date(2026, 1, 31)), date(2026, 3, 1));
        let found = found.expect("counted");
        let structure = sdmx_structure("2026-03-01T00:00:00Z", AllWords::load().of(Language::English));
        for (at, component) in
            DIMENSIONS.iter().enumerate().filter(|(_, one)| !["REPORTING_POST", "TIME_PERIOD"].contains(one))
        {
            for one in &found {
                let code = format!(r#"<str:Code id="{}">"#, one.keys[at]);
                assert!(structure.contains(&code), "{component}: {code}");
            }
            assert!(structure.contains(&format!(r#"<str:Dimension id="{component}" position="{}">"#, at + 1)));
        }
        let message: Value =
            serde_json::from_slice(&sdmx_json(&found, "2026-03-01T00:00:00Z", "HQ.1").expect("written")).expect("JSON");
        assert_eq!(message["meta"]["sender"]["id"], "HQ_1");
        let sexes = &message["data"]["structures"][0]["dimensions"]["observation"][4]["values"];
        assert!(sexes.as_array().is_some_and(|all| all.contains(&json!({ "id": "F", "name": "Female" }))), "{sexes}");
    }
}

//! Flows in the forms in which statistical offices exchange them: SDMX-CSV 2.0 and SDMX-JSON 2.0 (Statistical Data and
//! Metadata eXchange, sdmx.org), after a data structure of our own that is written down in docs/statistics.md.

use crate::{CountError, Dimension, Filter, FlowTable, UNKNOWN, grid::Grid};
use limen_domain::{Direction, Sex};
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

/// Monthly entries and exits by citizenship and sex, over all posts or one: the flows that the Recommendations on Statistics
/// of International Migration ask for first.
///
/// # Errors
/// The days are in the wrong order, or the answer has too many cells.
pub fn observations(table: &FlowTable, filter: &Filter, post: &str) -> Result<Vec<Observation>, CountError> {
    let mut observations = Vec::new();
    for direction in Direction::ALL {
        let one = filter.clone().with(Dimension::Direction, direction.code());
        let counts = table.count(&one, &[Dimension::Month, Dimension::Nationality, Dimension::Sex])?;
        let mut months: std::collections::BTreeMap<String, std::collections::BTreeMap<String, Vec<u64>>> =
            Default::default();
        for (codes, count) in counts.cells() {
            let row = months.entry(codes[0].to_owned()).or_default().entry(codes[1].to_owned());
            let row = row.or_insert_with(|| vec![0; Sex::ALL.len()]);
            row[Sex::ALL.iter().position(|sex| sex.code() == codes[2]).unwrap_or_default()] += count;
        }
        for (month, rows) in months {
            let grid = Grid::of(&rows.values().cloned().collect::<Vec<_>>());
            let states = rows.keys().map(|state| if state == UNKNOWN { "_U".to_owned() } else { state.clone() });
            for (at, state) in states.chain(["_T".to_owned()]).enumerate() {
                for column in 0..=Sex::ALL.len() {
                    let sex = match Sex::ALL.get(column) {
                        Some(Sex::Unspecified) => "_U",
                        Some(sex) => sex.code(),
                        None => "_T",
                    };
                    let people = grid.value(at, column);
                    if people > 0 {
                        let way = if *direction == Direction::Entry { "IN" } else { "OUT" };
                        let post = if post.is_empty() { "_T" } else { post };
                        let keys = ["M", post, way, state.as_str(), sex, month.as_str()].map(str::to_owned);
                        observations.push(Observation { keys, people, is_published: table.bound().is_some() });
                    }
                }
            }
        }
    }
    Ok(observations)
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
        let record = ["dataStructure", STRUCTURE, "R"].into_iter().chain(keys);
        writer.write_record(record.chain([value.as_str(), status, confidentiality]))?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

/// As an SDMX-JSON 2.0 data message, flat: every dimension at the observation. `prepared` is when it was made (ISO 8601).
pub fn sdmx_json(observations: &[Observation], prepared: &str, sender: &str) -> Value {
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
            let values: Vec<Value> = values.iter().map(|value| json!({ "id": value })).collect();
            json!({ "id": id, "keyPosition": at, "values": values })
        })
        .collect();
    json!({
        "meta": {
            "schema": "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/data-message/tools/schemas/2.0.0/sdmx-json-data-schema.json",
            "id": format!("FLOWS-{prepared}"),
            "test": false,
            "prepared": prepared,
            "sender": { "id": sender },
        },
        "data": {
            "structures": [{
                "links": [{ "rel": "datastructure", "urn": format!("urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure={STRUCTURE}") }],
                "dataSets": [0],
                "dimensions": { "dataSet": [], "series": [], "observation": dimensions },
                "attributes": { "dataSet": [], "series": [], "observation": [
                    { "id": "OBS_STATUS", "values": [{ "id": "E" }, { "id": "A" }] },
                    { "id": "CONF_STATUS", "values": [{ "id": "F" }, { "id": "N" }] },
                ] },
            }],
            "dataSets": [{ "structure": 0, "action": "Replace", "observations": data }],
        },
        "errors": [],
    })
}

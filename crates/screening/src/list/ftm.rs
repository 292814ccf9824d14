//! FollowTheMoney entities, one JSON object a line: the schema `Person` is taken, all else passed over.

use super::{Entry, ListError, MOST_LINE_BYTES, Taking, countries, said};
use limen_domain::{Action, Alert, DocumentNumber, ListName};
use serde::Deserialize;
use std::{
    collections::HashMap,
    io::{BufRead, Read},
};

#[derive(Deserialize)]
struct Entity {
    id: String,
    schema: String,
    #[serde(default)]
    properties: HashMap<String, Vec<serde_json::Value>>,
    #[serde(default)]
    datasets: Vec<String>,
    #[serde(default)]
    last_change: Option<String>,
}

pub(super) fn read<F: FnMut(Alert)>(mut reader: impl BufRead, taking: &mut Taking<'_, F>) -> Result<(), ListError> {
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let read = reader.by_ref().take(MOST_LINE_BYTES).read_until(b'\n', &mut line)?;
        if read == 0 {
            break;
        }
        if read as u64 == MOST_LINE_BYTES {
            return Err(ListError::Other("list of FollowTheMoney entities", "a line of it is too long"));
        }
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let parsed = serde_json::from_slice::<Entity>(&line);
        if parsed.is_err() && !line.ends_with(b"\n") {
            return Err(ListError::Other("whole list of FollowTheMoney entities", "it ends in the middle of a line"));
        }
        let entry = match parsed {
            Ok(entity) => {
                if let Some(changed) = &entity.last_change
                    && taking.report.version.as_ref().is_none_or(|known| known < changed)
                {
                    taking.report.version = Some(changed.chars().take(40).collect());
                }
                alert(&entity, taking.list)
            }
            Err(error) => Err(format!("it is no entity: {error}")),
        };
        taking.entry(number, entry)?;
    }
    Ok(())
}

fn alert(entity: &Entity, list: &ListName) -> Result<Entry, String> {
    if entity.schema != "Person" {
        return Ok(Entry::PassedOver);
    }
    let all = |names: &'static [&'static str]| {
        names
            .iter()
            .flat_map(|name| entity.properties.get(*name).into_iter().flatten())
            .filter_map(serde_json::Value::as_str)
    };
    let mut alert = Alert::new(list.clone(), said::id(&entity.id)?, Action::Refer);
    alert.names = all(&["name", "alias", "weakAlias", "previousName"]).map(str::to_owned).collect();
    if alert.names.is_empty() {
        let parts: Vec<&str> = all(&["firstName", "secondName", "middleName", "fatherName", "lastName"]).collect();
        alert.names = vec![parts.join(" ")];
    }
    alert.birth_dates = all(&["birthDate"]).filter_map(said::birth_date).collect();
    alert.sex = all(&["gender"]).find_map(said::sex);
    alert.nationalities = all(&["nationality", "citizenship"]).filter_map(countries::state).collect();
    if alert.nationalities.is_empty() {
        alert.nationalities = all(&["country"]).filter_map(countries::state).collect();
    }
    alert.birth_places = all(&["birthPlace"]).map(str::to_owned).collect();
    alert.document_numbers = all(&["passportNumber", "idNumber"]).map(DocumentNumber::new).collect();
    alert.reference =
        Some(entity.datasets.join(", ")).filter(|text| !text.is_empty()).map(|text| text.chars().take(200).collect());
    Ok(Entry::Alert(Box::new(alert)))
}

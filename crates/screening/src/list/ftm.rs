//! FollowTheMoney entities, one JSON object a line: the schema `Person` is taken, with the documents that other entities
//! (`Passport`, `Identification`) say are theirs, before or after them or nested in them; all else is passed over.

use super::{Entry, ListError, MOST_LINE_BYTES, NoList, Read, Reason, Taking, said};
use limen_domain::{Alert, DocumentKey, ListName};
use limen_tables::values;
use serde::Deserialize;
use serde_json::Value;
use std::{
    collections::HashMap,
    io::{BufRead, Read as _},
};

#[derive(Deserialize)]
struct Entity {
    id: String,
    schema: String,
    #[serde(default)]
    properties: HashMap<String, Vec<Value>>,
    #[serde(default)]
    datasets: Vec<String>,
    #[serde(default)]
    last_change: Option<String>,
}

/// Documents that entities of their own say are someone's, by the identifier of the person.
type Linked = HashMap<String, Vec<DocumentKey>>;

pub(super) fn read<F: FnMut(Alert)>(mut reader: impl BufRead, taking: &mut Taking<'_, F>) -> Result<(), ListError> {
    let (mut line, mut linked) = (Vec::new(), Linked::new());
    // A person's documents may come after the person: persons wait until the end, as they stand in the journal.
    let mut waiting: Vec<(u64, Box<[u8]>, Vec<Reason>)> = Vec::new();
    for number in 1.. {
        line.clear();
        let read = reader.by_ref().take(MOST_LINE_BYTES).read_until(b'\n', &mut line)?;
        if read == 0 {
            break;
        }
        if read as u64 == MOST_LINE_BYTES {
            return Err(NoList::LongLine.into());
        }
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let parsed = serde_json::from_slice::<Entity>(&line);
        if parsed.is_err() && !line.ends_with(b"\n") {
            return Err(NoList::CutEntities.into());
        }
        match parsed {
            Ok(entity) => {
                if let Some(changed) = &entity.last_change
                    && taking.report.version.as_ref().is_none_or(|known| known < changed)
                {
                    taking.version(changed);
                }
                match entity.schema.as_str() {
                    "Person" => match alert(&entity, taking.list) {
                        // An alert holds nothing that JSON can't.
                        Ok(Read { alert, without }) => {
                            waiting.push((number, serde_json::to_vec(&alert).unwrap_or_default().into(), without))
                        }
                        Err(reason) => taking.entry(number, Err(reason))?,
                    },
                    "Passport" | "Identification" => {
                        link(&entity, &mut linked);
                        taking.entry(number, Ok(Entry::PassedOver))?;
                    }
                    _ => taking.entry(number, Ok(Entry::PassedOver))?,
                }
            }
            Err(error) => taking.entry(number, Err(Reason::NoEntity { column: error.column() }))?,
        }
        if waiting.len() > super::MOST_ALERTS {
            return Err(ListError::TooLong);
        }
    }
    for (number, body, without) in waiting {
        let entry = serde_json::from_slice::<Alert>(&body)
            .map_err(|error| Reason::NoEntity { column: error.column() })
            .map(|mut alert| {
                alert.documents.extend(linked.remove(alert.id.as_str()).into_iter().flatten());
                Entry::Alert(Box::new(Read { alert, without }))
            });
        taking.entry(number, entry)?;
    }
    Ok(())
}

/// Notes whose document an entity is.
fn link(entity: &Entity, linked: &mut Linked) {
    let documents = documents_of(&entity.properties);
    for holder in entity.properties.get("holder").into_iter().flatten() {
        let holder = holder.as_str().or_else(|| holder.get("id").and_then(Value::as_str));
        if let Some(id) = holder.and_then(|holder| said::id(holder).ok()) {
            linked.entry(id.to_string()).or_default().extend(documents.iter().cloned());
        }
    }
}

/// The documents that a passport or an identification says, of its country.
fn documents_of(properties: &HashMap<String, Vec<Value>>) -> Vec<DocumentKey> {
    let all = |name: &str| properties.get(name).into_iter().flatten().filter_map(Value::as_str);
    let issuer = all("country").find_map(values::state);
    all("number").chain(all("passportNumber")).flat_map(|text| values::documents_of(text, issuer)).collect()
}

fn alert(entity: &Entity, list: &ListName) -> Result<Read, Reason> {
    let all = |names: &'static [&'static str]| {
        names.iter().flat_map(|name| entity.properties.get(*name).into_iter().flatten()).filter_map(Value::as_str)
    };
    let mut read = Read::new(list, &entity.id)?;
    let alert = &mut read.alert;
    alert.names = all(&["name", "alias", "weakAlias", "previousName"]).map(str::to_owned).collect();
    if alert.names.is_empty() {
        let parts: Vec<&str> = all(&["firstName", "secondName", "middleName", "fatherName", "lastName"]).collect();
        alert.names = vec![parts.join(" ")];
    }
    alert.birth_places = all(&["birthPlace"]).map(str::to_owned).collect();
    all(&["birthDate"]).for_each(|born| read.take_birth(born, false));
    all(&["gender"]).for_each(|sex| read.take_sex(sex));
    all(&["nationality", "citizenship"]).for_each(|state| read.take_state(state));
    if read.alert.nationalities.is_empty() {
        all(&["country"]).for_each(|state| read.take_state(state));
    }
    all(&["passportNumber", "idNumber"]).for_each(|number| read.take_documents(number, None));
    // Nested entities stand where a stream has their identifiers.
    for nested in entity.properties.values().flatten().filter(|value| value.is_object()) {
        let schema = nested.get("schema").and_then(Value::as_str);
        if matches!(schema, Some("Passport" | "Identification"))
            && let Some(properties) = nested.get("properties").cloned()
            && let Ok(properties) = serde_json::from_value::<HashMap<String, Vec<Value>>>(properties)
        {
            read.alert.documents.extend(documents_of(&properties));
        }
    }
    read.alert.reference =
        Some(entity.datasets.join(", ")).filter(|text| !text.is_empty()).map(|text| text.chars().take(200).collect());
    Ok(read)
}

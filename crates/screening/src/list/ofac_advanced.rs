//! OFAC's list in its advanced form (the sanctions data model): values, places and documents stand before the parties that
//! refer to them. Individuals are taken, all else passed over.

use super::{
    Entry, ListError, Read, Reason, Taking, ofac,
    xml::{self, Node},
};
use limen_domain::{Alert, BirthDate, DocumentKey, ListName, StateCode};
use limen_tables::{Field, values};
use std::{collections::HashMap, io};

/// What parties refer to, by the name of the set and the number in it.
#[derive(Default)]
struct Known {
    values: HashMap<(&'static str, String), String>,
    /// The kind of party that each sub-type is of.
    party_kinds: HashMap<String, String>,
    states: HashMap<String, StateCode>,
    /// The state that each place names.
    places: HashMap<String, StateCode>,
    /// The documents of each identity.
    documents: HashMap<String, Vec<DocumentKey>>,
}

/// The sets of values that are looked up.
const VALUES: [&str; 5] = ["FeatureType", "DetailReference", "PartyType", "NamePartType", "IDRegDocType"];
/// The order in which the parts of a name are put together.
const NAME_ORDER: [&str; 7] =
    ["First Name", "Middle Name", "Patronymic", "Matronymic", "Nickname", "Last Name", "Maiden Name"];

pub(super) fn read<F: FnMut(Alert)>(reader: impl io::BufRead, taking: &mut Taking<'_, F>) -> Result<(), ListError> {
    let records = [
        "DateOfIssue",
        "FeatureType",
        "DetailReference",
        "PartyType",
        "PartySubType",
        "NamePartType",
        "IDRegDocType",
        "Country",
        "Location",
        "IDRegDocument",
        "DistinctParty",
    ];
    let mut known = Known::default();
    xml::records(reader, &["Sanctions"], &records, |line, record| {
        let id = record.said("ID").unwrap_or_default().to_owned();
        match record.name.as_str() {
            "DateOfIssue" => {
                let parts = ["Year", "Month", "Day"].map(|part| record.said(part).unwrap_or_default());
                taking.version(&format!("{:0>4}-{:0>2}-{:0>2}", parts[0], parts[1], parts[2]));
            }
            "PartySubType" => {
                known.party_kinds.insert(id, record.said("PartyTypeID").unwrap_or_default().to_owned());
            }
            "Country" => {
                let state = record.said("ISO2").and_then(values::state).or_else(|| values::state(record.text.trim()));
                known.states.extend(state.map(|state| (id, state)));
            }
            "Location" => {
                let of_country = record
                    .each("LocationCountry")
                    .find_map(|country| known.states.get(country.said("CountryID")?).copied());
                let parts = record.each("LocationPart").flat_map(|part| part.each("LocationPartValue"));
                let state = of_country.or_else(|| parts.filter_map(|part| part.said("Value")).find_map(values::state));
                known.places.extend(state.map(|state| (id, state)));
            }
            "IDRegDocument" => known.take_document(&record),
            "DistinctParty" => {
                let entry = known.entry(&record, taking.list);
                taking.entry(line, entry)?;
            }
            name => {
                if let Some(set) = VALUES.iter().find(|set| **set == name) {
                    known.values.insert((set, id), record.text.trim().to_owned());
                }
            }
        }
        Ok(())
    })
}

impl Known {
    fn value(&self, set: &'static str, id: Option<&str>) -> &str {
        id.and_then(|id| self.values.get(&(set, id.to_owned()))).map_or("", String::as_str)
    }

    fn take_document(&mut self, record: &Node) {
        let kind = self.value("IDRegDocType", record.said("IDRegDocTypeID"));
        if !ofac::names_a_document(kind) {
            return;
        }
        let issuer = record.said("IssuedBy-CountryID").and_then(|country| self.states.get(country)).copied();
        let documents = values::documents_of(record.said("IDRegistrationNo").unwrap_or_default(), issuer);
        let identity = record.said("IdentityID").unwrap_or_default().to_owned();
        self.documents.entry(identity).or_default().extend(documents);
    }

    fn entry(&self, party: &Node, list: &ListName) -> Result<Entry, Reason> {
        let is_person = |profile: &&Node| {
            let kind = profile.said("PartySubTypeID").and_then(|id| self.party_kinds.get(id)).map(String::as_str);
            self.value("PartyType", kind).eq_ignore_ascii_case("individual")
        };
        let mut profiles = party.each("Profile").filter(is_person).peekable();
        let Some(first) = profiles.peek() else { return Ok(Entry::PassedOver) };
        let mut read = Read::new(list, first.said("ID").unwrap_or_default())?;
        profiles.for_each(|profile| self.take_profile(profile, &mut read));
        Ok(Entry::Alert(Box::new(read)))
    }

    fn take_profile(&self, profile: &Node, read: &mut Read) {
        for identity in profile.each("Identity") {
            self.take_names(identity, read);
            let documents = identity.said("ID").and_then(|id| self.documents.get(id));
            read.alert.documents.extend(documents.into_iter().flatten().cloned());
        }
        for feature in profile.each("Feature") {
            let kind = self.value("FeatureType", feature.said("FeatureTypeID"));
            feature.each("FeatureVersion").for_each(|version| self.take_feature(kind, version, read));
        }
    }

    /// Takes the names of an identity: first names before last names, whatever order they stand in.
    fn take_names(&self, identity: &Node, read: &mut Read) {
        let groups: HashMap<&str, &str> = identity
            .items("NamePartGroups", "MasterNamePartGroup")
            .flat_map(|group| group.each("NamePartGroup"))
            .filter_map(|group| Some((group.said("ID")?, self.value("NamePartType", group.said("NamePartTypeID")))))
            .collect();
        for name in identity.each("Alias").flat_map(|alias| alias.each("DocumentedName")) {
            let values = name.items("DocumentedNamePart", "NamePartValue");
            let mut parts: Vec<(usize, &str)> = values
                .map(|value| {
                    let kind = value.said("NamePartGroupID").and_then(|group| groups.get(group)).copied().unwrap_or("");
                    let place = NAME_ORDER.iter().position(|known| *known == kind).unwrap_or(NAME_ORDER.len());
                    (place, value.text.trim())
                })
                .collect();
            parts.sort_by_key(|(place, _)| *place);
            read.alert.names.push(parts.iter().map(|(_, text)| *text).collect::<Vec<_>>().join(" "));
        }
    }

    fn take_feature(&self, kind: &str, version: &Node, read: &mut Read) {
        let detail = version.each("VersionDetail").next();
        let text = detail.map_or("", |detail| detail.text.trim());
        let place = version.each("VersionLocation").next().and_then(|location| location.said("LocationID"));
        match kind {
            "Birthdate" => {
                for period in version.each("DatePeriod") {
                    match birth_date(period) {
                        Some(date) => read.alert.birth_dates.push(date),
                        None => read.not_understood(Field::BirthDate, text),
                    }
                }
            }
            "Place of Birth" if !text.is_empty() => read.alert.birth_places.push(text.to_owned()),
            "Nationality Country" | "Citizenship Country" => {
                let state = place.and_then(|place| self.places.get(place)).copied().or_else(|| values::state(text));
                match state {
                    Some(state) => read.take_known_state(state),
                    None => read.not_understood(Field::Nationality, text),
                }
            }
            "Gender" => {
                let referred =
                    self.value("DetailReference", detail.and_then(|detail| detail.said("DetailReferenceID")));
                read.take_sex(if referred.is_empty() { text } else { referred });
            }
            _ => {}
        }
    }
}

/// The birth date of a period: a day, a year that is a period from January to December, or a row of years.
fn birth_date(period: &Node) -> Option<BirthDate> {
    let (start, end) = (period.each("Start").next()?, period.each("End").next()?);
    let is_guess = [start, end].iter().any(|side| side.said("Approximate") == Some("true"));
    let day = |side: &Node, name: &'static str| {
        let day = side.each(name).next()?;
        let part = |part: &str| day.said(part).and_then(|text| text.parse::<i16>().ok());
        Some((part("Year")?, part("Month").unwrap_or(1), part("Day").unwrap_or(1)))
    };
    let (from, to) = (day(start, "From")?, day(end, "To")?);
    let text = if from == to {
        format!("{:04}-{:02}-{:02}", from.0, from.1, from.2)
    } else {
        format!("{:04}..{:04}", from.0, to.0)
    };
    text.parse::<BirthDate>().ok().map(|date| if is_guess { date.guessed() } else { date })
}

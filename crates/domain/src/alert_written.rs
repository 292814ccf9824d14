//! How an alert's documents and birth dates are written: so that a node of an earlier version finds the person too.
//!
//! Headquarters is updated before its posts. To earlier versions a document was a number alone and every birth date was
//! known, so each thing that those versions don't know is written twice: first as they read it, then as it is. Their
//! second reading adds a number that no document has, or the same date again, and takes nothing away.

/// Documents: one of a known issuer is written as its number alone and as `GIN R0412345`.
pub(crate) mod documents {
    use crate::DocumentKey;
    use serde::{Deserialize, Deserializer, Serializer};
    use std::collections::HashSet;

    pub(crate) fn serialize<S: Serializer>(documents: &[DocumentKey], to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(documents.iter().flat_map(|document| {
            let alone = document.issuer.map(|_| document.number.to_string());
            alone.into_iter().chain([document.to_string()])
        }))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<DocumentKey>, D::Error> {
        let mut documents = Vec::<DocumentKey>::deserialize(from)?;
        let issued: HashSet<_> = documents
            .iter()
            .filter(|document| document.issuer.is_some())
            .map(|document| document.number.clone())
            .collect();
        documents.retain(|document| document.issuer.is_some() || !issued.contains(&document.number));
        Ok(documents)
    }
}

/// Birth dates: a guess is written as if it were known, twice.
pub(crate) mod births {
    use crate::{BirthDate, PartialDate};
    use serde::{Deserialize, Deserializer, Serializer};
    use std::collections::HashSet;

    pub(crate) fn serialize<S: Serializer>(births: &[BirthDate], to: S) -> Result<S::Ok, S::Error> {
        let mut known_before = HashSet::new();
        to.collect_seq(births.iter().flat_map(|birth| {
            let (written, times) = match *birth {
                BirthDate::About(first, last) if first == last => (BirthDate::On(PartialDate::Year(first)), 2),
                BirthDate::About(first, last) => (BirthDate::Between(first, last), 2),
                known => (known, usize::from(known_before.insert(known))),
            };
            std::iter::repeat_n(written, times)
        }))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<BirthDate>, D::Error> {
        let written = Vec::<BirthDate>::deserialize(from)?;
        if written.len() < 2 {
            return Ok(written);
        }
        let (mut once, mut again) = (HashSet::new(), HashSet::new());
        for birth in &written {
            if !once.insert(*birth) {
                again.insert(*birth);
            }
        }
        let mut taken = HashSet::new();
        let births = written.into_iter().map(|birth| if again.contains(&birth) { birth.guessed() } else { birth });
        Ok(births.filter(|birth| taken.insert(*birth)).collect())
    }
}

#[cfg(test)]
mod tests {
    use crate::{Action, Alert, AlertId, DocumentNumber, ListName};
    use serde_json::{Value, json};

    fn alert() -> Alert {
        let mut alert = Alert::new(
            ListName::parse("un").expect("a list"),
            AlertId::parse("QDi.001").expect("an id"),
            Action::Refer,
        );
        alert.documents =
            ["GIN R0412345", "ML1", "D C01X00T47", "MLI R0412345"].map(|key| key.parse().expect("a document")).into();
        alert.birth_dates = ["~1970", "1955..1958", "~1960..1965", "1990-02-14", "1971"]
            .map(|birth| birth.parse().expect("a date"))
            .into();
        alert
    }

    fn written(field: &str) -> Vec<Value> {
        let written = serde_json::to_value(alert()).expect("an alert is written");
        written[field].as_array().expect("a list").clone()
    }

    #[test]
    fn an_alert_reads_back_as_it_was() {
        let read: Alert = serde_json::from_str(&serde_json::to_string(&alert()).expect("written")).expect("read");
        assert_eq!(read, alert());
    }

    #[test]
    fn a_post_that_is_not_updated_yet_finds_each_stolen_document_by_its_number() {
        let numbers: Vec<DocumentNumber> = written("document_numbers")
            .iter()
            .map(|number| DocumentNumber::new(number.as_str().expect("text")))
            .collect();
        for number in ["R0412345", "ML1", "C01X00T47"] {
            assert!(numbers.contains(&DocumentNumber::new(number)), "{number} in {numbers:?}");
        }
    }

    #[test]
    fn a_post_that_is_not_updated_yet_reads_a_guessed_birth_date_as_one_that_is_known() {
        let dates = json!(["1970", "1970", "1955..1958", "1960..1965", "1960..1965", "1990-02-14", "1971"]);
        assert_eq!(Value::from(written("birth_dates")), dates);
    }
}

//! What each kind of seal holds: visas (Doc 9303-7 §9.1.3), emergency travel documents (Doc 9303-8 §6.1.3), and any other.

use crate::vds::{Feature, Vds};
use crate::{Field, Malformed, c40};
use data_encoding::HEXLOWER;
use limen_document::mrz::Format;

/// A kind of seal: the definition and category of its header, and its features.
struct Kind {
    definition: u8,
    category: u8,
    code: &'static str,
    features: &'static [Spec],
    /// Of these at least one must be there.
    zones: &'static [u8],
}

/// A feature of a kind.
struct Spec {
    tag: u8,
    code: &'static str,
    form: Form,
    octets: (usize, usize),
    is_required: bool,
}

/// How a feature is written.
#[derive(Clone, Copy)]
enum Form {
    /// The first letters of a zone of this format.
    Zone(Format),
    /// C40.
    Text,
    /// A number; 0 is without limit.
    Count,
    /// Days, months, years (Doc 9303-7, table 1).
    Stay,
    /// Octets.
    Octets,
}

const fn spec(tag: u8, code: &'static str, form: Form, octets: (usize, usize), is_required: bool) -> Spec {
    Spec { tag, code, form, octets, is_required }
}

const KINDS: [Kind; 2] = [
    Kind {
        definition: 0x5D,
        category: 0x01,
        code: "visa",
        features: &[
            spec(1, "zone", Form::Zone(Format::MrvA), (48, 48), false),
            spec(2, "zone", Form::Zone(Format::MrvB), (44, 44), false),
            spec(3, "entries", Form::Count, (1, 1), false),
            spec(4, "stay", Form::Stay, (3, 3), true),
            spec(5, "passport", Form::Text, (6, 6), true),
            spec(6, "visa-type", Form::Octets, (1, 4), false),
            spec(7, "additional", Form::Octets, (0, 254), false),
        ],
        zones: &[1, 2],
    },
    Kind {
        definition: 0x5E,
        category: 0x03,
        code: "emergency-travel-document",
        features: &[spec(2, "zone", Form::Zone(Format::Td2), (48, 48), true)],
        zones: &[2],
    },
];

/// The code of a kind that is not described here.
pub const OTHER: &str = "other";

/// A seal's features, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Content {
    /// `visa`, `emergency-travel-document`, or [`OTHER`].
    pub(crate) kind: &'static str,
    /// What is sealed, by the codes of features; those not described by their tags.
    pub(crate) fields: Vec<Field>,
    /// The zone, as far as it is sealed, and its format.
    pub(crate) zone: Option<(Format, String)>,
    /// The number of the passport that it lies in.
    pub(crate) passport: Option<String>,
    /// Whether it has features that are not described.
    pub(crate) has_unknown: bool,
}

/// Understands a seal's features.
///
/// # Errors
/// One that must be there is missing, or is written otherwise than its kind has it.
pub(crate) fn understood(seal: &Vds) -> Result<Content, Malformed> {
    let (definition, category) = (seal.header.definition, seal.header.category);
    let kind = KINDS.iter().find(|kind| kind.definition == definition && kind.category == category);
    let mut content = Content {
        kind: kind.map_or(OTHER, |kind| kind.code),
        fields: vec![],
        zone: None,
        passport: None,
        has_unknown: false,
    };
    if let Some(kind) = kind {
        let has = |tag: u8| seal.feature(tag).is_some();
        if kind.features.iter().any(|spec| spec.is_required && !has(spec.tag))
            || !kind.zones.iter().any(|tag| has(*tag))
        {
            return Err(Malformed("the list of features: one that must be there is missing"));
        }
    }
    for feature in &seal.features {
        match kind.and_then(|kind| kind.features.iter().find(|spec| spec.tag == feature.tag)) {
            Some(spec) => content.take(feature, spec)?,
            None => content.take_unknown(feature),
        }
    }
    Ok(content)
}

impl Content {
    fn take(&mut self, feature: &Feature, spec: &Spec) -> Result<(), Malformed> {
        let value = &feature.value;
        if !(spec.octets.0..=spec.octets.1).contains(&value.len()) {
            return Err(Malformed("the length of a feature"));
        }
        let text = match spec.form {
            Form::Zone(format) => {
                let zone = c40::read(value)?.replace(' ', "<");
                self.zone = Some((format, zone.clone()));
                zone
            }
            Form::Text => c40::read(value)?.trim_end().to_owned(),
            Form::Count => value.first().map(u8::to_string).unwrap_or_default(),
            Form::Stay => value.iter().map(u8::to_string).collect::<Vec<_>>().join(" "),
            Form::Octets => HEXLOWER.encode(value),
        };
        if spec.code == "passport" {
            self.passport = Some(text.clone());
        }
        self.fields.push(Field { code: spec.code.to_owned(), value: text });
        Ok(())
    }

    /// A feature that no description names: as text where it is one, and as the zone where it has a zone's length and is
    /// of a kind that is not described.
    fn take_unknown(&mut self, feature: &Feature) {
        self.has_unknown = true;
        let text = c40::read(&feature.value).ok();
        if self.kind == OTHER && self.zone.is_none() {
            let zone = text.as_ref().map(|text| text.replace(' ', "<"));
            let format = match zone.as_deref().map(str::len) {
                Some(72) => Some(Format::Td2),
                Some(88) => Some(Format::Td3),
                Some(90) => Some(Format::Td1),
                _ => None,
            };
            if let (Some(zone), Some(format)) = (zone, format) {
                self.fields.push(Field { code: "zone".to_owned(), value: zone.clone() });
                self.zone = Some((format, zone));
                return;
            }
        }
        // Short octets may happen to be a text: both are shown.
        let octets = HEXLOWER.encode(&feature.value);
        let plain = || str::from_utf8(&feature.value).ok().filter(|text| !text.contains(char::is_control));
        let text = text.or_else(|| plain().map(str::to_owned)).map(|text| text.trim_end().to_owned());
        let value = match text.filter(|text| !text.is_empty()) {
            Some(text) => format!("{octets} ({text})"),
            None => octets,
        };
        self.fields.push(Field { code: format!("tag-{}", feature.tag), value });
    }
}

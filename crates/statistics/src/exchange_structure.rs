//! The data structure of the series, as SDMX-ML 2.1: what a receiver's system must know before it can load them.

use crate::exchange_forms::{meaning, name_of};
use limen_domain::StateCode;
use limen_words::Words;
use quick_xml::escape::escape;
use std::{collections::BTreeMap, fmt::Write};

/// What the components of the structure hold, and where they stand.
const COMPONENTS: [(&str, Place, Holds); 9] = [
    ("FREQ", Place::Dimension, Holds::Codes("CL_FREQ")),
    ("REPORTING_POST", Place::Dimension, Holds::Text("String")),
    ("DIRECTION", Place::Dimension, Holds::Codes("CL_DIRECTION")),
    ("CITIZENSHIP", Place::Dimension, Holds::Codes("CL_CITIZENSHIP")),
    ("SEX", Place::Dimension, Holds::Codes("CL_SEX")),
    ("TIME_PERIOD", Place::Time, Holds::Text("ObservationalTimePeriod")),
    ("OBS_STATUS", Place::Attribute, Holds::Codes("CL_OBS_STATUS")),
    ("CONF_STATUS", Place::Attribute, Holds::Codes("CL_CONF_STATUS")),
    ("OBS_VALUE", Place::Measure, Holds::Text("Long")),
];

/// The code lists that are the same for everyone. States have one of their own.
const CODE_LISTS: [(&str, &str, &[&str]); 5] = [
    ("CL_FREQ", "FREQ", &["M"]),
    ("CL_DIRECTION", "DIRECTION", &["IN", "OUT"]),
    ("CL_SEX", "SEX", &["F", "M", "_T", "_U"]),
    ("CL_OBS_STATUS", "OBS_STATUS", &["A", "E"]),
    ("CL_CONF_STATUS", "CONF_STATUS", &["F", "N"]),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Dimension,
    Time,
    Attribute,
    Measure,
}

#[derive(Clone, Copy)]
enum Holds {
    Codes(&'static str),
    Text(&'static str),
}

/// The structure `LIMEN:FLOWS(1.0)` with its concepts and code lists; `prepared` is when it was made (ISO 8601), `w` the
/// language of the states' names. SDMX-ML 2.1 and not SDMX-JSON, for every reader takes it.
pub fn sdmx_structure(prepared: &str, w: &Words) -> String {
    let mut out = String::from(HEAD);
    // Writing to a string never fails.
    _ = structure(&mut out, prepared, w);
    out
}

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<mes:Structure xmlns:mes="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message" xmlns:str="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/structure" xmlns:com="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common">
"#;

/// What makes an artefact ours, at its version.
const OURS: &str = r#"version="1.0" agencyID="LIMEN" isExternalReference="false" isFinal="false""#;

fn structure(out: &mut String, prepared: &str, w: &Words) -> std::fmt::Result {
    let tag = w.language.tag();
    let name = |text: &str| format!(r#"<com:Name xml:lang="{tag}">{}</com:Name>"#, escape(text));
    // What components and codes mean is said in English, as in the lists of SDMX itself.
    let named = |id: &str| format!(r#"<com:Name xml:lang="en">{}</com:Name>"#, name_of(id));
    let coded = |id: &str, code: &str| {
        format!(r#"<str:Code id="{code}"><com:Name xml:lang="en">{}</com:Name></str:Code>"#, meaning(id, code))
    };
    writeln!(
        out,
        r#"<mes:Header><mes:ID>LIMEN-FLOWS-1-0</mes:ID><mes:Test>false</mes:Test><mes:Prepared>{prepared}</mes:Prepared><mes:Sender id="LIMEN"/></mes:Header>"#
    )?;
    writeln!(out, "<mes:Structures>\n<str:Codelists>")?;
    for (id, concept, codes) in CODE_LISTS {
        writeln!(out, r#"<str:Codelist id="{id}" {OURS}>{}"#, named(concept))?;
        for code in codes {
            writeln!(out, "{}", coded(concept, code))?;
        }
        writeln!(out, "</str:Codelist>")?;
    }
    writeln!(out, r#"<str:Codelist id="CL_CITIZENSHIP" {OURS}>{}"#, named("CITIZENSHIP"))?;
    for code in ["_T", "_U"] {
        writeln!(out, "{}", coded("CITIZENSHIP", code))?;
    }
    let states: BTreeMap<String, String> =
        StateCode::known().map(|state| (state.iso_or_own().to_owned(), w.state(state))).collect();
    for (code, called) in states {
        writeln!(out, r#"<str:Code id="{code}">{}</str:Code>"#, name(&called))?;
    }
    writeln!(out, "</str:Codelist>\n</str:Codelists>")?;
    writeln!(
        out,
        r#"<str:Concepts><str:ConceptScheme id="CS_FLOWS" {OURS}><com:Name xml:lang="en">Concepts of flows</com:Name>"#
    )?;
    for (id, ..) in COMPONENTS {
        writeln!(out, r#"<str:Concept id="{id}">{}</str:Concept>"#, named(id))?;
    }
    writeln!(out, "</str:ConceptScheme></str:Concepts>")?;
    writeln!(
        out,
        r#"<str:DataStructures><str:DataStructure id="FLOWS" {OURS}><com:Name xml:lang="en">Monthly entries and exits by citizenship and sex</com:Name><str:DataStructureComponents>"#
    )?;
    writeln!(out, "<str:DimensionList>")?;
    let dimensions = COMPONENTS.iter().filter(|(_, place, _)| matches!(place, Place::Dimension | Place::Time));
    for (at, (id, place, holds)) in dimensions.enumerate() {
        let element = if *place == Place::Time { "TimeDimension" } else { "Dimension" };
        let body = component(id, *holds);
        writeln!(out, r#"<str:{element} id="{id}" position="{}">{body}</str:{element}>"#, at + 1)?;
    }
    writeln!(out, "</str:DimensionList>\n<str:AttributeList>")?;
    for (id, _, holds) in COMPONENTS.iter().filter(|(_, place, _)| *place == Place::Attribute) {
        let body = component(id, *holds);
        writeln!(
            out,
            r#"<str:Attribute id="{id}" assignmentStatus="Mandatory">{body}<str:AttributeRelationship><str:PrimaryMeasure><Ref id="OBS_VALUE"/></str:PrimaryMeasure></str:AttributeRelationship></str:Attribute>"#
        )?;
    }
    writeln!(out, "</str:AttributeList>\n<str:MeasureList>")?;
    for (id, _, holds) in COMPONENTS.iter().filter(|(_, place, _)| *place == Place::Measure) {
        writeln!(out, r#"<str:PrimaryMeasure id="{id}">{}</str:PrimaryMeasure>"#, component(id, *holds))?;
    }
    writeln!(out, "</str:MeasureList>")?;
    writeln!(
        out,
        "</str:DataStructureComponents></str:DataStructure></str:DataStructures>\n</mes:Structures>\n</mes:Structure>"
    )
}

/// What a component means, and what it holds.
fn component(id: &str, holds: Holds) -> String {
    let holds = match holds {
        Holds::Codes(list) => format!(
            r#"<str:Enumeration><Ref id="{list}" version="1.0" agencyID="LIMEN" package="codelist" class="Codelist"/></str:Enumeration>"#
        ),
        Holds::Text(kind) => format!(r#"<str:TextFormat textType="{kind}"/>"#),
    };
    format!(
        r#"<str:ConceptIdentity><Ref id="{id}" maintainableParentID="CS_FLOWS" maintainableParentVersion="1.0" agencyID="LIMEN" package="conceptscheme" class="Concept"/></str:ConceptIdentity><str:LocalRepresentation>{holds}</str:LocalRepresentation>"#
    )
}

//! Zones that a reader typed as on one keyboard and the machine took for typed on another: put right by a table of layouts.
//!
//! A keyboard wedge presses keys. Where it presses those of a QWERTY keyboard and the machine has AZERTY, `<` arrives as `.`
//! and `1` as `&`. Which two layouts met is found by what they make of the text: it must be a zone, and its check digits say
//! which one. Where two still fit, the zone says that in a doubt, with what the other would have made of it.

use super::{Mrz, Unreadable, read};
use jiff::civil::Date;
use limen_domain::{Doubt, DoubtKind, Field};

/// A layout: what its 46 keys give, row by row from the top left, without and with Shift. The key between Shift and Z, which
/// not every keyboard has, comes first in the last row.
struct Keys {
    plain: &'static str,
    shifted: &'static str,
}

/// United States; United States where Linux has the 105th key; United Kingdom; France; Belgium; Germany; Spain; Portugal.
static LAYOUTS: [Keys; 8] = [
    Keys {
        plain: r"`1234567890-=qwertyuiop[]asdfghjkl;'\\zxcvbnm,./",
        shifted: "~!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:\"||ZXCVBNM<>?",
    },
    Keys {
        plain: r"`1234567890-=qwertyuiop[]asdfghjkl;'\<zxcvbnm,./",
        shifted: "~!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:\"|>ZXCVBNM<>?",
    },
    Keys {
        plain: r"`1234567890-=qwertyuiop[]asdfghjkl;'#\zxcvbnm,./",
        shifted: "¬!\"£$%^&*()_+QWERTYUIOP{}ASDFGHJKL:@~|ZXCVBNM<>?",
    },
    Keys {
        plain: "²&é\"'(-è_çà)=azertyuiop^$qsdfghjklmù*<wxcvbn,;:!",
        shifted: "²1234567890°+AZERTYUIOP¨£QSDFGHJKLM%µ>WXCVBN?./§",
    },
    Keys {
        plain: "²&é\"'(§è!çà)-azertyuiop^$qsdfghjklmùµ<wxcvbn,;:=",
        shifted: "³1234567890°_AZERTYUIOP¨*QSDFGHJKLM%£>WXCVBN?./+",
    },
    Keys {
        plain: "^1234567890ß´qwertzuiopü+asdfghjklöä#<yxcvbnm,.-",
        shifted: "°!\"§$%&/()=?`QWERTZUIOPÜ*ASDFGHJKLÖÄ'>YXCVBNM;:_",
    },
    Keys {
        plain: "º1234567890'¡qwertyuiop`+asdfghjklñ´ç<zxcvbnm,.-",
        shifted: "ª!\"·$%&/()=?¿QWERTYUIOP^*ASDFGHJKLÑ¨Ç>ZXCVBNM;:_",
    },
    Keys {
        plain: r"\1234567890'«qwertyuiop+´asdfghjklçº~<zxcvbnm,.-",
        shifted: "|!\"#$%&/()=?»QWERTYUIOP*`ASDFGHJKLÇª^>ZXCVBNM;:_",
    },
];

impl Keys {
    /// What each key gives, without Shift and then with it.
    fn all(&self) -> impl Iterator<Item = char> {
        self.plain.chars().chain(self.shifted.chars())
    }
}

/// What arrives on `machine` and what was printed, where a reader presses the keys of `reader`. Letters are pressed with
/// Shift or without.
fn table(reader: &Keys, machine: &Keys) -> Vec<(char, char)> {
    let pressed = reader.all().zip(machine.all());
    let of_zone = pressed.filter(|(printed, _)| printed.is_ascii_alphanumeric() || *printed == '<');
    let mut table: Vec<(char, char)> = Vec::with_capacity(70);
    for (printed, arrives) in of_zone {
        // Of two keys that give the same sign the reader presses the first.
        if table.iter().all(|(other, _)| *other != arrives) {
            table.push((arrives, printed.to_ascii_uppercase()));
        }
    }
    table
}

/// The texts that layouts make of what arrived, each once.
fn put_right(text: &str) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for (at, reader) in LAYOUTS.iter().enumerate() {
        for machine in LAYOUTS.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, machine)| machine) {
            let table = table(reader, machine);
            let printed = |arrived: char| match arrived {
                ' ' | '\t' | '\r' | '\n' => Some(arrived),
                _ if arrived.is_control() => Some(arrived),
                _ => table.iter().find(|(other, _)| *other == arrived).map(|(_, printed)| *printed),
            };
            if let Some(right) = text.chars().map(printed).collect::<Option<String>>()
                && !texts.contains(&right)
            {
                texts.push(right);
            }
        }
    }
    texts
}

/// What stands in a field of a zone.
type ValueOf = fn(&Mrz) -> &str;

/// Reads the zone that a keyboard typed, as [`read`] does, and where it holds characters of a foreign layout, what was printed.
/// Where two layouts fit equally well, the fields in which they differ are in doubt.
///
/// # Errors
/// [`Unreadable`]: neither what arrived nor what any layout makes of it is a zone.
pub fn read_typed(text: &str, on: Date) -> Result<Mrz, Unreadable> {
    let unreadable = match read(text, on) {
        Err(unreadable @ Unreadable::ForeignCharacter { .. }) => unreadable,
        other => return other,
    };
    // No document's code begins with a digit.
    let is_one = |zone: &Mrz| zone.document_code.starts_with(|first: char| first.is_ascii_uppercase());
    let zones = put_right(text).into_iter().filter_map(|text| read(&text, on).ok());
    let mut zones: Vec<Mrz> = zones.filter(is_one).collect();
    let Some(fewest) = zones.iter().map(|zone| zone.problems.len()).min() else { return Err(unreadable) };
    zones.retain(|zone| zone.problems.len() == fewest);
    let others = zones.split_off(1);
    let Some(mut zone) = zones.pop() else { return Err(unreadable) };
    let values: [(Field, ValueOf); 6] = [
        (Field::PrimaryIdentifier, |zone| &zone.primary_identifier),
        (Field::SecondaryIdentifier, |zone| &zone.secondary_identifier),
        (Field::DocumentNumber, |zone| &zone.document_number),
        (Field::IssuingState, |zone| &zone.issuing_state),
        (Field::Nationality, |zone| &zone.nationality),
        (Field::OptionalData, |zone| &zone.optional_data),
    ];
    for (field, value) in values {
        let mut suggestions: Vec<String> = Vec::new();
        for other in &others {
            let differs = value(other) != value(&zone) && !suggestions.iter().any(|known| known == value(other));
            if differs {
                suggestions.push(value(other).to_owned());
            }
        }
        if !suggestions.is_empty() {
            zone.problems.push(Doubt { field, kind: DoubtKind::KeyboardLayout, suggestions });
        }
    }
    Ok(zone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const ON: Date = date(2026, 11, 28);
    const NAMES: [&str; 8] = ["us", "us, 105 keys", "uk", "fr", "be", "de", "es", "pt"];
    /// No Y, no Z in the name, both in the number.
    const PLAIN: &str = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10";

    /// What arrives where a reader presses the keys of one layout and the machine has another.
    fn typed(zone: &str, reader: &Keys, machine: &Keys) -> String {
        let keys: Vec<(char, char)> = reader.all().zip(machine.all()).collect();
        let press = |printed: char| keys.iter().find(|(key, _)| *key == printed).map_or(printed, |(_, gives)| *gives);
        zone.chars().map(press).collect()
    }

    #[test]
    fn every_layout_has_the_same_keys() {
        for (name, keys) in NAMES.iter().zip(&LAYOUTS) {
            assert_eq!((keys.plain.chars().count(), keys.shifted.chars().count()), (48, 48), "{name}");
            for letter in ('A'..='Z').chain('0'..='9').chain(['<']) {
                assert_eq!(
                    keys.all().filter(|key| *key == letter).count(),
                    1 + usize::from(is_twice(name, letter)),
                    "{name} {letter}"
                );
            }
        }
    }

    /// Where Linux gives a United States keyboard the 105th key, `<` has two.
    fn is_twice(name: &str, letter: char) -> bool {
        name == "us, 105 keys" && letter == '<'
    }

    #[test]
    fn a_zone_typed_on_another_keyboard_is_put_right_whichever_two_met() {
        for (one, reader) in NAMES.iter().zip(&LAYOUTS) {
            for (other, machine) in NAMES.iter().zip(&LAYOUTS) {
                let arrives = typed(PLAIN, reader, machine);
                let Ok(zone) = read_typed(&arrives, ON) else { panic!("{one} on {other}: {arrives}") };
                // Where only letters changed places, check digits see it.
                let is_seen = !zone.problems.is_empty();
                assert!(zone.lines.join("\n") == PLAIN || is_seen, "{one} on {other}: {zone:?}");
                if arrives.chars().any(|letter| !letter.is_ascii_alphanumeric() && letter != '<' && letter != '\n') {
                    assert_eq!(zone.lines.join("\n"), PLAIN, "{one} on {other}");
                }
            }
        }
    }

    #[test]
    fn where_two_layouts_fit_the_zone_says_so_and_what_the_other_makes_of_it() {
        let [us, german] = [&LAYOUTS[0], &LAYOUTS[5]];
        // Without optional data no check digit covers a Y or a Z.
        let zone = format!("{:<<44}\nL898902C36UTO7408122F1204159<<<<<<<<<<<<<<<8", "P<UTOZERBO<<YAYA");
        let arrives = typed(&zone, us, german);
        assert!(arrives.contains("YERBO;;ZAZA"), "{arrives}");
        let zone = read_typed(&arrives, ON).expect("a zone");
        let doubt =
            |field| zone.problems.iter().find(|doubt| doubt.field == field && doubt.kind == DoubtKind::KeyboardLayout);
        let name = doubt(Field::PrimaryIdentifier).expect("a doubt");
        let both = [zone.primary_identifier.as_str(), name.suggestions[0].as_str()];
        assert!(both.contains(&"ZERBO") && both.contains(&"YERBO"), "{both:?}");
        assert!(doubt(Field::DocumentNumber).is_none());
    }

    #[test]
    fn a_zone_without_shift_is_put_right_too_and_what_is_none_stays_refused() {
        let arrives = typed(&PLAIN.to_lowercase(), &LAYOUTS[0], &LAYOUTS[3]);
        assert_eq!(read_typed(&arrives, ON).expect("a zone").lines.join("\n"), PLAIN);
        for text in ["P.UTO&é\"'(-è_çà", "¿?", "P<UTO!", &"é".repeat(88)] {
            assert!(read_typed(text, ON).is_err(), "{text}");
        }
    }
}

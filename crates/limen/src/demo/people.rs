//! Invented people: names from common parts of the region's languages, drawn by chance and put together anew.

use jiff::{Span, Timestamp, civil::Date, tz::TimeZone};
use limen_domain::{
    Direction, DocumentKind, DocumentNumber, Mode, Name, PartialDate, Purpose, Sex, Source, StateCode, TravelDocument,
    Traveller,
};
use rand::{Rng, RngExt, seq::IndexedRandom};

pub const WOMEN: [&str; 36] = [
    "Aminata",
    "Fatoumata",
    "Mariam",
    "Kadiatou",
    "Oumou",
    "Awa",
    "Djeneba",
    "Rokia",
    "Assitan",
    "Bintou",
    "Hawa",
    "Nana",
    "Safiatou",
    "Ramata",
    "Tenin",
    "Sira",
    "Aissata",
    "Fanta",
    "Salimata",
    "Maimouna",
    "Nassira",
    "Korotoumou",
    "Adama",
    "Binta",
    "Ndeye",
    "Khady",
    "Astou",
    "Coumba",
    "Akissi",
    "Adjoua",
    "Affoue",
    "Amenan",
    "Marie",
    "Chantal",
    "Esther",
    "Grace",
];
pub const MEN: [&str; 40] = [
    "Mamadou",
    "Moussa",
    "Ibrahima",
    "Amadou",
    "Boubacar",
    "Souleymane",
    "Abdoulaye",
    "Seydou",
    "Oumar",
    "Modibo",
    "Bakary",
    "Cheick",
    "Drissa",
    "Issa",
    "Lassana",
    "Madou",
    "Siaka",
    "Yacouba",
    "Adama",
    "Aliou",
    "Alpha",
    "Thierno",
    "Sekou",
    "Lamine",
    "Fode",
    "Ousmane",
    "Modou",
    "Cheikh",
    "Babacar",
    "Pape",
    "Kouassi",
    "Koffi",
    "Kouadio",
    "Yao",
    "Konan",
    "Jean",
    "Paul",
    "Emmanuel",
    "Daniel",
    "Salif",
];
pub const SURNAMES: [&str; 56] = [
    "Diallo",
    "Traore",
    "Keita",
    "Coulibaly",
    "Diarra",
    "Konate",
    "Sangare",
    "Sidibe",
    "Diakite",
    "Toure",
    "Cisse",
    "Camara",
    "Kouyate",
    "Sissoko",
    "Dembele",
    "Sacko",
    "Doumbia",
    "Fofana",
    "Konare",
    "Maiga",
    "Sylla",
    "Barry",
    "Bah",
    "Sow",
    "Balde",
    "Conde",
    "Kaba",
    "Soumah",
    "Bangoura",
    "Ndiaye",
    "Diop",
    "Fall",
    "Gueye",
    "Faye",
    "Sarr",
    "Diouf",
    "Ba",
    "Sy",
    "Kone",
    "Ouattara",
    "Bamba",
    "Kouassi",
    "Kouame",
    "Nguessan",
    "Yeo",
    "Soro",
    "Ouedraogo",
    "Zongo",
    "Sawadogo",
    "Kabore",
    "Niang",
    "Dieng",
    "Kante",
    "Dramera",
    "Tounkara",
    "Bathily",
];
/// Nationalities of travellers at the three posts, and how often each of a hundred is met.
const NATIONALITIES: [(&str, u32); 12] = [
    ("MLI", 38),
    ("GIN", 24),
    ("CIV", 11),
    ("SEN", 10),
    ("BFA", 5),
    ("GMB", 3),
    ("NER", 2),
    ("NGA", 2),
    ("MRT", 2),
    ("GHA", 1),
    ("FRA", 1),
    ("CHN", 1),
];
const PURPOSES: [Purpose; 9] = [
    Purpose::Family,
    Purpose::Family,
    Purpose::Trade,
    Purpose::Trade,
    Purpose::Trade,
    Purpose::Work,
    Purpose::Business,
    Purpose::Transit,
    Purpose::Health,
];
const MODES: [Mode; 8] =
    [Mode::Bus, Mode::Bus, Mode::Bus, Mode::Car, Mode::Car, Mode::Motorcycle, Mode::Foot, Mode::Lorry];

/// Someone who crosses more than once.
#[derive(Debug, Clone)]
pub struct Regular {
    pub(crate) traveller: Traveller,
    pub(crate) purpose: Purpose,
    pub(crate) mode: Mode,
    /// Which way they went last.
    pub(crate) last: Option<Direction>,
    /// How often they have crossed, and at which of the posts.
    pub(crate) crossings: u32,
    pub(crate) home: usize,
}

/// People who cross regularly, enough for `crossings` crossings: some cross weekly, many twice a year.
pub fn regulars(random: &mut impl Rng, crossings: usize, now: Timestamp) -> Vec<Regular> {
    let today = now.to_zoned_datetime(TimeZone::UTC).date();
    (0..(crossings / 6).max(60)).map(|at| regular(random, at, today)).collect()
}

fn regular(random: &mut impl Rng, at: usize, today: Date) -> Regular {
    let sex = if random.random_bool(0.42) { Sex::Female } else { Sex::Male };
    // Most are grown up; one in twelve is a minor.
    let years = if random.random_bool(0.08) { random.random_range(2..18) } else { 18 + age(random) };
    let birth = today - Span::new().days(i32::from(years) * 365 + random.random_range(0..365));
    let nationality = nationality(random);
    Regular {
        traveller: traveller(random, at, sex, birth, nationality, today),
        purpose: pick(random, &PURPOSES),
        mode: pick(random, &MODES),
        last: None,
        crossings: 0,
        home: at % 3,
    }
}

/// Years above eighteen: many young adults, fewer old ones.
fn age(random: &mut impl Rng) -> u16 {
    random.random_range(0..30) + random.random_range(0..30)
}

fn nationality(random: &mut impl Rng) -> StateCode {
    let mut drawn = random.random_range(0..NATIONALITIES.iter().map(|(_, weight)| weight).sum());
    let code = NATIONALITIES.iter().find(|(_, weight)| {
        let here = drawn < *weight;
        drawn = drawn.saturating_sub(*weight);
        here
    });
    code.and_then(|(code, _)| code.parse().ok()).unwrap_or(StateCode::UNSPECIFIED)
}

fn traveller(
    random: &mut impl Rng,
    at: usize,
    sex: Sex,
    birth: Date,
    nationality: StateCode,
    today: Date,
) -> Traveller {
    let given = if sex == Sex::Female { &WOMEN[..] } else { &MEN[..] };
    let mut secondary = pick(random, given).to_uppercase();
    if random.random_bool(0.35) {
        secondary = format!("{secondary} {}", pick(random, given).to_uppercase());
    }
    let kind = if random.random_bool(0.55) { DocumentKind::IdentityCard } else { DocumentKind::Passport };
    let letters = if kind == DocumentKind::Passport { "P" } else { "C" };
    let number = format!("{}{letters}{at:06}", &nationality.as_str()[..1]);
    let name = Name { primary: pick(random, &SURNAMES).to_uppercase(), secondary, truncated: false };
    Traveller {
        birth_date: PartialDate::Full(birth),
        sex,
        nationality: Some(nationality),
        document: Some(TravelDocument {
            kind,
            issuer: Some(nationality),
            number: DocumentNumber::new(&number),
            expiry: PartialDate::Full(today + Span::new().days(random.random_range(30..3_000))),
            mrz: None,
        }),
        ..Traveller::named(name, Source::Mrz)
    }
}

/// The names that people are made of.
pub struct NamesUsed {
    /// Given names, of women and men.
    pub given: Vec<&'static str>,
    /// Surnames.
    pub surnames: Vec<&'static str>,
}

/// All names that people are made of.
pub fn all_names() -> NamesUsed {
    NamesUsed { given: [&WOMEN[..], &MEN[..]].concat(), surnames: SURNAMES.to_vec() }
}

pub(crate) fn pick<T: Copy>(random: &mut impl Rng, all: &[T]) -> T {
    // The lists above are never empty.
    all.choose(random).copied().unwrap_or(all[0])
}

/// A name of a man or a woman, for alerts: given names, then surname.
pub(crate) fn name(random: &mut impl Rng) -> (String, String, Sex) {
    let sex = if random.random_bool(0.3) { Sex::Female } else { Sex::Male };
    let given = if sex == Sex::Female { &WOMEN[..] } else { &MEN[..] };
    let two = format!("{} {}", pick(random, given), pick(random, given));
    (two, pick(random, &SURNAMES).to_owned(), sex)
}

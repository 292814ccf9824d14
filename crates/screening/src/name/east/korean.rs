//! Korean given names in Latin letters: which syllables of hangul `Ji-hoon`, `Jihun` and `Chihun` stand for.
//!
//! The South writes as it likes (Young, Yeong, Yong), with the Revised Romanisation as a rule since 2000; the North and
//! older books write by McCune and Reischauer without its marks, in which `o` and `u` stand for two vowels each
//! (Jong Un is Jeong-eun). Only syllables that given names are made of are read.

use super::chinese::meet;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

/// How two given names are related.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Related {
    /// They can be the same syllables as the South writes them.
    Same,
    /// They can be only if one of them is written as in the North or in books.
    NorthAndSouth,
    /// They are other syllables.
    Different,
}

/// Maximum number of syllables of a given name.
const MOST_SYLLABLES: usize = 3;
/// Maximum number of letters that are looked at.
const MOST_LETTERS: usize = 18;
/// Maximum number of ways to cut a name that are looked at.
const MOST_CUTS: usize = 12;
/// Longest spelling of one syllable.
const LONGEST: usize = 7;

/// The syllables of given names in Revised Romanisation, the usual ones first: where a spelling stands for several,
/// the first is the likeliest.
const SYLLABLES: &str = "ji jun min su seo yeon hyeon u jin hun seong jeong yeong eun hui gyeong mi suk ho cheol sang jae dong gi tae \
    in ja sun yun won ha a ye jong seung hye jeon seon hwan uk il sik nam ok hwa bin seok chan gyu cheon ju geun \
    yu si do hae chang bo sin jung gwang myeong hak tak taek yong chae ran rim rae bok man bong beom byeong deok \
    dae gang gap geon gon gu guk gwan gwon gyun hang heon heung hong hwi hyeok hyeop hyo im jik juk keun mok mu \
    mun nae na nan no o pil pyo pyeong rak ri rin ro rok ryul ryun sa se so sol song sam san chil chu chung chun \
    cheong choe chul han hyang jeol jip jo jang je un ui um ung wan wi ya yang yeol yeop yo yul on eon eok eom \
    eung gwi gwa gyo geum geuk gyeol bi baek bae ban deuk dan dal dam du dun duk hyeong hu huk i ik eol ip jeok \
    jeung jil ka ko kon mae maeng mal mang mil myeon myo ni nu nyeo ra ram rang ru rye ryang sae saem seul sum \
    tan tong teuk ae an am ap bang bu bun pung pan ryeon ryeong ryong ryeol ryu ryeo hal gil gol jam jan jul \
    seop byeol neul gam gal ham hoe yeo yeok yuk bak";

/// Spellings that no rule makes.
const MORE: &[(&str, &str)] = &[
    ("ji", "GEE JIE JY"),
    ("jun", "JUNE JOONE"),
    ("gi", "KEY KIE KY"),
    ("hui", "HY HEY HIE"),
    ("hye", "HEA HYEA"),
    ("su", "SUE SOO SHU"),
    ("mi", "ME MIE"),
    ("seon", "SEUN SUNN"),
    ("u", "WOO WU WOOH OU"),
    ("uk", "WOOK WUK UG OOK"),
    ("un", "WOON WUN OON"),
    ("ung", "WOONG WUNG OONG"),
    ("ok", "OAK OCK"),
    ("yeong", "YOUNG YUNG YONG"),
    ("won", "WEON ONE WEN"),
    ("ae", "AI AY"),
    ("a", "AH"),
    ("i", "YI EE LEE RI"),
    ("ik", "ICK YIK EEK"),
    ("il", "ILL EEL YIL"),
    ("in", "EEN YIN"),
    ("im", "LIM RIM YIM"),
    ("ui", "EUI YI UY EE"),
    ("hwi", "WHI WHEE HUI HWEE"),
    ("gwon", "KWEON KWEN"),
    ("hyeok", "HYUK HYOUK HYOOK HUK"),
    ("seok", "SUCK SOCK SUK SEOG"),
    ("sik", "SHIK SICK SHICK SEEK"),
    ("suk", "SOOK SUCK"),
    ("taek", "TAEK TAIK TACK TEAK TEK TAEG"),
    ("baek", "PAIK BAIK PAEK BECK BACK"),
    ("bae", "BAI PAI BAY PAY"),
    ("pil", "PHIL FEEL PHILL"),
    ("pyo", "PHYO"),
    ("geum", "KEUM KUM GUM KUEM"),
    ("seop", "SUP SUB SEOB SOP SOB"),
    ("hyeop", "HYUP HYUB HYEOB HYOP"),
    ("yeop", "YUP YUB YEOB YOP"),
    ("eun", "UN EN EUNE"),
    ("gyeong", "KYENG KEYONG"),
    ("seul", "SUL SEUL"),
    ("ri", "LEE LI RHEE REE"),
    ("rin", "LIN RHIN LYNN LEEN"),
    ("yong", "RYONG LYONG"),
    ("yeol", "RYEOL RYUL RYOL"),
    ("yeon", "RYEON RYON RYUN"),
    ("yul", "RYUL YOOL"),
    ("yang", "RYANG LYANG"),
];

/// A set of syllables.
type Set = [u64; 6];

#[derive(Debug, Clone, Copy, Default)]
struct Sense {
    south: Set,
    north: Set,
}

struct Table {
    senses: FxHashMap<String, Sense>,
    names: Vec<&'static str>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { senses: FxHashMap::default(), names: Vec::new() };
    table.names.extend(SYLLABLES.split_whitespace());
    for (number, name) in table.names.clone().into_iter().enumerate() {
        let (initial, vowel, last) = jamo(name);
        for (spelling, is_north) in spellings(initial, vowel, last) {
            table.add(spelling, number, is_north);
        }
        for (_, more) in MORE.iter().filter(|(known, _)| *known == name) {
            more.split(' ').for_each(|spelling| table.add(spelling.to_owned(), number, false));
        }
    }
    table
});

impl Table {
    fn add(&mut self, spelling: String, number: usize, is_north: bool) {
        let sense = self.senses.entry(spelling).or_default();
        let set = if is_north { &mut sense.north } else { &mut sense.south };
        set[number / 64] |= 1 << (number % 64);
    }

    /// All ways to cut these letters into syllables, of the South or of the North.
    fn cuts(&self, letters: &str, is_north: bool) -> Vec<Vec<Set>> {
        let mut found = Vec::new();
        let is_latin = letters.bytes().all(|letter| letter.is_ascii_uppercase());
        if is_latin && (1..=MOST_LETTERS).contains(&letters.len()) {
            self.cut(letters, is_north, &mut Vec::new(), &mut found);
        }
        found
    }

    fn cut(&self, rest: &str, is_north: bool, so_far: &mut Vec<Set>, found: &mut Vec<Vec<Set>>) {
        if rest.is_empty() {
            found.push(so_far.clone());
        } else if so_far.len() < MOST_SYLLABLES && found.len() < MOST_CUTS {
            for length in 1..=rest.len().min(LONGEST) {
                let sense =
                    self.senses.get(&rest[..length]).map(|sense| if is_north { sense.north } else { sense.south });
                if let Some(set) = sense.filter(|set| *set != Set::default()) {
                    so_far.push(set);
                    self.cut(&rest[length..], is_north, so_far, found);
                    so_far.pop();
                }
            }
        }
    }
}

/// A syllable in Revised Romanisation as its three parts.
fn jamo(name: &'static str) -> (&'static str, &'static str, &'static str) {
    let is_vowel = |letter: char| "aeiouwy".contains(letter);
    let first = name.find(is_vowel).unwrap_or(name.len());
    let vowel = name[first..].find(|letter| !is_vowel(letter)).map_or(name.len(), |at| first + at);
    (&name[..first], &name[first..vowel], &name[vowel..])
}

/// The spellings of a syllable by rule, each with whether it is one of the North.
fn spellings(initial: &str, vowel: &str, last: &str) -> Vec<(String, bool)> {
    let is_open = last.is_empty();
    let initials: &[&str] = match (initial, vowel) {
        ("g", _) => &["G", "K"],
        ("d", _) => &["D", "T"],
        ("b", _) => &["B", "P"],
        ("j", _) => &["J", "CH"],
        ("r", _) => &["R", "L"],
        ("s", "i" | "wi") => &["S", "SH"],
        ("s", _) => &["S"],
        ("ch", _) => &["CH"],
        ("k", _) => &["K"],
        ("t", _) => &["T"],
        ("p", _) => &["P"],
        ("h", _) => &["H"],
        ("m", _) => &["M"],
        ("n", _) => &["N"],
        _ => &[""],
    };
    let south: &[&str] = match (vowel, is_open) {
        ("a", true) => &["A", "AH"],
        ("ae", _) => &["AE", "AI", "AY"],
        ("eo", true) => &["EO", "UH", "ER", "UR"],
        ("eo", false) => &["EO", "U", "OU", "EU"],
        ("yeo", true) => &["YEO", "YUH", "YU"],
        ("yeo", false) => &["YEO", "YOU", "YU", "YO", "YEU"],
        ("ye", _) => &["YE", "YEA"],
        ("o", true) => &["O", "OH"],
        ("oe", _) => &["OE", "OI"],
        ("u", _) => &["U", "OO", "OU"],
        ("wo", _) => &["WO", "WEO", "UO"],
        ("wi", _) => &["WI", "WEE", "UI"],
        ("yu", true) => &["YU", "YOO", "YOU"],
        ("yu", false) => &["YU", "YOO", "YOU", "IU"],
        ("eu", _) => &["EU", "U"],
        ("ui", _) => &["UI", "EUI", "EE", "I", "UEY"],
        ("i", true) => &["I", "EE", "IE"],
        ("i", false) => &["I", "EE"],
        _ => &[],
    };
    let north: &[&str] = match vowel {
        "eo" => &["O"],
        "yeo" => &["YO"],
        "eu" => &["U"],
        "ui" => &["UI"],
        "wo" => &["WO"],
        "oe" => &["OE"],
        _ => &[],
    };
    let plain = vowel.to_uppercase();
    let lasts: &[&str] = match last {
        "k" => &["K", "G", "CK"],
        "p" => &["P", "B"],
        "l" => &["L", "LL"],
        "n" => &["N"],
        "m" => &["M"],
        "ng" => &["NG"],
        _ => &[""],
    };
    let breathed: &[&str] = match initial {
        "k" => &["KH"],
        "t" => &["TH"],
        "p" => &["PH"],
        "ch" => &["CHH"],
        _ => &[],
    };
    let mut made = Vec::new();
    for first in initials.iter().chain(breathed) {
        for end in lasts {
            let souths = if south.is_empty() { vec![plain.as_str()] } else { south.to_vec() };
            let norths = if north.is_empty() { vec![plain.as_str()] } else { north.to_vec() };
            made.extend(souths.iter().map(|vowel| (format!("{first}{vowel}{end}"), false)));
            made.extend(norths.iter().map(|vowel| (format!("{first}{vowel}{end}"), true)));
        }
    }
    made
}

/// Surnames as passports write them.
const SURNAMES: &str = "KIM GIM LEE YI RHEE RI PARK PAK BAK CHOI CHOE JUNG CHUNG JEONG CHONG KANG GANG CHO JO YOON YUN JANG CHANG LIM IM RIM \
    HAN OH O SEO SUH SHIN SIN KWON GWON HWANG AHN AN SONG RYU YOO YU HONG JEON JUN CHUN KO GO MOON MUN SON SOHN YANG BAE PAE BAEK PAEK PAIK \
    HEO HUH NAM SIM SHIM NOH ROH NO HA KWAK GWAK SUNG SEONG CHA JOO JU WOO U KOO GU RA NA MIN JIN CHIN JI CHI UM EOM CHAE WON CHEON BANG PANG \
    KONG GONG HYUN HYEON HAM BYUN BYEON YEOM YEO CHU DO SEOK SEON SEOL MA GIL KIL WI PYO MYEONG GI KI BAN WANG GEUM KEUM OK YUK IN MAENG JE MO \
    TAK GUK KOOK EO EUN PYEON YONG YE KYUNG GYEONG BONG SA BU KA GA BOK TAE MOK NAMGUNG NAMKOONG HWANGBO JEGAL SUNWOO SEONU DOKGO";

/// Whether these letters, Latin capitals, are a Korean surname.
pub(crate) fn is_surname(letters: &str) -> bool {
    static KNOWN: LazyLock<FxHashSet<&str>> = LazyLock::new(|| SURNAMES.split_whitespace().collect());
    KNOWN.contains(letters)
}

/// What a given name can be read as, by the South's writing and by the North's: rows of syllables, each as a number.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Readings {
    south: Vec<u32>,
    north: Vec<u32>,
}

/// Maximum number of rows of one way to cut a name.
const MOST_ROWS: usize = 64;

/// The readings of a given name in Latin capitals without spaces or hyphens; `None` where it can't be read as Korean.
pub(super) fn readings(letters: &str) -> Option<Readings> {
    let numbers = |is_north: bool| {
        let mut numbers: Vec<u32> = TABLE.cuts(letters, is_north).iter().flat_map(|cut| rows(cut)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    };
    let read = Readings { south: numbers(false), north: numbers(true) };
    (!read.south.is_empty() || !read.north.is_empty()).then_some(read)
}

/// The ways in which a given name of two syllables is two parts: the numbers of each.
pub(super) fn halves(letters: &str) -> Vec<[Vec<u32>; 2]> {
    let cuts =
        [false, true].into_iter().flat_map(|is_north| TABLE.cuts(letters, is_north)).filter(|cut| cut.len() == 2);
    cuts.map(|cut| [rows(&cut[..1]), rows(&cut[1..])]).collect()
}

fn rows(cut: &[Set]) -> Vec<u32> {
    let mut rows: Vec<u32> = vec![KOREAN];
    for set in cut {
        let values = (0..TABLE.names.len()).filter(|number| set[number / 64] >> (number % 64) & 1 != 0);
        let values: Vec<u32> = values.map(|value| value as u32).collect();
        let longer = rows.iter().flat_map(|row| values.iter().map(move |value| row.wrapping_mul(1_021) + value + 1));
        rows = longer.take(MOST_ROWS).collect();
    }
    rows
}

/// What rows of Korean syllables begin with, so that they are told from others.
const KOREAN: u32 = 0x4b52;

impl Readings {
    /// The numbers under which it is filed: whatever can be the same name shares one.
    pub fn files(&self) -> impl Iterator<Item = u32> {
        self.south.iter().chain(&self.north).copied()
    }

    /// How two given names are related.
    pub fn related(&self, other: &Self) -> Related {
        if meet(&self.south, &other.south) {
            Related::Same
        } else if meet(&self.south, &other.north) || meet(&self.north, &other.south) {
            Related::NorthAndSouth
        } else {
            Related::Different
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn related(one: &str, other: &str) -> Option<Related> {
        Some(readings(one)?.related(&readings(other)?))
    }

    #[test]
    fn one_given_name_as_written_by_many_is_one() {
        for (one, other) in [("JIHOON", "JIHUN"), ("YOUNGSOO", "YEONGSU"), ("HYUNWOO", "HYEONU")] {
            assert_eq!(related(one, other), Some(Related::Same), "{one} {other}");
        }
        assert_ne!(related("JONGUN", "JEONGEUN"), Some(Related::Different));
        for (one, other) in [("JIN", "JUN"), ("MINSU", "MINSEO")] {
            assert_eq!(related(one, other), Some(Related::Different), "{one} {other}");
        }
    }
}

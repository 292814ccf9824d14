//! Messages in Fluent's form, country names of CLDR, dates and ages as officers say them: French and English for pages,
//! and some more languages for what is handed to travellers.

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use icu_experimental::displaynames::multi::RegionDisplayNames;
use icu_locale_core::subtags::Region;
use jiff::civil::{Date, Time};
use limen_domain::{Ages, BirthDate, DataKind, PartialDate, Retention, Role, StateCode, StateKind};
use std::{collections::HashMap, fmt, str::FromStr};

/// A language: of pages, or only of what is handed to travellers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// French, the first.
    #[default]
    French,
    /// English.
    English,
    /// Spanish, printed only.
    Spanish,
    /// Portuguese, printed only.
    Portuguese,
    /// Arabic, printed only.
    Arabic,
}

impl Language {
    /// Every language in which notices and slips are printed.
    pub const PRINTED: [Self; 5] = [Self::French, Self::English, Self::Spanish, Self::Portuguese, Self::Arabic];

    /// Its tag (BCP 47).
    pub fn tag(self) -> &'static str {
        match self {
            Self::French => "fr",
            Self::English => "en",
            Self::Spanish => "es",
            Self::Portuguese => "pt",
            Self::Arabic => "ar",
        }
    }

    /// Which way it is written, as HTML says it.
    pub fn direction(self) -> &'static str {
        if self == Self::Arabic { "rtl" } else { "ltr" }
    }

    /// The other language of pages.
    pub fn other(self) -> Self {
        match self {
            Self::French => Self::English,
            _ => Self::French,
        }
    }

    /// The printed language of a tag.
    pub fn printed(tag: &str) -> Option<Self> {
        Self::PRINTED.into_iter().find(|language| language.tag() == tag)
    }
}

impl FromStr for Language {
    type Err = ();

    /// The language of pages of a tag.
    fn from_str(tag: &str) -> Result<Self, ()> {
        match tag {
            "fr" => Ok(Self::French),
            "en" => Ok(Self::English),
            _ => Err(()),
        }
    }
}

/// The words of every language.
#[derive(Debug)]
pub struct AllWords([Words; 5]);

impl AllWords {
    /// Reads them; they are part of the program.
    pub fn load() -> Self {
        Self(Language::PRINTED.map(Words::load))
    }

    /// The words of one language.
    pub fn of(&self, language: Language) -> &Words {
        let [french, english, spanish, portuguese, arabic] = &self.0;
        match language {
            Language::French => french,
            Language::English => english,
            Language::Spanish => spanish,
            Language::Portuguese => portuguese,
            Language::Arabic => arabic,
        }
    }
}

/// The messages that officers read, of a language: a file for each folder of pages, one for the domain's
/// codes, and one for help.
macro_rules! officers {
    ($language:literal) => {
        officers!($language: "across" "administration" "alerts" "codes" "counter" "door" "flows" "help" "kit" "neighbours"
            "neighbours-work" "network" "oversight" "party" "records" "second_line" "visas")
    };
    ($language:literal: $($file:literal)+) => {
        &[$(include_str!(concat!("../locales/", $language, "/", $file, ".ftl"))),+]
    };
}

const FRENCH: &[&str] = officers!("fr");
const ENGLISH: &[&str] = officers!("en");

/// The messages that officers read; none in the languages that only travellers read.
fn read_by_officers(language: Language) -> &'static [&'static str] {
    match language {
        Language::French => FRENCH,
        Language::English => ENGLISH,
        Language::Spanish | Language::Portuguese | Language::Arabic => &[],
    }
}

/// The messages that are printed for travellers.
fn printed(language: Language) -> &'static str {
    match language {
        Language::French => include_str!("../locales/printed/fr.ftl"),
        Language::English => include_str!("../locales/printed/en.ftl"),
        Language::Spanish => include_str!("../locales/printed/es.ftl"),
        Language::Portuguese => include_str!("../locales/printed/pt.ftl"),
        Language::Arabic => include_str!("../locales/printed/ar.ftl"),
    }
}

/// How long a kind of data is kept, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptFor {
    /// The kind of data.
    pub data: String,
    /// For how long, and by what right.
    pub period: String,
}

/// The words of one language.
pub struct Words {
    /// Which.
    pub language: Language,
    bundle: FluentBundle<FluentResource>,
    /// Every state with its name, sorted by name as this language sorts.
    states: Vec<(StateCode, String)>,
    names: HashMap<StateCode, String>,
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Words").field("language", &self.language).finish_non_exhaustive()
    }
}

impl Words {
    fn load(language: Language) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![language.tag().parse().unwrap_or_default()]);
        bundle.set_use_isolating(false);
        // Every number that a message shows has its thousands parted; which form it takes goes by the number itself.
        bundle.set_formatter(Some(match language {
            Language::English => |value, _| parted_value(value, Language::English),
            _ => |value, _| parted_value(value, Language::French),
        }));
        for text in read_by_officers(language).iter().chain([&printed(language)]) {
            // The files are part of the program and read by a test; what does not parse would only be left out here.
            let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(resource, errors)| {
                tracing::error!(language = language.tag(), "{} messages can't be read", errors.len());
                resource
            });
            if let Err(errors) = bundle.add_resource(resource) {
                tracing::error!(language = language.tag(), "{} messages stand twice", errors.len());
            }
        }
        let mut words = Self { language, bundle, states: Vec::new(), names: HashMap::new() };
        words.load_states();
        words
    }

    fn load_states(&mut self) {
        let locale = match self.language {
            Language::French => icu_locale_core::locale!("fr"),
            Language::English => icu_locale_core::locale!("en"),
            Language::Spanish => icu_locale_core::locale!("es"),
            Language::Portuguese => icu_locale_core::locale!("pt"),
            Language::Arabic => icu_locale_core::locale!("ar"),
        };
        let names = RegionDisplayNames::try_new(locale.into(), Default::default());
        let name = |code: StateCode| match code.kind() {
            StateKind::State(alpha2) => {
                let region = Region::try_from_str(alpha2).ok()?;
                names.as_ref().ok()?.of(region).map(str::to_owned)
            }
            StateKind::Special | StateKind::Unknown => None,
        };
        let kosovo = "RKS".parse().ok();
        for code in StateCode::states().chain(kosovo) {
            if let Some(name) = name(code) {
                self.names.insert(code, name.clone());
                self.states.push((code, name));
            }
        }
        self.states.sort_by_cached_key(|(_, name)| limen_domain::plain_letters(name));
        self.states.dedup();
    }

    /// A message.
    pub fn t(&self, id: &str) -> String {
        self.with(id, FluentArgs::new())
    }

    /// A message with one value.
    pub fn t1<'a>(&self, id: &str, name: &'a str, value: impl Into<FluentValue<'a>>) -> String {
        let mut args = FluentArgs::new();
        args.set(name, value);
        self.with(id, args)
    }

    /// A message with two values.
    pub fn t2<'a>(
        &self,
        id: &str,
        one: (&'a str, impl Into<FluentValue<'a>>),
        other: (&'a str, impl Into<FluentValue<'a>>),
    ) -> String {
        let mut args = FluentArgs::new();
        args.set(one.0, one.1);
        args.set(other.0, other.1);
        self.with(id, args)
    }

    /// A message with three values.
    pub fn t3<'a>(
        &self,
        id: &str,
        one: (&'a str, impl Into<FluentValue<'a>>),
        other: (&'a str, impl Into<FluentValue<'a>>),
        third: (&'a str, impl Into<FluentValue<'a>>),
    ) -> String {
        let mut args = FluentArgs::new();
        args.set(one.0, one.1);
        args.set(other.0, other.1);
        args.set(third.0, third.1);
        self.with(id, args)
    }

    /// A message with several values.
    pub fn t_of(&self, id: &str, values: &[(&'static str, String)]) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in values {
            args.set(*name, value.as_str());
        }
        self.with(id, args)
    }

    /// `94 %`, of a share from 0 to 1.
    pub fn percent(&self, share: f64) -> String {
        self.t1("percent", "percent", (share * 100.0).round() as i64)
    }

    /// `94 %`, of a share from 0 to 1 of which something is missing or not: all of it is said of nothing less, and nothing of
    /// nothing more.
    pub fn percent_of_all(&self, share: f64) -> String {
        match share {
            share if share > 0.0 && share < 0.01 => format!("<\u{a0}{}", self.percent(0.01)),
            share if share < 1.0 && share > 0.99 => format!(">\u{a0}{}", self.percent(0.99)),
            share => self.percent(share),
        }
    }

    /// A number with one place after the comma, or the point.
    pub fn one_decimal(&self, number: f64) -> String {
        let text = format!("{number:.1}");
        if self.language == Language::French { text.replace('.', ",") } else { text }
    }

    fn with(&self, id: &str, args: FluentArgs<'_>) -> String {
        let Some(pattern) = self.bundle.get_message(id).and_then(|message| message.value()) else {
            tracing::error!(id, language = self.language.tag(), "a message is missing");
            return id.to_owned();
        };
        self.bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
    }

    /// The name of a code of a closed list: `coded("purpose", "trade")` is the message `purpose-trade`.
    pub fn coded(&self, list: &str, code: &str) -> String {
        if code.is_empty() { String::new() } else { self.t(&format!("{list}-{code}")) }
    }

    /// The name of a code that another version of Limen may have written; one that is not known here is shown as it is.
    pub fn coded_elsewhere(&self, list: &str, code: &str) -> String {
        let is_known = self.bundle.has_message(&format!("{list}-{code}"));
        if is_known { self.coded(list, code) } else { code.to_owned() }
    }

    /// A state's name; a special code's meaning; an unknown code itself.
    pub fn state(&self, code: StateCode) -> String {
        if let Some(name) = self.names.get(&code) {
            return name.clone();
        }
        match code.kind() {
            StateKind::Special => self.t(&format!("state-{code}")),
            StateKind::State(_) | StateKind::Unknown => self.t1("state-unknown", "code", code.as_str().to_owned()),
        }
    }

    /// Every state with its name, for choosing.
    pub fn states(&self) -> &[(StateCode, String)] {
        &self.states
    }

    /// `14 févr. 1992`
    pub fn date(&self, date: Date) -> String {
        format!("{} {} {}", self.day_number(date.day()), self.month(date.month()), date.year())
    }

    /// `14 févr.`
    pub fn day_and_month(&self, date: Date) -> String {
        format!("{} {}", self.day_number(date.day()), self.month(date.month()))
    }

    /// `mars 2026`
    pub fn month_and_year(&self, date: Date) -> String {
        format!("{} {}", self.month(date.month()), date.year())
    }

    fn day_number(&self, day: i8) -> String {
        match (self.language, day) {
            (Language::French, 1) => "1er".to_owned(),
            _ => day.to_string(),
        }
    }

    fn month(&self, month: i8) -> String {
        self.t(&format!("month-{month}"))
    }

    /// A date as far as it is known.
    pub fn partial_date(&self, date: PartialDate) -> String {
        self.known_date(date).unwrap_or_else(|| self.t("date-unknown"))
    }

    /// A date as far as it is known; `None` where it is not.
    pub fn known_date(&self, date: PartialDate) -> Option<String> {
        match date {
            PartialDate::Unknown => None,
            PartialDate::Year(year) => Some(year.to_string()),
            PartialDate::YearMonth(year, month) => Some(format!("{} {year}", self.month(month))),
            // A card without an end is printed as one of 9999.
            PartialDate::Full(Date::MAX) => Some(self.t("date-without-end")),
            PartialDate::Full(date) => Some(self.date(date)),
        }
    }

    /// The same for a birth date of an alert: `entre 1960 et 1965`
    pub fn birth_date(&self, date: BirthDate) -> String {
        match date {
            BirthDate::On(date) => self.partial_date(date),
            BirthDate::About(first, last) if first == last => self.t1("date-about", "year", first.to_string()),
            BirthDate::About(first, last) => {
                self.t2("date-about-between", ("first", first.to_string()), ("last", last.to_string()))
            }
            BirthDate::Between(first, last) => {
                self.t2("date-between", ("first", first.to_string()), ("last", last.to_string()))
            }
        }
    }

    /// `14:07`
    pub fn time(&self, time: Time) -> String {
        format!("{:02}:{:02}", time.hour(), time.minute())
    }

    /// `34 ans`, `8 mois`, `34 ou 35 ans`
    pub fn ages(&self, ages: Ages) -> String {
        if ages.youngest == ages.oldest {
            self.t1("age", "years", i64::from(ages.youngest))
        } else {
            self.t2("age-between", ("youngest", i64::from(ages.youngest)), ("oldest", i64::from(ages.oldest)))
        }
    }

    /// How far a day is from today, in days, months or years, as one says it.
    pub fn distance(&self, days: i64) -> String {
        match days.abs() {
            days @ 0..=60 => self.t1("distance-days", "count", days),
            days @ 61..=729 => self.t1("distance-months", "count", days / 30),
            days => self.t1("distance-years", "count", days / 365),
        }
    }

    /// `12 min`, `2 h 05`, `3 jours`
    pub fn minutes(&self, minutes: i64) -> String {
        match minutes.max(0) {
            minutes @ 0..=59 => format!("{minutes}\u{a0}min"),
            minutes @ 60..=2_879 => format!("{}\u{a0}h\u{a0}{:02}", minutes / 60, minutes % 60),
            minutes => self.t1("distance-days", "count", minutes / 1_440),
        }
    }

    /// A span of time as people say it, in seconds where it is short: `40 s`, `12 min`
    pub fn seconds(&self, seconds: i64) -> String {
        if seconds < 120 { format!("{}\u{a0}s", seconds.max(0)) } else { self.minutes(seconds / 60) }
    }

    /// How far a clock is ahead of others, in seconds: `en avance de 40 s`; behind where it is negative.
    pub fn clock_ahead(&self, seconds: i64) -> String {
        match seconds {
            -2..=2 => self.t("clock-right-now"),
            3.. => self.t1("clock-ahead", "distance", self.seconds(seconds)),
            _ => self.t1("clock-late", "distance", self.seconds(-seconds)),
        }
    }

    /// `12,3 Go`
    pub fn gigabytes(&self, bytes: u64) -> String {
        self.t1("gigabytes", "count", self.one_decimal(bytes as f64 / f64::from(1 << 30)))
    }

    /// `Sexe : identique`, with the space that the language puts before a colon.
    pub fn colon(&self, what: impl Into<String>, text: impl Into<String>) -> String {
        self.t2("colon", ("what", what.into()), ("text", text.into()))
    }

    /// How long each kind of data is kept, and by what right.
    pub fn kept(&self, retention: &Retention) -> Vec<KeptFor> {
        let periods = DataKind::ALL.iter().map(|data| {
            let period = match retention.of(*data) {
                Some(period) => {
                    self.t2("kept-for", ("days", period.days.to_string()), ("ground", period.ground.clone()))
                }
                None => self.t("kept-no-period"),
            };
            KeptFor { data: self.coded("data", data.code()), period }
        });
        periods.collect()
    }

    /// Someone of the service by what they do and where, not by name.
    pub fn role_at(&self, role: Option<Role>, place: &str) -> String {
        let role = role.map_or_else(String::new, |role| self.coded("role", role.code()));
        format!("{role} · {place}")
    }

    /// A whole number less another, with its sign: `+12`, `−1 200`, `0`.
    pub fn difference(&self, difference: i64) -> String {
        let sign = match difference {
            0 => "",
            1.. => "+",
            _ => "\u{2212}",
        };
        format!("{sign}{}", self.number(difference.unsigned_abs()))
    }

    /// A whole number with its thousands parted.
    pub fn number(&self, number: u64) -> String {
        parted(number, self.language)
    }
}

fn parted(number: u64, language: Language) -> String {
    let digits = number.to_string();
    let gap = match language {
        Language::English => ",",
        _ => "\u{202f}",
    };
    let mut parted = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            parted.push_str(gap);
        }
        parted.push(digit);
    }
    parted
}

/// A value of a message with its thousands parted; `None` where it is no whole number.
fn parted_value(value: &FluentValue<'_>, language: Language) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    let is_whole = number.value >= 0.0 && number.value.fract() == 0.0;
    is_whole.then(|| parted(number.value as u64, language))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use std::{
        collections::BTreeSet,
        path::{Path, PathBuf},
    };

    /// The sources name some 1,500 messages; where a reader finds far fewer, it no longer finds the sources.
    const LEAST_NAMED: usize = 1_450;

    fn keys(text: &str) -> BTreeSet<&str> {
        text.lines()
            .filter(|line| line.starts_with(|c: char| c.is_ascii_alphabetic()))
            .filter_map(|line| line.split_once(" ="))
            .map(|(key, _)| key)
            .collect()
    }

    #[test]
    fn every_printed_language_says_the_same_things() {
        let said = |language| {
            keys(printed(language)).into_iter().filter(|key| key.starts_with("printed-")).collect::<BTreeSet<&str>>()
        };
        let [french, ..] = Language::PRINTED;
        let all = said(french);
        assert!(all.len() > 20);
        for language in Language::PRINTED {
            let text = printed(language);
            assert!(FluentResource::try_new(text.to_owned()).is_ok(), "{}", language.tag());
            assert_eq!(said(language), all, "{}", language.tag());
        }
        let words = AllWords::load();
        assert_eq!(words.of(Language::Arabic).state("MLI".parse().expect("a code")), "مالي");
        assert_eq!(words.of(Language::Spanish).date(date(2026, 9, 2)), "2 sept 2026");
    }

    /// Nothing is counted as one in French too (CLDR): what says "one" in words is for 1 alone.
    #[test]
    fn a_form_for_one_names_its_number_or_is_for_1_alone() {
        let printed = Language::PRINTED.map(printed);
        for text in FRENCH.iter().chain(ENGLISH).chain(&printed) {
            for line in text.lines().filter(|line| line.trim_start().starts_with("[one]")) {
                assert!(line.contains("{ $"), "write [1] for: {line}");
            }
        }
        let of = |count| AllWords::load().of(Language::French).t1("party-waiting", "count", count);
        assert_ne!(of(0), of(1));
    }

    fn keys_of(texts: &'static [&'static str]) -> BTreeSet<&'static str> {
        texts.iter().flat_map(|text| keys(text)).collect()
    }

    #[test]
    fn both_languages_read_and_say_the_same_things_in_the_same_files() {
        for (french, english) in FRENCH.iter().zip(ENGLISH) {
            for text in [french, english] {
                assert!(FluentResource::try_new((*text).to_owned()).is_ok());
            }
            assert_eq!(keys(french), keys(english));
        }
        for texts in [FRENCH, ENGLISH] {
            let messages = texts.iter().flat_map(|text| text.lines());
            let messages = messages.filter(|line| line.starts_with(|c: char| c.is_ascii_alphabetic()));
            let messages = messages.filter(|line| line.contains(" =")).count();
            assert_eq!(messages, keys_of(texts).len(), "a message stands twice");
        }
    }

    #[test]
    fn every_file_of_messages_is_part_of_the_program() {
        for (folder, texts) in [("fr", FRENCH), ("en", ENGLISH)] {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(folder);
            assert_eq!(std::fs::read_dir(folder).expect("a folder").count(), texts.len());
        }
    }

    /// Every Rust file and template under a folder, with its text.
    fn sources(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                sources(&path, found);
            } else if path.extension().is_some_and(|kind| kind == "rs" || kind == "html") {
                let text = std::fs::read_to_string(&path).expect("a text");
                found.push((path, text));
            }
        }
    }

    /// The messages that a text names whole, in calls of `t`, `t1`, `t2`, `t3` and `t_of`.
    fn named_in(text: &str) -> impl Iterator<Item = &str> {
        text.match_indices(".t").filter_map(|(at, _)| {
            let call = &text[at + 2..];
            let arguments = ["(", "1(", "2(", "3(", "_of("].iter().find_map(|open| call.strip_prefix(open))?;
            arguments.trim_start().strip_prefix('"')?.split('"').next()
        })
    }

    #[test]
    fn every_message_that_a_page_or_a_handler_names_exists() {
        let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let mut known = keys_of(FRENCH);
        known.extend(keys(printed(Language::French)));
        let mut files = Vec::new();
        for place in ["web/src", "web/templates", "statistics/src", "limen/src"] {
            sources(&crates.join(place), &mut files);
        }
        let mut named = 0;
        for (path, text) in &files {
            // Messages of closed lists are named by list and code; they have a test of their own.
            for key in named_in(text) {
                named += 1;
                assert!(known.contains(key), "{} names {key}", path.display());
            }
        }
        assert!(named > LEAST_NAMED, "only {named} messages are named in {} files", files.len());
    }

    #[test]
    fn every_code_has_its_word() {
        use limen_domain::*;
        fn check<T: Copy + fmt::Display>(list: &str, codes: &[T]) {
            let known = keys_of(FRENCH);
            for code in codes {
                assert!(known.contains(format!("{list}-{code}").as_str()), "{list}-{code}");
            }
        }
        check("purpose", Purpose::ALL);
        check("mode", Mode::ALL);
        check("direction", Direction::ALL);
        check("decision", DecisionKind::ALL);
        check("need", Need::ALL);
        check("list", ListKind::ALL);
        check("answer", Answer::ALL);
        check("urgency", &[Urgency::Now, Urgency::Soon, Urgency::InTurn].map(Urgency::code));
        check("referral", ReferralReason::ALL);
        check("accompaniment", Accompaniment::ALL);
        check("document", DocumentKind::ALL);
        check("sex", Sex::ALL);
        check("source", Source::ALL);
        check("action", Action::ALL);
        check("alert-kind", AlertKind::ALL);
        check("judgement", Judgement::ALL);
        check("judgement-reason", JudgementReason::ALL);
        check("judgement-reason", VehicleReason::ALL);
        check("same-person", SamePersonReason::ALL);
        check("likeness", Likeness::ALL);
        check("name-match", NameMatch::ALL);
        check("part-match", PartMatch::ALL);
        check("field", Field::ALL);
        check("doubt", DoubtKind::ALL);
        check("chip", ChipSummary::ALL);
        check("chip-outcome", ChipOutcome::ALL);
        check("reader-zone", &["good", "open", "check"]);
        check("role", Role::ALL);
        check("permission", Permission::ALL);
        check("neighbour-paper", limen_neighbour::Kind::ALL);
        check("neighbour-group", limen_neighbour::GroupBy::ALL);
        check("notice-kind", limen_neighbour::NoticeKind::ALL);
        check("notice-field", limen_neighbour::SubjectField::ALL);
        check("plan-state", limen_neighbour::PlanState::ALL);
        check("joint-kind", limen_neighbour::JointKind::ALL);
        check("joint-signed", &["by-both", "waits-for-them", "waits-for-us", "drafted"]);
        check("lost-state", &["waits", "asked", "not-known", "lost", "over", "no-answer", "not-agreed"]);
        check("neighbour-agreement-state", &["offered", "signed", "in-force", "replaced", "ended"]);
        check(
            "neighbour-why",
            &["not-a-party", "not-in-force", "kind", "pair", "counts", "notice-kind", "field", "fault", "group"],
        );
        check("neighbour-why", &["held-back", "withheld", "not-read", "lost"]);
        check("neighbour-trouble", &["address", "unreachable", "unsafe", "too-slow", "refused", "not-taken", "full"]);
        for list in ["neighbour-proposed", "neighbour-advice"] {
            check(list, &["card", "agreement", "paper"]);
        }
        check("right", Right::ALL);
        check("claim-answer", RightAnswer::ALL);
        check("look-purpose", LookPurpose::ALL);
        check("look-purpose-help", &LookPurpose::NAMED);
        // Of the looks that stand in no list of looks, claims and try-outs are shown where they are made.
        let unlisted = ["audit-consulted", "draft-tried", "right-claimed", "right-answered"];
        let looks = DataKind::Looks.events().iter().filter(|kind| !unlisted.contains(kind));
        check("look", &looks.collect::<Vec<_>>());
        check("status", Status::ALL);
        check("party-kind", PartyKind::ALL);
        check("goods", GoodsKind::ALL);
        check("visa-kind", VisaKind::ALL);
        check("tally-sex", Sex::ALL);
        check("tally-age", TallyAge::ALL);
        check("vulnerability", Vulnerability::ALL);
        check("attachment", AttachmentKind::ALL);
        check("list-fault-layout", LayoutFault::ALL);
        check("age-band", &AgeBand::ALL.map(AgeBand::code));
        check("state", &["ANT", "EUE", "GBD", "GBN", "GBO", "GBP", "GBS", "IAO", "NTZ", "UNA", "UNK", "UNO", "UTO"]);
        check("state", &["XBA", "XCC", "XCE", "XCO", "XDC", "XEC", "XES", "XIM", "XMP", "XOM", "XPO", "XXA", "XXB"]);
        check("state", &["XXC", "XXX", "YTO"]);
    }

    #[test]
    fn a_code_of_another_version_is_shown_as_it_is() {
        let all = AllWords::load();
        let said = |code| all.of(Language::French).coded_elsewhere("judgement-reason", code);
        assert_eq!([said("face"), said("iris")], ["visage", "iris"]);
    }

    #[test]
    fn a_number_in_a_message_has_its_thousands_parted() {
        let all = AllWords::load();
        let total = |language| all.of(language).t1("earlier-total", "count", 10_348);
        assert_eq!(total(Language::French), "10\u{202f}348 passages en tout");
        assert_eq!(total(Language::English), "10,348 crossings in total");
    }

    #[test]
    fn all_of_something_is_said_only_where_nothing_is_missing() {
        let all = AllWords::load();
        let of = |share| all.of(Language::English).percent_of_all(share);
        for (share, said) in [(1.0, "100%"), (0.999, ">\u{a0}99%"), (0.94, "94%"), (0.001, "<\u{a0}1%"), (0.0, "0%")] {
            assert_eq!(of(share), said);
        }
        assert_eq!(all.of(Language::French).percent_of_all(0.999), ">\u{a0}99\u{a0}%");
    }

    #[test]
    fn states_dates_and_ages_are_said_as_officers_say_them() {
        let all = AllWords::load();
        let (french, english) = (all.of(Language::French), all.of(Language::English));
        let guinea: StateCode = "GIN".parse().expect("a code");
        assert_eq!((french.state(guinea), english.state(guinea)), ("Guinée".to_owned(), "Guinea".to_owned()));
        assert_eq!(french.state(StateCode::GERMANY), "Allemagne");
        assert!(french.state("XXA".parse().expect("a code")).contains("patride"));
        assert_eq!(french.date(date(1992, 2, 14)), "14 févr. 1992");
        assert_eq!(french.date(date(2026, 5, 1)), "1er mai 2026");
        assert_eq!(english.date(date(1992, 2, 14)), "14 Feb 1992");
        assert_eq!(french.ages(Ages { youngest: 34, oldest: 34 }), "34\u{a0}ans");
        assert_eq!(french.ages(Ages { youngest: 1, oldest: 1 }), "1\u{a0}an");
        assert_eq!(english.number(1_234_567), "1,234,567");
        // In messages too, and the form still goes by the number.
        assert_eq!(english.t1("alerts-found", "count", 12_345), "12,345 alerts found");
        assert_eq!(french.t1("alerts-found", "count", 12_345), "12\u{202f}345 signalements trouvés");
        assert_eq!(french.t1("alerts-found", "count", 1), "Un signalement trouvé");
    }
}

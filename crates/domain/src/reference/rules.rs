//! Rules of stay as data: who may stay how long, by nationality and document, from which day on, and by which text.
//!
//! A rule set is a CSV file with the columns `from, to, nationality, document, stay, source`, and `status`, `waiver` and
//! `waiver_source` if they are needed, a rule a line:
//! - `from`, `to`: the first and the last day on which the rule holds (`YYYY-MM-DD`); `to` may be empty;
//! - `nationality`: codes of states parted by spaces (`GIN SEN`), or `*` for everyone whom no other rule names;
//! - `status`: what the traveller is beside a national (`diplomat`, `crew`, `neighbour`), or `*` for every one that no
//!   other rule names;
//! - `document`: a kind of travel document (`passport`), or `*` for every one that no other rule names;
//! - `stay`: an allowance ([`Allowance`]), or `visa` where a visa or a permit is needed;
//! - `waiver`, `waiver_source`: what a bilateral waiver adds to it, an allowance whose days the rule does not count, and
//!   the agreement that it comes from. A program that does not know these columns goes by the rule alone;
//! - `source`: the law or agreement, as officers should read it, in every language but those that have a column of their
//!   own: `source_fr`, `source_en`, and `waiver_source_en` likewise.

use super::{
    fault::{ListFault, ListProblem},
    table::{self, Line, Texts},
};
use crate::{Allowance, Allowances, DocumentKind, StateCode, Status, Traveller};
use jiff::civil::Date;
use std::{fmt, str::FromStr};

/// What a rule grants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grant {
    /// A stay of this length without a visa.
    Stay(Allowance),
    /// Nothing of itself: a visa or a permit says how long.
    Visa,
}

impl FromStr for Grant {
    type Err = crate::InvalidAllowance;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.trim() == "visa" { Ok(Self::Visa) } else { text.parse().map(Self::Stay) }
    }
}

impl fmt::Display for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stay(allowance) => allowance.fmt(f),
            Self::Visa => f.write_str("visa"),
        }
    }
}

/// What a bilateral waiver adds to a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// Its days, once the rule's own are used up, or where the rule asks for a visa.
    pub allowance: Allowance,
    /// The agreement it comes from.
    pub source: Texts,
}

/// One rule of stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The first day on which it holds.
    pub from: Date,
    /// The last day on which it holds; `None` while no end is set.
    pub to: Option<Date>,
    /// Whose nationality it is about; empty: everyone whom no other rule names.
    pub states: Vec<StateCode>,
    /// The traveller's status; `None`: every status that no other rule names.
    pub status: Option<Status>,
    /// Which document it is about; `None`: every one that no other rule names.
    pub document: Option<DocumentKind>,
    /// What it grants.
    pub grant: Grant,
    /// The law or agreement it comes from.
    pub source: Texts,
    /// What a bilateral waiver adds.
    pub waiver: Option<Waiver>,
}

impl Rule {
    /// What lets the traveller stay, in the order in which it is used up; nothing where a visa is needed.
    pub fn allowances(&self) -> Allowances {
        let own = match self.grant {
            Grant::Stay(allowance) => Some(allowance),
            Grant::Visa => None,
        };
        Allowances::of(own.into_iter().chain(self.waiver.as_ref().map(|waiver| waiver.allowance)))
    }

    /// Whether nothing but a visa or a permit lets the traveller stay.
    pub fn needs_visa(&self) -> bool {
        self.grant == Grant::Visa && self.waiver.is_none()
    }

    /// The same rule without its waiver.
    pub fn alone(&self) -> Self {
        Self { waiver: None, ..self.clone() }
    }

    /// The laws or agreements that let the traveller stay, as officers who read this language (BCP 47, two letters) should
    /// read them.
    pub fn sources(&self, language: &str) -> String {
        let own = self.source.of(language);
        match self.waiver.as_ref().map(|waiver| waiver.source.of(language)) {
            None => own.to_owned(),
            Some(waiver) if self.grant == Grant::Visa => waiver.to_owned(),
            Some(waiver) => format!("{own}; {waiver}"),
        }
    }

    fn holds_on(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }

    /// Whether both rules could be the one for the same traveller on the same day, with nothing to choose between them.
    fn overlaps(&self, other: &Self) -> bool {
        let last = |rule: &Self| rule.to.unwrap_or(Date::MAX);
        let same_states = match (self.states.is_empty(), other.states.is_empty()) {
            (true, true) => true,
            (false, false) => self.states.iter().any(|state| other.states.contains(state)),
            _ => false,
        };
        let same_kind = self.document == other.document && self.status == other.status;
        same_states && same_kind && self.from <= last(other) && other.from <= last(self)
    }
}

/// The rules of stay that a post works by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RuleSet(Vec<Rule>);

impl RuleSet {
    /// Reads a rule set, or says everything that is wrong with it: a set with a fault is not taken in part.
    ///
    /// # Errors
    /// Everything in the list that can't be taken, line by line.
    pub fn read(csv: &[u8]) -> Result<Self, Vec<ListProblem>> {
        let mut read = table::read(csv, &["from", "to", "nationality", "document", "stay", "source"], rule);
        let mut overlaps = Vec::new();
        for (at, (line, rule)) in read.lines.iter().enumerate() {
            if let Some((other, _)) = read.lines[..at].iter().find(|(_, other)| other.overlaps(rule)) {
                overlaps.push((*line, ListFault::Overlaps(*other)));
            }
        }
        overlaps.into_iter().for_each(|(line, fault)| read.wrong(line, fault));
        read.whole().map(Self)
    }

    /// Whether there is no rule at all: no rule set was loaded.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many rules there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The rule for a nationality, a status and a document on a day. Precedence: rules that name the status, then the
    /// nationality, then the document.
    pub fn rule_for(
        &self,
        state: Option<StateCode>,
        status: Status,
        document: Option<DocumentKind>,
        day: Date,
    ) -> Option<&Rule> {
        let is_about = |rule: &&Rule| {
            rule.holds_on(day)
                && (rule.states.is_empty() || state.is_some_and(|state| rule.states.contains(&state)))
                && rule.status.is_none_or(|named| named == status)
                && (rule.document.is_none() || rule.document == document)
        };
        let says = |rule: &&Rule| (rule.status.is_some(), !rule.states.is_empty(), rule.document.is_some());
        self.0.iter().filter(is_about).max_by_key(says)
    }

    /// The rule for a traveller on a day: by the first of their nationalities and documents for which a rule grants a
    /// stay; where none does, by the first for which a waiver does, and otherwise by the document they travel with.
    pub fn rule_for_traveller(&self, traveller: &Traveller, day: Date) -> Option<&Rule> {
        let states: Vec<_> = traveller.nationalities().map(Some).collect();
        let states = if states.is_empty() { vec![None] } else { states };
        let kinds: Vec<_> = traveller.documents().map(|document| Some(document.kind)).collect();
        let kinds = if kinds.is_empty() { vec![None] } else { kinds };
        let pairs = || states.iter().flat_map(|state| kinds.iter().map(move |kind| (*state, *kind)));
        let rules = || pairs().filter_map(|(state, kind)| self.rule_for(state, traveller.status, kind, day));
        let granting = || rules().find(|rule| rule.grant != Grant::Visa);
        granting().or_else(|| rules().find(|rule| !rule.needs_visa())).or_else(|| rules().next())
    }

    /// The first day from `day` on, within two years, on which no rule holds for everyone else: a gap through which
    /// travellers would come without a rule.
    pub fn first_gap(&self, day: Date) -> Option<Date> {
        let mut days = std::iter::successors(Some(day), |day| day.tomorrow().ok()).take(731);
        days.find(|day| self.rule_for(None, Status::Ordinary, None, *day).is_none())
    }
}

fn rule(line: &Line<'_>) -> Result<Rule, ListFault> {
    let (from, to) = (line.day("from")?, line.day_or_none("to")?);
    if to.is_some_and(|to| to < from) {
        return Err(ListFault::Backwards);
    }
    let document = match line.get("document") {
        "*" => None,
        kind => Some(kind.parse()?),
    };
    let status = match line.get("status") {
        "" | "*" => None,
        status => Some(status.parse()?),
    };
    let grant = line.get("stay").parse()?;
    let waiver = match line.get("waiver") {
        "" => None,
        allowance => Some(Waiver { allowance: allowance.parse()?, source: line.text_by_language("waiver_source")? }),
    };
    let (states, source) = (line.states("nationality")?, line.text_by_language("source")?);
    Ok(Rule { from, to, states, status, document, grant, source, waiver })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    const HEAD: &str = "from,to,nationality,document,stay,source\n";

    fn read(lines: &str) -> Result<RuleSet, Vec<ListProblem>> {
        RuleSet::read(format!("{HEAD}{lines}").as_bytes())
    }

    fn granted(rules: &RuleSet, state: &str, document: DocumentKind, day: Date) -> Option<String> {
        rules.rule_for(state.parse().ok(), Status::Ordinary, Some(document), day).map(|rule| rule.grant.to_string())
    }

    #[test]
    fn the_rule_that_says_most_about_a_traveller_is_theirs() {
        let rules = read(
            "2020-01-01,,*,*,visa,Law\n2020-01-01,,GIN SEN,*,90/entry,Protocol\n\
             2020-01-01,,GIN,laissez-passer,free,Mission\n2020-01-01,,*,laissez-passer,30/entry,Seat\n",
        )
        .expect("rules");
        let on = |state, document| granted(&rules, state, document, date(2026, 1, 1));
        assert_eq!(on("GIN", DocumentKind::Passport).as_deref(), Some("90/entry"));
        assert_eq!(on("GIN", DocumentKind::LaissezPasser).as_deref(), Some("free"));
        assert_eq!(on("SEN", DocumentKind::LaissezPasser).as_deref(), Some("90/entry"));
        assert_eq!(on("FRA", DocumentKind::LaissezPasser).as_deref(), Some("30/entry"));
        assert_eq!(on("FRA", DocumentKind::Passport).as_deref(), Some("visa"));
    }

    #[test]
    fn a_rule_holds_from_its_first_to_its_last_day_and_the_next_takes_over() {
        let rules = read("2020-01-01,2026-06-30,*,*,90/180,Old\n2026-07-01,,*,*,60/180,New\n").expect("rules");
        let on = |day| granted(&rules, "FRA", DocumentKind::Passport, day);
        assert_eq!(on(date(2019, 12, 31)), None);
        assert_eq!(on(date(2026, 6, 30)).as_deref(), Some("90/180"));
        assert_eq!(on(date(2026, 7, 1)).as_deref(), Some("60/180"));
        assert_eq!(rules.first_gap(date(2026, 1, 1)), None);
    }

    #[test]
    fn a_bilateral_waiver_stands_beside_the_rule_that_it_adds_to() {
        let head = "from,to,nationality,document,stay,source,waiver,waiver_source\n";
        let read = |lines: &str| RuleSet::read(format!("{head}{lines}").as_bytes());
        let rules = read(
            "2020-01-01,,*,*,90/180,Code,,\n2020-01-01,,CHN,*,visa,Law,30/year,Agreement\n\
             2020-01-01,,JPN,*,90/180,Code,30/year,Agreement of 1955\n",
        )
        .expect("rules");
        let on =
            |state: &str| rules.rule_for(state.parse().ok(), Status::Ordinary, None, date(2026, 1, 1)).expect("one");
        assert_eq!((on("JPN").sources("en").as_str(), on("JPN").needs_visa()), ("Code; Agreement of 1955", false));
        assert_eq!((on("CHN").sources("fr").as_str(), on("CHN").needs_visa()), ("Agreement", false));
        assert_eq!(on("FRA").waiver, None);
        // Of two nationalities the one with a rule of its own opens the way before the one with a waiver alone.
        let mut dual = Traveller::named(crate::Name::default(), crate::Source::Declared);
        dual.nationality = "CHN".parse().ok();
        dual.further_nationalities = "FRA".parse().ok().into_iter().collect();
        let rule = rules.rule_for_traveller(&dual, date(2026, 1, 1)).expect("a rule");
        assert_eq!(rule.source.of("en"), "Code");
        assert!(read("2020-01-01,,JPN,*,90/180,Code,visa,A\n").is_err());
        assert!(read("2020-01-01,,JPN,*,90/180,Code,30/year,\n").is_err(), "an agreement has a name");
    }

    #[test]
    fn a_source_is_given_in_each_language_and_one_alone_counts_for_all() {
        let csv = "from,to,nationality,document,stay,source,source_en,waiver,waiver_source,waiver_source_en\n\
                   2020-01-01,,*,*,90/180,Code,,,,\n2020-01-01,,JPN,*,90/180,Code,Law,30/year,Accord,Agreement\n";
        let rules = RuleSet::read(csv.as_bytes()).expect("rules");
        let on = |state: &str, language: &str| {
            let rule = rules.rule_for(state.parse().ok(), Status::Ordinary, None, date(2026, 1, 1));
            rule.expect("one").sources(language)
        };
        assert_eq!((on("JPN", "fr").as_str(), on("JPN", "en").as_str()), ("Code; Accord", "Law; Agreement"));
        assert_eq!((on("FRA", "fr").as_str(), on("FRA", "en").as_str()), ("Code", "Code"));
        let long = "x".repeat(301);
        let wrong = format!("from,to,nationality,document,stay,source,source_en\n2020-01-01,,*,*,visa,Code,{long}\n");
        let problems = RuleSet::read(wrong.as_bytes()).expect_err("too long");
        assert_eq!(problems[0].fault, ListFault::Text("source_en".into()));
    }

    #[test]
    fn a_gap_and_an_overlap_are_said_with_their_place() {
        let rules = read("2020-01-01,2026-06-30,*,*,90/180,Old\n2026-07-02,,*,*,60/180,New\n").expect("rules");
        assert_eq!(rules.first_gap(date(2026, 1, 1)), Some(date(2026, 7, 1)));
        let problems =
            read("2020-01-01,,GIN SEN,*,90/entry,A\n2025-01-01,,SEN CIV,*,30/entry,B\n").expect_err("overlap");
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].line, 3);
        assert!(problems[0].fault == ListFault::Overlaps(2), "{}", problems[0]);
    }

    #[test]
    fn every_line_that_can_not_be_read_is_named_and_nothing_is_taken() {
        let wrong = "tomorrow,,*,*,visa,A\n2020-01-01,2019-01-01,*,*,visa,A\n2020-01-01,,ZZZ,*,visa,A\n\
                     2020-01-01,,,*,visa,A\n2020-01-01,,*,card,visa,A\n2020-01-01,,*,*,long,A\n2020-01-01,,*,*,visa,\n\
                     2020-01-01,,*\n";
        let lines: Vec<u64> = read(wrong).expect_err("problems").iter().map(|problem| problem.line).collect();
        assert_eq!(lines, [2, 3, 4, 5, 6, 7, 8, 9]);
        assert_eq!(RuleSet::read(b"from,to\n").expect_err("columns").len(), 1);
        assert!(read("").is_err());
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_reading_of_rules_fail(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = RuleSet::read(&bytes);
            let _ = RuleSet::read(&[HEAD.as_bytes(), &bytes].concat());
        }

        #[test]
        fn on_no_day_does_a_traveller_have_two_rules(
            spans in proptest::collection::vec((0_i64..900, 0_i64..300, 0_usize..4), 1..12), on in 0_i64..1200,
        ) {
            use jiff::ToSpan;
            let first = date(2025, 1, 1);
            let day = |days: i64| first.checked_add(days.days()).expect("a day");
            let who = ["*", "GIN", "SEN GIN", "CIV"];
            // Whatever is left of these lines when those that overlap are taken out is a rule set.
            let mut kept = String::new();
            for (from, length, whose) in spans {
                let line = format!("{},{},{},*,90/entry,A\n", day(from), day(from + length), who[whose]);
                if read(&format!("{kept}{line}")).is_ok() {
                    kept.push_str(&line);
                }
            }
            let rules = read(&kept).expect("rules");
            for state in ["GIN", "SEN", "CIV"] {
                let state: StateCode = state.parse().expect("code");
                let named = |rule: &&Rule| rule.states.contains(&state) && rule.holds_on(day(on));
                prop_assert!(rules.0.iter().filter(named).count() <= 1);
            }
        }
    }
}

//! Until when a traveller at the counter may stay, in words.

use crate::{node::desk::stay::StayAtCounter, words::Words};
use limen_domain::{Authorised, HeldVisa, Rule, StayFinding, VisaNumber, VisaStanding};

/// The lines that the verdict says about a stay; where it `stops` the traveller, none that lets them stay.
pub(crate) fn stay_lines(w: &Words, stay: &StayAtCounter, stops: bool) -> Vec<String> {
    let language = w.language.tag();
    let sources = |rule: &Rule| rule.sources(language);
    let line = match &stay.finding {
        StayFinding::May(..) | StayFinding::InTime(_) if stops => None,
        StayFinding::NotAsked | StayFinding::InTime(Authorised::Freely) => None,
        StayFinding::May(Authorised::To(last), rule) => {
            Some(w.t2("stays-may", ("date", w.date(*last)), ("source", sources(rule))))
        }
        StayFinding::May(Authorised::Freely, rule) => Some(w.t1("stays-freely", "source", sources(rule))),
        StayFinding::VisaNeeded(rule) => Some(w.t1("stays-visa", "source", rule.source.of(language))),
        StayFinding::UsedUp(rule, Some(again)) => {
            Some(w.t2("stays-used-up", ("date", w.date(*again)), ("source", sources(rule))))
        }
        StayFinding::UsedUp(rule, None) => Some(w.t1("stays-used-up-long", "source", sources(rule))),
        StayFinding::NoRule => Some(w.t("stays-no-rule")),
        StayFinding::InTime(Authorised::To(last)) => Some(w.t1("stays-in-time", "date", w.date(*last))),
        StayFinding::Overstayed(days, last) => {
            Some(w.t2("stays-overstayed", ("count", *days), ("date", w.date(*last))))
        }
        StayFinding::EntryUnseen => Some(w.t("stays-entry-unseen")),
    };
    let unmatched = (stay.unmatched > 0).then(|| w.t1("stays-unmatched", "count", stay.unmatched));
    line.into_iter().chain(unmatched).collect()
}
/// The lines that the verdict says about a visa or permit record, and about a visa that is somebody else's.
pub(crate) fn visa_lines(
    w: &Words,
    visa: Option<&(HeldVisa, VisaStanding)>,
    of_another: Option<&VisaNumber>,
) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some((held, standing)) = visa {
        let number = ("number", held.visa.number.to_string());
        lines.push(match standing {
            VisaStanding::Good(Authorised::To(last)) => w.t2("visas-good", number, ("date", w.date(*last))),
            VisaStanding::Good(Authorised::Freely) => w.t1("visas-good-freely", number.0, number.1),
            VisaStanding::NotYet(from) => w.t2("visas-not-yet", number, ("date", w.date(*from))),
            VisaStanding::Past(last) => w.t2("visas-past", number, ("date", w.date(*last))),
            VisaStanding::UsedUp(times) => w.t2("visas-used-up", number, ("count", *times)),
            VisaStanding::Revoked(reason) => w.t2("visas-revoked", number, ("reason", reason.clone())),
        });
        if matches!(standing, VisaStanding::Good(_)) && !held.visa.conditions.is_empty() {
            lines.push(w.t1("visas-conditions", "conditions", held.visa.conditions.clone()));
        }
    }
    if let Some(number) = of_another {
        lines.push(w.t1("visas-of-another", "number", number.to_string()));
    }
    lines
}

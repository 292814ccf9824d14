//! Whatever comes as an agreement: what is read can be agreed, stays as it was signed, and nothing but its end passes when its
//! days are past.
#![no_main]

use jiff::Span;
use libfuzzer_sys::fuzz_target;
use limen_neighbour::{Content, SignedAgreement, Withdrawal};

fuzz_target!(|text: &str| {
    let Ok(signed) = SignedAgreement::read(text) else { return };
    let agreement = &signed.agreement;
    assert_eq!(agreement.fault(), None);
    assert_eq!(SignedAgreement::read(&signed.file()).map(|read| read.name()), Ok(signed.name()));
    let [one, other] = &agreement.parties;
    assert_eq!(agreement.other(one.state), Some(other));
    let withdrawal = Content::Withdrawal(Withdrawal { notice: agreement.id, reason: String::new() });
    if let Ok(late) = agreement.until.checked_add(Span::new().days(1)) {
        assert!(agreement.lets_through(one.state, &withdrawal, late).is_err());
        assert!(agreement.lets_through(one.state, &Content::End { reason: String::new() }, late).is_ok());
    }
});

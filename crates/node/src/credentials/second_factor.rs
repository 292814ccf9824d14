//! The second factor: codes of an authenticator (RFC 6238, SHA-1, six digits, 30 seconds, as all of them have), and codes for
//! the day on which it is lost.

use crate::{
    qr,
    token::{random_text, token_hash},
};
use jiff::{SignedDuration, Timestamp};
use limen_domain::AccountId;
use limen_store::Chance;
use sha2::{Digest, Sha256};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};
use subtle::ConstantTimeEq;
use totp_rs::{Builder, Secret, Totp};

/// Number of recovery codes drawn at once.
const RECOVERY_CODES: usize = 10;
/// The letters and digits of each: 79 bits, so that nobody tries them out.
const RECOVERY_LETTERS: usize = 16;
/// How long someone may take from their password to their code.
const PATIENCE: SignedDuration = SignedDuration::from_mins(5);
/// Maximum number of codes tried for one right password.
const TRIES: u32 = 5;
/// Maximum number of sign-ins between password and code at one time (memory bound).
const MOST_WAITING: usize = 1_000;
/// Maximum number of these of one person: someone who begins again and again takes no one else's place.
const MOST_EACH: usize = 5;

/// A new secret of 160 bits (RFC 4226 §4), in base 32.
pub fn new_secret(chance: &Chance) -> String {
    Secret::from(chance.bytes::<20>()).to_base32()
}

fn totp(secret: &str) -> Option<Totp> {
    // Without a secret no code is right: anyone could compute the codes of an empty secret.
    if secret.is_empty() {
        return None;
    }
    Builder::new().with_secret(Secret::try_from_base32(secret).ok()?).build().ok()
}

/// The step of a code, if it is right now, or was half a minute ago, or will be.
pub fn step_of(secret: &str, code: &str, now: Timestamp) -> Option<i64> {
    let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let is_code = code.len() == 6 && code.bytes().all(|digit| digit.is_ascii_digit());
    let step = totp(secret)?.check(&code, u64::try_from(now.as_second()).ok()?).filter(|_| is_code)?;
    i64::try_from(step).ok()
}

/// The picture from which an authenticator reads a secret, as SVG.
pub fn picture(account: &AccountId, secret: &str) -> String {
    // An account's identifier needs no escaping in an address.
    let address = format!("otpauth://totp/Limen:{account}?secret={secret}&issuer=Limen");
    qr::picture(&address)
}

/// Recovery codes, each good once.
pub struct RecoveryCodes {
    /// As they are shown, once.
    pub shown: Vec<String>,
    /// Their hashes, which are kept.
    pub kept: Vec<String>,
}

/// Draws recovery codes.
pub fn new_recovery(chance: &Chance) -> RecoveryCodes {
    let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| chance.legible(RECOVERY_LETTERS)).collect();
    let kept = codes.iter().map(|code| kept_of(code)).collect();
    let parted = |code: &String| {
        code.as_bytes().chunks(4).map(|part| String::from_utf8_lossy(part).into_owned()).collect::<Vec<_>>().join("-")
    };
    RecoveryCodes { shown: codes.iter().map(parted).collect(), kept }
}

fn kept_of(code: &str) -> String {
    limen_store::hex(&Sha256::digest(code.as_bytes()))
}

/// The kept hash that this recovery code matches; `None` if it matches none.
pub fn recovery_of<'a>(kept: &'a [String], code: &str) -> Option<&'a str> {
    let code: String = code.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    let given = kept_of(&code);
    kept.iter().map(String::as_str).find(|other| bool::from(other.as_bytes().ct_eq(given.as_bytes())))
}

/// Sign-ins between password and code, by the hash of their tickets.
#[derive(Debug, Default)]
pub struct PendingSignIns(Mutex<HashMap<[u8; 32], Pending>>);

/// Someone who has given their password and not their code.
#[derive(Debug)]
struct Pending {
    account: AccountId,
    since: Timestamp,
    tries: u32,
}

impl PendingSignIns {
    /// Lets someone wait for their code; the text by which they come back.
    pub fn begin(&self, chance: &Chance, account: &AccountId, now: Timestamp) -> String {
        let ticket = random_text(chance);
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.retain(|_, pending| now.duration_since(pending.since) < PATIENCE);
        let theirs = waiting.iter().filter(|(_, pending)| pending.account == *account);
        let mut theirs: Vec<_> = theirs.map(|(hash, pending)| (pending.since, *hash)).collect();
        theirs.sort_unstable();
        for (_, oldest) in theirs.iter().rev().skip(MOST_EACH - 1) {
            waiting.remove(oldest);
        }
        if waiting.len() < MOST_WAITING {
            waiting.insert(token_hash(&ticket), Pending { account: account.clone(), since: now, tries: 0 });
        }
        ticket
    }

    /// The account of a ticket, for one more try of a code; `None` once it took too long, or was tried too often.
    pub fn try_again(&self, ticket: &str, now: Timestamp) -> Option<AccountId> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let hash = token_hash(ticket);
        let pending = waiting.get_mut(&hash)?;
        pending.tries += 1;
        if pending.tries > TRIES || now.duration_since(pending.since) >= PATIENCE {
            waiting.remove(&hash);
            return None;
        }
        Some(pending.account.clone())
    }

    /// Lets someone wait no more.
    pub fn end(&self, ticket: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&token_hash(ticket));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B: the secret of SHA-1 and its codes, of which the last six digits.
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = Secret::from(*b"12345678901234567890").to_base32();
        for (time, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (2_000_000_000, "279037")]
        {
            let now = Timestamp::from_second(time).expect("a moment");
            assert_eq!(step_of(&secret, code, now), Some(time / 30), "{time}");
            assert_eq!(step_of(&secret, "000000", now), None);
        }
        let now = Timestamp::from_second(59).expect("a moment");
        for wrong in ["", "28708", "2870822", "28708a", "287 08\u{0662}", "𝟚𝟠𝟟𝟘𝟠𝟚"] {
            assert_eq!(step_of(&secret, wrong, now), None, "{wrong}");
        }
        assert_eq!(step_of(&secret, "287 082", now), Some(1), "as people type it");
        assert_eq!(step_of("not base 32!", "287082", now), None);
        for code in 0..1_000_000 {
            assert_eq!(step_of("", &format!("{code:06}"), now), None, "who has no secret has no codes");
        }
    }

    #[test]
    fn a_recovery_code_is_known_however_it_is_typed() {
        let RecoveryCodes { shown, kept } = new_recovery(&Chance::default());
        assert_eq!((shown.len(), kept.len()), (10, 10));
        let typed = shown[3].to_uppercase().replace('-', " ");
        assert_eq!(recovery_of(&kept, &typed), Some(kept[3].as_str()));
        assert_eq!(recovery_of(&kept[4..], &typed), None);
        assert_eq!(recovery_of(&kept, ""), None);
    }

    #[test]
    fn who_waits_for_a_code_has_five_tries_and_five_minutes() {
        let (waiting, now) = (PendingSignIns::default(), Timestamp::UNIX_EPOCH + SignedDuration::from_hours(1));
        let account = AccountId::parse("aminata").expect("an identifier");
        let ticket = waiting.begin(&Chance::default(), &account, now);
        for _ in 0..TRIES {
            assert_eq!(waiting.try_again(&ticket, now), Some(account.clone()));
        }
        assert_eq!(waiting.try_again(&ticket, now), None);
        let ticket = waiting.begin(&Chance::default(), &account, now);
        assert_eq!(waiting.try_again(&ticket, now + SignedDuration::from_mins(6)), None);
        assert_eq!(waiting.try_again("another", now), None);
        // Someone who begins a thousand times keeps nobody out.
        let first = waiting.begin(&Chance::default(), &account, now);
        let tickets: Vec<_> = (1..2_000)
            .map(|n| waiting.begin(&Chance::default(), &account, now + SignedDuration::from_millis(n)))
            .collect();
        assert_eq!(waiting.try_again(&first, now), None);
        assert!(tickets[1_994..].iter().all(|ticket| waiting.try_again(ticket, now).is_some()));
        let oumar = AccountId::parse("oumar").expect("an identifier");
        let ticket = waiting.begin(&Chance::default(), &oumar, now);
        assert_eq!(waiting.try_again(&ticket, now), Some(oumar));
    }
}

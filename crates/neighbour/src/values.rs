//! How many values bytes of CBOR (RFC 8949) hold, and how deep they lie in each other, counted before anything is built of
//! them: what takes one byte there may take a hundred in memory.

/// Why bytes are not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// They are no CBOR, or something follows it.
    Form,
    /// There are too many values.
    TooMany,
    /// Values lie too deep in each other.
    TooDeep,
}

/// What the head of a value says.
enum Head {
    /// The value is whole.
    Whole,
    /// So many values lie in it.
    Holds(u64),
    /// Values lie in it until a break.
    HoldsUntilBreak,
    /// It is a break.
    Break,
}

/// Walks over one value and all that lie in it; nothing may follow.
pub(crate) fn check(mut bytes: &[u8], most: usize, deepest: usize) -> Result<(), Fault> {
    // Of each value that is open, how many are still to come in it; `None` until a break.
    let mut open: Vec<Option<u64>> = Vec::new();
    for _ in 0..most {
        match head(&mut bytes)? {
            Head::Whole | Head::Holds(0) => {}
            Head::Break if open.pop() == Some(None) => {}
            Head::Break => return Err(Fault::Form),
            Head::Holds(_) | Head::HoldsUntilBreak if open.len() == deepest => return Err(Fault::TooDeep),
            Head::Holds(values) => {
                open.push(Some(values));
                continue;
            }
            Head::HoldsUntilBreak => {
                open.push(None);
                continue;
            }
        }
        // A value is whole, and with it whatever it was the last of.
        loop {
            match open.last_mut() {
                None if bytes.is_empty() => return Ok(()),
                None => return Err(Fault::Form),
                Some(Some(1)) => open.pop(),
                Some(Some(left)) => {
                    *left -= 1;
                    break;
                }
                Some(None) => break,
            };
        }
    }
    Err(Fault::TooMany)
}

/// Takes the head of a value, with its bytes where it is a text.
fn head(bytes: &mut &[u8]) -> Result<Head, Fault> {
    let [first] = take::<1>(bytes)?;
    let (kind, short) = (first >> 5, first & 0x1f);
    let number = match short {
        0..=23 => Some(u64::from(short)),
        24 => Some(u64::from(take::<1>(bytes)?[0])),
        25 => Some(u64::from(u16::from_be_bytes(take(bytes)?))),
        26 => Some(u64::from(u32::from_be_bytes(take(bytes)?))),
        27 => Some(u64::from_be_bytes(take(bytes)?)),
        31 => None,
        _ => return Err(Fault::Form),
    };
    Ok(match (kind, number) {
        (0 | 1 | 7, Some(_)) => Head::Whole,
        (2 | 3, Some(length)) => {
            let length = usize::try_from(length).map_err(|_| Fault::Form)?;
            *bytes = bytes.get(length..).ok_or(Fault::Form)?;
            Head::Whole
        }
        (2..=5, None) => Head::HoldsUntilBreak,
        (4, Some(values)) => Head::Holds(values),
        (5, Some(pairs)) => Head::Holds(pairs.checked_mul(2).ok_or(Fault::Form)?),
        // A tag stands before one value.
        (6, Some(_)) => Head::Holds(1),
        (7, None) => Head::Break,
        _ => return Err(Fault::Form),
    })
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Result<[u8; N], Fault> {
    let (taken, rest) = bytes.split_first_chunk::<N>().ok_or(Fault::Form)?;
    *bytes = rest;
    Ok(*taken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ciborium::Value;
    use proptest::prelude::*;

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            any::<bool>().prop_map(Value::from),
            Just(Value::Null),
            prop::collection::vec(any::<u8>(), 0..300).prop_map(Value::Bytes),
            any::<String>().prop_map(Value::Text),
        ];
        leaf.prop_recursive(5, 60, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..30).prop_map(Value::Array),
                prop::collection::vec((inner.clone(), inner.clone()), 0..6).prop_map(Value::Map),
                (any::<u32>(), inner).prop_map(|(tag, value)| Value::Tag(u64::from(tag), Box::new(value))),
            ]
        })
    }

    /// How many values there are, and how deep they lie in each other.
    fn counted(value: &Value) -> (usize, usize) {
        let inside: Vec<&Value> = match value {
            Value::Array(values) => values.iter().collect(),
            Value::Map(pairs) => pairs.iter().flat_map(|(key, value)| [key, value]).collect(),
            Value::Tag(_, value) => vec![value],
            _ => Vec::new(),
        };
        let counts: Vec<_> = inside.into_iter().map(counted).collect();
        let deepest = counts.iter().map(|(_, deep)| deep + 1).max().unwrap_or_default();
        (1 + counts.iter().map(|(many, _)| many).sum::<usize>(), deepest)
    }

    proptest! {
        #[test]
        fn values_are_counted_as_they_are_and_whatever_is_cut_off_or_followed_is_refused(
            value in value(), cut: prop::sample::Index,
        ) {
            let mut bytes = Vec::new();
            ciborium::into_writer(&value, &mut bytes).expect("written");
            let (many, deep) = counted(&value);
            prop_assert_eq!(check(&bytes, many, deep), Ok(()));
            prop_assert_eq!(check(&bytes, usize::MAX, usize::MAX), Ok(()));
            prop_assert_eq!(check(&bytes, many - 1, deep), Err(Fault::TooMany));
            if deep > 0 {
                prop_assert_eq!(check(&bytes, many, deep - 1), Err(Fault::TooDeep));
            }
            prop_assert_eq!(check(&bytes[..cut.index(bytes.len())], usize::MAX, usize::MAX), Err(Fault::Form));
            bytes.push(0);
            prop_assert_eq!(check(&bytes, usize::MAX, usize::MAX), Err(Fault::Form));
        }

        #[test]
        fn whatever_a_reader_reads_was_counted(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
            let mut rest = &bytes[..];
            let read: Result<Value, _> = ciborium::from_reader(&mut rest);
            if read.is_ok() && rest.is_empty() {
                prop_assert_eq!(check(&bytes, usize::MAX, usize::MAX), Ok(()));
            }
        }
    }

    #[test]
    fn values_of_no_stated_number_end_with_a_break_and_one_that_claims_more_than_there_is_is_refused() {
        let read = |bytes: &[u8]| check(bytes, 100, 4);
        assert_eq!(read(&[0x9f, 1, 2, 0xff]), Ok(()));
        assert_eq!(read(&[0x7f, 0x61, b'a', 0x61, b'b', 0xff]), Ok(()));
        assert_eq!(read(&[0x82, 0xbf, 0xff, 0x80]), Ok(()));
        for bytes in [
            &[][..],
            &[0xff],
            &[0x9f, 1],
            &[0x81, 0xff],
            &[0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1],
            &[0xbb, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1],
            &[0x5b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1],
            &[0x1c],
            &[0x1f],
            &[0xdf],
        ] {
            assert_eq!(read(bytes), Err(Fault::Form), "{bytes:x?}");
        }
    }
}

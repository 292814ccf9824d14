//! Elements written in DER (X.690 §10): what is said to a chip, and what tests make.

/// An element of this tag and value.
pub fn object(tag: u32, value: &[u8]) -> Vec<u8> {
    let mut bytes: Vec<u8> = tag.to_be_bytes().into_iter().skip_while(|&octet| octet == 0).collect();
    match value.len() {
        short @ 0..0x80 => bytes.push(short as u8),
        long => {
            let octets = long.to_be_bytes();
            let octets = super::without_zeros(&octets);
            bytes.push(0x80 | octets.len() as u8);
            bytes.extend_from_slice(octets);
        }
    }
    bytes.extend_from_slice(value);
    bytes
}

/// An element made of others.
pub fn object_of<T: AsRef<[u8]>>(tag: u32, parts: impl IntoIterator<Item = T>) -> Vec<u8> {
    let mut value = Vec::new();
    for part in parts {
        value.extend_from_slice(part.as_ref());
    }
    object(tag, &value)
}

/// An INTEGER that is not negative, from its octets.
pub fn integer(octets: &[u8]) -> Vec<u8> {
    let octets = super::without_zeros(octets);
    let mut value = Vec::with_capacity(octets.len() + 1);
    if octets.first().is_none_or(|first| first & 0x80 != 0) {
        value.push(0);
    }
    value.extend_from_slice(octets);
    object(super::tag::INTEGER, &value)
}

/// An OCTET STRING.
pub fn octets(value: &[u8]) -> Vec<u8> {
    object(super::tag::OCTET_STRING, value)
}

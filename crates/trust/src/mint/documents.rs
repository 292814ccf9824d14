//! Certificates, security objects, master lists and lists of revoked certificates, signed.

use super::{Secret, identifier};
use crate::algorithm::Algorithm;
use crate::asn1::{self, tag};
use crate::certificate::Certificate;
use crate::hash::Hash;
use crate::oid;
use jiff::{Timestamp, tz::TimeZone};

/// What a certificate is to say.
#[derive(Debug, Clone)]
pub struct Profile {
    /// The country, in two letters.
    pub country: &'static str,
    /// The common name.
    pub name: &'static str,
    /// The serial number.
    pub serial: u32,
    /// From when it is valid.
    pub not_before: Timestamp,
    /// Until when.
    pub not_after: Timestamp,
    /// When its private key may be used, where it says so.
    pub private_key: Option<(Timestamp, Timestamp)>,
    /// Whether it is a CSCA's.
    pub is_authority: bool,
    /// Whether it is a signer of master lists.
    pub signs_lists: bool,
    /// Whether it names its own key and its issuer's.
    pub names_keys: bool,
    /// Whether a curve's numbers are written out.
    pub written_out: bool,
}

/// Somebody who signs: a CSCA or a signer.
#[derive(Debug, Clone)]
pub struct Authority {
    /// The secret key.
    pub secret: Secret,
    /// How it signs.
    pub algorithm: Algorithm,
    /// The certificate.
    pub certificate: Certificate,
}

impl Authority {
    /// A CSCA that signs itself.
    pub fn root(secret: Secret, algorithm: Algorithm, profile: &Profile) -> Self {
        let certificate = certificate(&secret, profile, None, &secret, algorithm);
        Self { secret, algorithm, certificate }
    }

    /// Somebody for whom this one vouches.
    pub fn appoint(&self, secret: Secret, algorithm: Algorithm, profile: &Profile) -> Self {
        let certificate = certificate(&secret, profile, Some(&self.certificate), &self.secret, self.algorithm);
        Self { secret, algorithm, certificate }
    }
}

#[expect(clippy::expect_used, reason = "for tests")]
fn certificate(
    secret: &Secret,
    profile: &Profile,
    issuer: Option<&Certificate>,
    issuer_secret: &Secret,
    algorithm: Algorithm,
) -> Certificate {
    let subject = name(profile.country, profile.name);
    let issuer_name = issuer.map_or_else(|| subject.clone(), |issuer| subject_of(issuer.der()));
    let info = secret.public(profile.written_out);
    let own_key = Hash::Sha1.of(&info);
    let issuer_key = issuer.map_or_else(|| Some(own_key.clone()), |issuer| issuer.extensions.subject_key.clone());
    let mut extensions = Vec::new();
    if profile.names_keys {
        extensions.extend(extension(oid::SUBJECT_KEY_IDENTIFIER, &asn1::write_octets(&own_key)));
        if let Some(key) = issuer_key {
            let named = asn1::object(tag::SEQUENCE, &asn1::object(tag::context_simple(0), &key));
            extensions.extend(extension(oid::AUTHORITY_KEY_IDENTIFIER, &named));
        }
    }
    if let Some((from, until)) = profile.private_key {
        let from = asn1::object(tag::context_simple(0), written(from).as_bytes());
        let until = asn1::object(tag::context_simple(1), written(until).as_bytes());
        extensions.extend(extension(oid::PRIVATE_KEY_USAGE_PERIOD, &asn1::object_of(tag::SEQUENCE, [from, until])));
    }
    if profile.is_authority {
        let yes = asn1::object(tag::SEQUENCE, &asn1::object(tag::BOOLEAN, &[0xFF]));
        extensions.extend(extension(oid::BASIC_CONSTRAINTS, &yes));
    }
    let usage = if profile.is_authority { [1, 0x06] } else { [7, 0x80] };
    extensions.extend(extension(oid::KEY_USAGE, &asn1::object(tag::BIT_STRING, &usage)));
    if profile.signs_lists {
        let uses = asn1::object(tag::SEQUENCE, &asn1::object(tag::OID, oid::MASTER_LIST_SIGNER));
        extensions.extend(extension(oid::EXTENDED_KEY_USAGE, &uses));
    }
    let signed = asn1::object_of(
        tag::SEQUENCE,
        [
            asn1::object(tag::context(0), &asn1::write_integer(&[2])),
            asn1::write_integer(&profile.serial.to_be_bytes()),
            identifier(algorithm),
            issuer_name,
            asn1::object_of(tag::SEQUENCE, [time(profile.not_before), time(profile.not_after)]),
            subject,
            info,
            asn1::object(tag::context(3), &asn1::object(tag::SEQUENCE, &extensions)),
        ],
    );
    Certificate::read(&sealed(&signed, issuer_secret, algorithm)).expect("what is written here can be read here")
}

/// A signed part, its algorithm and its signature.
fn sealed(signed: &[u8], secret: &Secret, algorithm: Algorithm) -> Vec<u8> {
    let signature = asn1::object_of(tag::BIT_STRING, [&[0], &secret.sign(algorithm, signed)[..]]);
    asn1::object_of(tag::SEQUENCE, [signed, &identifier(algorithm), &signature])
}

/// The content, signed as CMS has it, with the signer's certificate beside it.
pub fn signed_data(
    kind: &[u8],
    content: &[u8],
    signer: &Authority,
    beside: &[&Certificate],
    signed: Option<Timestamp>,
) -> Vec<u8> {
    let hash = signer.algorithm.hash();
    let mut attributes = attribute(oid::CONTENT_TYPE, &asn1::object(tag::OID, kind));
    if let Some(signed) = signed {
        attributes.extend(attribute(oid::SIGNING_TIME, &time(signed)));
    }
    attributes.extend(attribute(oid::MESSAGE_DIGEST, &asn1::write_octets(&hash.of(content))));
    let signature = signer.secret.sign(signer.algorithm, &asn1::object(tag::SET, &attributes));
    let issuer_and_serial = asn1::object_of(
        tag::SEQUENCE,
        [issuer_of(signer.certificate.der()), asn1::object(tag::INTEGER, &signer.certificate.serial)],
    );
    let info = asn1::object_of(
        tag::SEQUENCE,
        [
            asn1::write_integer(&[1]),
            issuer_and_serial,
            hash.algorithm(),
            asn1::object(tag::context(0), &attributes),
            identifier(signer.algorithm),
            asn1::write_octets(&signature),
        ],
    );
    let capsule = asn1::object(tag::context(0), &asn1::write_octets(content));
    let mut data = vec![
        asn1::write_integer(&[3]),
        asn1::object(tag::SET, &hash.algorithm()),
        asn1::object_of(tag::SEQUENCE, [asn1::object(tag::OID, kind), capsule]),
    ];
    if !beside.is_empty() {
        data.push(asn1::object_of(tag::context(0), beside.iter().map(|certificate| certificate.der())));
    }
    data.push(asn1::object(tag::SET, &info));
    let data = asn1::object(tag::context(0), &asn1::object_of(tag::SEQUENCE, data));
    asn1::object_of(tag::SEQUENCE, [asn1::object(tag::OID, oid::SIGNED_DATA), data])
}

/// EF.SOD over data groups, given by number and whole file; `hash` hashes the data groups.
pub fn security_object(groups: &[(u8, Vec<u8>)], hash: Hash, signer: &Authority, signed: Option<Timestamp>) -> Vec<u8> {
    let digests = groups.iter().map(|(number, file)| {
        let digest = asn1::write_octets(&hash.of(file));
        asn1::object_of(tag::SEQUENCE, [asn1::write_integer(&[*number]), digest])
    });
    let digests = asn1::object_of(tag::SEQUENCE, digests);
    let object = asn1::object_of(tag::SEQUENCE, [asn1::write_integer(&[0]), hash.algorithm(), digests]);
    let data = signed_data(oid::LDS_SECURITY_OBJECT, &object, signer, &[&signer.certificate], signed);
    asn1::object(crate::sod::TAG, &data)
}

/// A master list of certificates.
pub fn master_list(listed: &[&Certificate], signer: &Authority, beside: &[&Certificate], signed: Timestamp) -> Vec<u8> {
    let listed = asn1::object_of(tag::SET, listed.iter().map(|certificate| certificate.der()));
    let content = asn1::object_of(tag::SEQUENCE, [asn1::write_integer(&[0]), listed]);
    signed_data(oid::MASTER_LIST, &content, signer, beside, Some(signed))
}

/// A deviation: of which documents (the fields of its description of them, in DER), the last numbers of its kind, and the
/// state's words.
pub type Deviation<'a> = (&'a [u8], [u8; 2], &'a str);

/// A state's list of deviations.
pub fn deviation_list(declared: &[Deviation<'_>], signer: &Authority, signed: Timestamp) -> Vec<u8> {
    let entry = |(documents, kind, text): &Deviation<'_>| {
        let kind = asn1::object(tag::OID, &[oid::DEVIATION_LIST, kind].concat());
        let description = asn1::object_of(tag::SEQUENCE, [asn1::object(0x13, text.as_bytes()), kind]);
        asn1::object_of(tag::SEQUENCE, [asn1::object(tag::SEQUENCE, documents), asn1::object(tag::SET, &description)])
    };
    let entries = asn1::object_of(tag::SET, declared.iter().map(entry));
    let content = asn1::object_of(tag::SEQUENCE, [asn1::write_integer(&[0]), entries]);
    signed_data(oid::DEVIATION_LIST, &content, signer, &[&signer.certificate], Some(signed))
}

/// A list of revoked certificates, by their serial numbers.
pub fn revocation_list(authority: &Authority, revoked: &[u32], made: Timestamp, due: Timestamp) -> Vec<u8> {
    let entries = revoked
        .iter()
        .map(|serial| asn1::object_of(tag::SEQUENCE, [asn1::write_integer(&serial.to_be_bytes()), time(made)]));
    let entries = asn1::object_of(tag::SEQUENCE, entries);
    let mut fields = vec![
        asn1::write_integer(&[1]),
        identifier(authority.algorithm),
        subject_of(authority.certificate.der()),
        time(made),
        time(due),
    ];
    if !revoked.is_empty() {
        fields.push(entries);
    }
    if let Some(key) = &authority.certificate.extensions.subject_key {
        let named = asn1::object(tag::SEQUENCE, &asn1::object(tag::context_simple(0), key));
        let extensions = asn1::object(tag::SEQUENCE, &extension(oid::AUTHORITY_KEY_IDENTIFIER, &named));
        fields.push(asn1::object(tag::context(0), &extensions));
    }
    sealed(&asn1::object_of(tag::SEQUENCE, fields), &authority.secret, authority.algorithm)
}

fn name(country: &str, common: &str) -> Vec<u8> {
    let part = |kind: &[u8], tag, value: &str| {
        let pair = asn1::object_of(tag::SEQUENCE, [asn1::object(tag::OID, kind), asn1::object(tag, value.as_bytes())]);
        asn1::object(tag::SET, &pair)
    };
    let country = part(oid::COUNTRY, tag::PRINTABLE_STRING, country);
    asn1::object_of(tag::SEQUENCE, [country, part(oid::COMMON_NAME, tag::UTF8_STRING, common)])
}

fn extension(kind: &[u8], value: &[u8]) -> Vec<u8> {
    asn1::object_of(tag::SEQUENCE, [asn1::object(tag::OID, kind), asn1::write_octets(value)])
}

fn attribute(kind: &[u8], value: &[u8]) -> Vec<u8> {
    asn1::object_of(tag::SEQUENCE, [asn1::object(tag::OID, kind), asn1::object(tag::SET, value)])
}

/// A moment as GeneralizedTime writes it.
fn written(moment: Timestamp) -> String {
    let civil = moment.to_zoned_datetime(TimeZone::UTC);
    let (date, clock) = (civil.date(), civil.time());
    format!(
        "{:04}{:02}{:02}{:02}{:02}{:02}Z",
        date.year(),
        date.month(),
        date.day(),
        clock.hour(),
        clock.minute(),
        clock.second()
    )
}

fn time(moment: Timestamp) -> Vec<u8> {
    let text = written(moment);
    // RFC 5280 §4.1.2.5: UTCTime to the end of 2049.
    if text.as_str() < "2050" {
        asn1::object(tag::UTC_TIME, &text.as_bytes()[2..])
    } else {
        asn1::object(tag::GENERALIZED_TIME, text.as_bytes())
    }
}

/// The `at`th element of a certificate's signed part: its version, number, algorithm, issuer, validity, subject.
#[expect(clippy::expect_used, reason = "for tests")]
fn field(der: &[u8], at: usize) -> Vec<u8> {
    let whole = asn1::Element::first(der, "a certificate").expect("a certificate").0;
    let mut fields = whole.elements().any("the signed part").expect("the signed part").elements();
    for _ in 0..at {
        fields.any("a field").expect("a field");
    }
    fields.any("a field").expect("a field").whole.to_vec()
}

fn issuer_of(der: &[u8]) -> Vec<u8> {
    field(der, 3)
}

fn subject_of(der: &[u8]) -> Vec<u8> {
    field(der, 5)
}

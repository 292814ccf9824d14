//! "Do you know this document?" without showing it: who asks blinds its number, who is asked evaluates it blindly with the key
//! of the day's edition, and who asked looks the result up in that edition's list (RFC 9497, ristretto255-SHA512, VOPRF).
//!
//! ```text
//! asks:  document ─blind─▶ Blinded ═══════▶ asked: ─evaluate─▶ Evaluated + proof that it was the announced key
//!        LostTag ◀─finish─ Evaluated ◀═════╯
//!        list of the edition holds the tag?   (the list came before; it says nothing to who has no key)
//! ```
//!
//! Neither sees what the other asks or lists. Who asks can only try as many numbers as questions are answered: what holds
//! them back is the [`Quota`](crate::Quota). Chance is given: 32 bytes that nobody else knows. What is drawn from them depends
//! on what it is for and on the secret too, so that bytes that come twice give no key away.

use limen_domain::DocumentKey;
use rand_chacha::{
    ChaCha20Rng,
    rand_core::{CryptoRng, RngCore, SeedableRng},
};
use serde::{Deserialize, Serialize};
use serde_bytes::ByteArray;
use sha2::{Digest, Sha256};
use voprf::{BlindedElement, EvaluationElement, Group, Proof, Ristretto255, VoprfClient, VoprfServer};
use zeroize::Zeroizing;

/// Maximum number of documents that are asked about at once.
pub const MOST_AT_ONCE: usize = 500;
/// Bytes of a tag in a list. One in 10¹³ questions against a list of a million finds what is not there.
pub(crate) const TAG: usize = 8;
/// What the text begins with that is evaluated.
const TEXT: &str = "limen lost document 1\n";
/// What an edition's key is derived for.
const KEY: &[u8] = b"limen edition 1";

/// Why a question or an answer is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LostError {
    /// There are none, or too many at once.
    #[error("between 1 and {MOST_AT_ONCE} documents are asked about at once, and each has one answer")]
    Count,
    /// The list would be too long.
    #[error("an edition lists at most {0} documents")]
    Documents(usize),
    /// Bytes in it are no point or number of the group.
    #[error("it holds a value that can't be: it was damaged on the way, or made wrongly")]
    Value,
    /// The proof does not hold for the key that was announced.
    #[error("the answer was not made with the key that was announced")]
    OtherKey,
    /// It is no edition, or not signed by whom it should be.
    #[error("this is no edition of lost documents of theirs for us")]
    Edition,
    /// A piece of a list does not go on from what is held, or the list is not the one that was announced.
    #[error("this is no piece of the list that was announced, or not the next one")]
    Piece,
}

/// The text that is evaluated for a document.
fn text(document: &DocumentKey) -> Vec<u8> {
    format!("{TEXT}{document}").into_bytes()
}

/// A stream of chance for one purpose.
fn chance(label: &str, seed: &[u8; 32], parts: &[&[u8]]) -> ChaCha20Rng {
    let mut hasher = Sha256::new();
    for part in [label.as_bytes(), seed].into_iter().chain(parts.iter().copied()) {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    ChaCha20Rng::from_seed(hasher.finalize().into())
}

/// A document's number, blinded: to who sees it, one looks like any other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Blinded(pub ByteArray<32>);

/// A blinded number, evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Evaluated(pub ByteArray<32>);

/// The answer to documents that were asked about at once, in their order, with the proof that the announced key was used.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Answered {
    /// The numbers, evaluated.
    #[serde(rename = "e")]
    pub evaluated: Vec<Evaluated>,
    /// The proof, for all of them.
    #[serde(rename = "p")]
    pub proof: ByteArray<64>,
}

/// What a document is looked up by in an edition's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LostTag(pub(crate) [u8; TAG]);

impl LostTag {
    fn of(output: &[u8]) -> Self {
        let mut tag = [0; TAG];
        tag.iter_mut().zip(output).for_each(|(to, from)| *to = *from);
        Self(tag)
    }
}

/// The secret half of an edition: who has it can evaluate any document.
pub struct EditionKey(VoprfServer<Ristretto255>);

impl std::fmt::Debug for EditionKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EditionKey").field("public", &self.public()).finish_non_exhaustive()
    }
}

impl EditionKey {
    /// A new key. The same bytes make the same key.
    ///
    /// # Errors
    /// No key can be made of these bytes; that happens to nobody.
    pub fn new(seed: &[u8; 32]) -> Result<Self, LostError> {
        VoprfServer::new_from_seed(seed, KEY).map(Self).map_err(|_| LostError::Value)
    }

    /// The key that was kept.
    ///
    /// # Errors
    /// [`LostError::Value`].
    pub fn of_kept(secret: &[u8; 32]) -> Result<Self, LostError> {
        VoprfServer::new_with_key(secret).map(Self).map_err(|_| LostError::Value)
    }

    /// What its owner keeps, and nobody else ever sees.
    pub fn kept(&self) -> Zeroizing<[u8; 32]> {
        let both = Zeroizing::new(<[u8; 64]>::from(self.0.serialize()));
        let mut secret = Zeroizing::new([0; 32]);
        secret.copy_from_slice(&both[..32]);
        secret
    }

    /// The public half, which is announced.
    pub fn public(&self) -> [u8; 32] {
        Ristretto255::serialize_elem(self.0.get_public_key()).into()
    }

    /// The tag of a document of the owner's own.
    ///
    /// # Errors
    /// [`LostError::Value`]; that happens to no document.
    pub fn tag(&self, document: &DocumentKey) -> Result<LostTag, LostError> {
        self.0.evaluate(&text(document)).map(|output| LostTag::of(&output)).map_err(|_| LostError::Value)
    }

    /// Answers what is asked at once. That the asking side has questions left is for the [`Quota`](crate::Quota) to say.
    ///
    /// # Errors
    /// [`LostError::Count`] and [`LostError::Value`].
    pub fn evaluate(&self, seed: &[u8; 32], asked: &[Blinded]) -> Result<Answered, LostError> {
        if asked.is_empty() || asked.len() > MOST_AT_ONCE {
            return Err(LostError::Count);
        }
        let points: Result<Vec<_>, _> =
            asked.iter().map(|blinded| BlindedElement::<Ristretto255>::deserialize(blinded.0.as_slice())).collect();
        let points = points.map_err(|_| LostError::Value)?;
        let secret = self.kept();
        let parts: Vec<&[u8]> =
            [secret.as_slice()].into_iter().chain(asked.iter().map(|blinded| blinded.0.as_slice())).collect();
        self.evaluate_points(&points, &mut chance("limen evaluate 1", seed, &parts))
    }

    fn evaluate_points<R: RngCore + CryptoRng>(
        &self,
        points: &Vec<BlindedElement<Ristretto255>>,
        chance: &mut R,
    ) -> Result<Answered, LostError> {
        let answer = self.0.batch_blind_evaluate(chance, points).map_err(|_| LostError::Value)?;
        let evaluated = answer.messages.iter().map(|point| Evaluated(ByteArray::new(point.serialize().into())));
        Ok(Answered { evaluated: evaluated.collect(), proof: ByteArray::new(answer.proof.serialize().into()) })
    }
}

/// A document that was asked about, as who asks keeps it until the answer comes: with the secret that blinded it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// The document.
    pub document: DocumentKey,
    kept: ByteArray<64>,
}

impl std::fmt::Debug for Asked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Asked").finish_non_exhaustive()
    }
}

impl Asked {
    /// Blinds a document's number.
    ///
    /// # Errors
    /// [`LostError::Value`]; that happens to no document.
    pub fn blind(seed: &[u8; 32], document: &DocumentKey) -> Result<(Self, Blinded), LostError> {
        let text = text(document);
        let (kept, blinded) = blind_text(&text, &mut chance("limen blind 1", seed, &[&text]))?;
        Ok((Self { document: document.clone(), kept }, blinded))
    }

    /// What to look up, of each document that was asked about at once, in their order; `key` is the public half that the
    /// edition announced.
    ///
    /// # Errors
    /// [`LostError`]; nothing of an answer is used whose proof does not hold.
    pub fn finish(asked: &[Self], answered: &Answered, key: &[u8; 32]) -> Result<Vec<LostTag>, LostError> {
        if asked.is_empty() || asked.len() > MOST_AT_ONCE || asked.len() != answered.evaluated.len() {
            return Err(LostError::Count);
        }
        let texts: Vec<Vec<u8>> = asked.iter().map(|asked| text(&asked.document)).collect();
        let kept: Vec<_> = asked.iter().map(|asked| asked.kept).collect();
        let outputs = finish_texts(&texts, &kept, answered, key)?;
        Ok(outputs.iter().map(|output| LostTag::of(output)).collect())
    }
}

/// A text blinded: the secret that is kept, and what is shown.
fn blind_text<R: RngCore + CryptoRng>(text: &[u8], chance: &mut R) -> Result<(ByteArray<64>, Blinded), LostError> {
    let blinded = VoprfClient::<Ristretto255>::blind(text, chance).map_err(|_| LostError::Value)?;
    let kept = ByteArray::new(blinded.state.serialize().into());
    Ok((kept, Blinded(ByteArray::new(blinded.message.serialize().into()))))
}

/// The outputs for texts that were blinded, if the proof holds.
fn finish_texts(
    texts: &Vec<Vec<u8>>,
    kept: &[ByteArray<64>],
    answered: &Answered,
    key: &[u8; 32],
) -> Result<Vec<[u8; 64]>, LostError> {
    let clients: Result<Vec<_>, _> =
        kept.iter().map(|kept| VoprfClient::<Ristretto255>::deserialize(kept.as_slice())).collect();
    let points: Result<Vec<_>, _> =
        answered.evaluated.iter().map(|point| EvaluationElement::deserialize(point.0.as_slice())).collect();
    let (clients, points) = clients.and_then(|clients| Ok((clients, points?))).map_err(|_| LostError::Value)?;
    let proof = Proof::deserialize(answered.proof.as_slice()).map_err(|_| LostError::Value)?;
    let key = Ristretto255::deserialize_elem(key).map_err(|_| LostError::Value)?;
    let outputs = VoprfClient::batch_finalize(texts, &clients, &points, &proof, key);
    let outputs = outputs.map_err(|_| LostError::OtherKey)?;
    outputs.map(|output| output.map(<[u8; 64]>::from).map_err(|_| LostError::Value)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use data_encoding::HEXLOWER_PERMISSIVE;
    use rand_chacha::rand_core;

    /// Chance that draws what a test vector names: 64 bytes are drawn for each number and taken modulo the group's order.
    struct Drawn(std::vec::IntoIter<u8>);

    impl Drawn {
        fn numbers(numbers: &[&str]) -> Self {
            let wide = numbers.iter().flat_map(|number| [bytes::<32>(number), [0; 32]].concat());
            Self(wide.collect::<Vec<_>>().into_iter())
        }
    }

    impl RngCore for Drawn {
        fn next_u32(&mut self) -> u32 {
            rand_core::impls::next_u32_via_fill(self)
        }
        fn next_u64(&mut self) -> u64 {
            rand_core::impls::next_u64_via_fill(self)
        }
        fn fill_bytes(&mut self, to: &mut [u8]) {
            to.fill_with(|| self.0.next().expect("as many numbers as the vector names"));
        }
        fn try_fill_bytes(&mut self, to: &mut [u8]) -> Result<(), rand_core::Error> {
            self.fill_bytes(to);
            Ok(())
        }
    }

    impl CryptoRng for Drawn {}

    fn bytes<const N: usize>(hex: &str) -> [u8; N] {
        HEXLOWER_PERMISSIVE.decode(hex.as_bytes()).expect("hexadecimal").try_into().expect("its length")
    }

    const BLIND: &str = "64d37aed22a27f5191de1c1d69fadb899d8862b58eb4220029e036ec4c1f6706";
    const SECOND_BLIND: &str = "222a5e897cf59db8145db8d16e597e8facb80ae7d4e26d9881aa6f61d645fc0e";
    const INPUTS: [&str; 2] = ["00", "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a"];
    const OUTPUTS: [&str; 2] = [
        "b58cfbe118e0cb94d79b5fd6a6dafb98764dff49c14e1770b566e42402da1a7da4d8527693914139caee5bd03903af43a491351d23b430948\
         dd50cde10d32b3c",
        "8a9a2f3c7f085b65933594309041fc1898d42d0858e59f90814ae90571a6df60356f4610bf816f27afdd84f47719e480906d27ecd99498589\
         0e5f539e7ea74b6",
    ];

    /// One vector: which inputs, their blinds, blinded and evaluated elements, the proof and the number that it draws.
    type Vector<'a> = (&'a [usize], &'a [&'a str], &'a [&'a str], &'a [&'a str], &'a str, &'a str);

    #[test]
    fn the_vectors_of_rfc_9497_hold() {
        // RFC 9497, appendix A.1.2: ristretto255-SHA512, VOPRF mode.
        let seed = [0xa3; 32];
        let derived = VoprfServer::<Ristretto255>::new_from_seed(&seed, b"test key").expect("a key");
        let secret = bytes("e6f73f344b79b379f1a0dd37e07ff62e38d9f71345ce62ae3a9bc60b04ccd909");
        assert_eq!(*EditionKey(derived).kept(), secret);
        let key = EditionKey::of_kept(&secret).expect("a key");
        let public = bytes("c803e2cc6b05fc15064549b5920659ca4a77b2cca6f04f6b357009335476ad4e");
        assert_eq!(key.public(), public);
        let vectors: [Vector; 3] = [
            (
                &[0],
                &[BLIND],
                &["863f330cc1a1259ed5a5998a23acfd37fb4351a793a5b3c090b642ddc439b945"],
                &["aa8fa048764d5623868679402ff6108d2521884fa138cd7f9c7669a9a014267e"],
                "ddef93772692e535d1a53903db24367355cc2cc78de93b3be5a8ffcc6985dd066d4346421d17bf5117a2a1ff0fcb2a759f58a539\
                 dfbe857a40bce4cf49ec600d",
                SECOND_BLIND,
            ),
            (
                &[1],
                &[BLIND],
                &["cc0b2a350101881d8a4cba4c80241d74fb7dcbfde4a61fde2f91443c2bf9ef0c"],
                &["60a59a57208d48aca71e9e850d22674b611f752bed48b36f7a91b372bd7ad468"],
                "401a0da6264f8cf45bb2f5264bc31e109155600babb3cd4e5af7d181a2c9dc0a67154fabf031fd936051dec80b0b6ae29c950349\
                 3dde7393b722eafdf5a50b02",
                SECOND_BLIND,
            ),
            (
                &[0, 1],
                &[BLIND, SECOND_BLIND],
                &[
                    "863f330cc1a1259ed5a5998a23acfd37fb4351a793a5b3c090b642ddc439b945",
                    "90a0145ea9da29254c3a56be4fe185465ebb3bf2a1801f7124bbbadac751e654",
                ],
                &[
                    "aa8fa048764d5623868679402ff6108d2521884fa138cd7f9c7669a9a014267e",
                    "cc5ac221950a49ceaa73c8db41b82c20372a4c8d63e5dded2db920b7eee36a2a",
                ],
                "cc203910175d786927eeb44ea847328047892ddf8590e723c37205cb74600b0a5ab5337c8eb4ceae0494c2cf89529dcf94572ed2\
                 67473d567aeed6ab873dee08",
                "419c4f4f5052c53c45f3da494d2b67b220d02118e0857cdbcf037f9ea84bbe0c",
            ),
        ];
        for (which, blinds, blinded, evaluated, proof, of_proof) in vectors {
            let texts: Vec<Vec<u8>> = which
                .iter()
                .map(|input| HEXLOWER_PERMISSIVE.decode(INPUTS[*input].as_bytes()).expect("an input"))
                .collect();
            let asked = texts.iter().zip(blinds).map(|(text, blind)| blind_text(text, &mut Drawn::numbers(&[blind])));
            let (kept, shown): (Vec<_>, Vec<_>) = asked.map(|asked| asked.expect("blinded")).unzip();
            let expected: Vec<[u8; 32]> = blinded.iter().map(|blinded| bytes(blinded)).collect();
            assert_eq!(shown.iter().map(|shown| *shown.0).collect::<Vec<_>>(), expected);
            let points: Vec<_> =
                shown.iter().map(|shown| BlindedElement::deserialize(shown.0.as_slice()).expect("a point")).collect();
            let answered = key.evaluate_points(&points, &mut Drawn::numbers(&[of_proof])).expect("an answer");
            let expected: Vec<[u8; 32]> = evaluated.iter().map(|point| bytes(point)).collect();
            assert_eq!(answered.evaluated.iter().map(|point| *point.0).collect::<Vec<_>>(), expected);
            assert_eq!(*answered.proof, bytes::<64>(proof));
            let outputs = finish_texts(&texts, &kept, &answered, &public).expect("the proof holds");
            let expected: Vec<[u8; 64]> = which.iter().map(|input| bytes(OUTPUTS[*input])).collect();
            assert_eq!(outputs, expected);
            for (text, output) in texts.iter().zip(&outputs) {
                assert_eq!(key.0.evaluate(text).expect("evaluated")[..], output[..]);
            }
        }
    }

    #[test]
    fn chance_differs_with_its_purpose_and_with_the_secret_though_the_bytes_given_are_the_same() {
        let drawn = |label: &str, parts: &[&[u8]]| chance(label, &[1; 32], parts).next_u64();
        let all = [drawn("a", &[b"x"]), drawn("b", &[b"x"]), drawn("a", &[b"y"]), drawn("a", &[b"x", b""])];
        for (place, one) in all.iter().enumerate() {
            assert!(!all[place + 1..].contains(one));
        }
        assert_eq!(drawn("a", &[b"x"]), all[0]);
    }
}

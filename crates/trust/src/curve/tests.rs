//! The curves against OpenSSL's figures, against the crates for P-256, P-384 and P-521, and against the laws of a group.

use super::*;
use crate::hash::Hash;
use data_encoding::HEXLOWER_PERMISSIVE as HEX;
use p256::elliptic_curve::sec1::ToEncodedPoint;
use proptest::prelude::*;

fn hex(text: &str) -> Vec<u8> {
    HEX.decode(text.as_bytes()).expect("hexadecimal")
}

/// Keys that OpenSSL 3.0 drew, their public points, and its signatures with SHA-256 over "Erika Mustermann".
const OF_OPENSSL: [(Curve, &str, &str, &str); 11] = [
    (
        Curve::P192,
        "f07df95f477ef8d35b251d386263accd0a692d344134a7e3",
        "04b9027a276745cd5b85991cddba1958fabd3a61781e63f9016fcb963f2383497b6f56ed26999723966c3259e94f828af3",
        "3035021834f06f58fbdff929552e50b188e163778a1f51b41c1bd87f021900a37919e486aa17828b45dce8d9078934400b5b11abb11fa2",
    ),
    (
        Curve::P224,
        "5b7c4a9114cec60e9572e62f90244a01800cc9ba6467e057892125b7",
        "0473b4ed25d9c33eb6c35683a6ac867f5171771d3edbe9ef8131248d572691c553a6863a1858a5cd46a41d60b923f3beba825c4bb883138c84",
        "303c021c599c89ad92a88b9b6a68f2fb093c7d913dadd3e5af88abb511d076ee021c21d509512aa1a87c17b23c7d17f0705c2495dc3a1997f8dcebfa6421",
    ),
    (
        Curve::P256,
        "a289e987291cea3af40d82f50dbbe8155620f901678b51ef3a5b34fe896b142d",
        "0484207f1806e655bbb5ad10e6584465627b44a8b1f57669175145c25422ed7f0e40ff8dc493156a4cb0a064d213253c58b5308aec5d56c46cffddf96e15b70d38",
        "3045022100f999aea2971fe2cef832933f824b519efe2173ad4cfbb44e210d36f530a22364022023bb62c84ec7404eb39624ee718d389168ea3b64dd04470d6a2e08ab08b019ac",
    ),
    (
        Curve::P384,
        "bb3b209630a4e8c2defc78df82f5e4e32efd99deb06513cad59a9441aeef4dd99e478ae5a10c762c8be9a941cc4dc6f2",
        "04f44e3fce87b5ff946478b8fcf49dfae65fdcd3c5335cdad43a17416d1795446e6ebf5a80106cdcfa2a09ffbff1521a203712e15507864f28f34406dfaecd7567bb89b92de4bf21b1346ce3ca5f476dc67e353210ee8a411af08330304244900e",
        "3066023100bdc002ae6e576e8f7502bb0465db92aa9a0a1e0e4b6b0591438be53f5ef35e1d887a6eb709424c0bfcc63a4c8c409b280231008ec54e7246f5c4249eafb3b2e25146043dfe3f21f1117cb8f3054e8a693f620eda85c39d98c28f0ac8af4199242a5f7f",
    ),
    (
        Curve::P521,
        "014da960d23c3f1adfb0f0ab3aeed12e38e2a531036a351000e47069ae177ffb803ae00bc4ea96b7e007eed1ba553546d1ff249d4194039be1c6faeb08bbfd496e51",
        "040151dd38f27d75ce53e061fbfb03802cf62a3552247eef5d241f9d43f71cfe7ee1162c50293e2d90e143e07971ef80082955e10a8d93e40ee9d839f2392313993571006100a3ef04214f118d723b98b9c00b59610c40a5e2456dd42628fe853de6562250b892a3623b523b19712be6ecf8693ba0033e71f111a9c38a20047d0fd4f29201",
        "308188024200b378dfdb61c9927163fbe66ffcd53d4465a4e2e83dba9a65f36087aaf8dc84b6aeb880f8e44010452d5c07b64ea10460be2c3cf95fec46ce20874cf74ed37b8273024201cd087e7fed194ce9a42f0fbd680c9e1986890548c3743b71c839bc7baaa06dc209805d78ebe5841e82121d50a32977052b8c0c4fe1e85b54d97853dfb94cb52805",
    ),
    (
        Curve::BrainpoolP192r1,
        "b20ea0a4359bf06a810b1344f4aa02f3040e7206ef6afd9a",
        "0414d7b32848e0a8d801570e6523017611c3af04093eae93b6b0a59b6af8f75d9af24a9b7de834032667cbc4882fba4506",
        "3035021825e3bfd09d3abfbffa17897dbd326aa4f428e7dc3e41e451021900ac93133e5100441de758b8c1e7dcf37ce98c281d97ca3997",
    ),
    (
        Curve::BrainpoolP224r1,
        "4db24822a098b05f667b028e4bfb923b2a0cc45ee22929af0e4d2ac4",
        "042791050c5d9f46272730838cd527b59b841b73534af477a1080011fbc5421931670b903a9cf5093139f66bc469f76726edc514e1f8ffd95c",
        "303e021d00c68f153953a6134e1dc2f077b1ff2f33e3cf05681927cbd06228d871021d008ab077d8cd08f97aa8636f52ebc5defb91539ba9f7040c54140bec40",
    ),
    (
        Curve::BrainpoolP256r1,
        "2b356ea9b72b95ed321e6f0c1147cabb058178f67cd1cc40d37a02d93ac41a96",
        "046ab810e5a03fc2142fea382bab7f6acc69eea17db2f1e7d33440fb717408bdb761cca34f7af1dcadae23e65fea11ebee2ca9214a8fb96f1b5537e162e9c90d4f",
        "30440220360bd7274c9ff0872229153b8055666045f9e5a9eee74927905367b5c6c092a1022007b71d676b1b8e614fa264681a0de4b365d8f15f671b5728035b9cd4c470f4f1",
    ),
    (
        Curve::BrainpoolP320r1,
        "28847198f9c91c65dfe8d0f5a2f526a89fff3d27567d1bc86b2f627408a4f4d65bce5790d723474f",
        "04b651d43de1302874676ebe923a8821a68d337434c8d60f84245755af5b7b634422cc8c17a3d937fbc54e149a5ba7134689cb6f7b34e837ad57916471a51db55b1c46a680d0bc19f695c784a62c8464e9",
        "3054022856cc01d2d62327d7aa220b8c8f04dd8077839bcf55f4d9339c76779c036ff90a46b257cc7bacec7c02281312f9591609cf12be5dc4a35d626d8b0ddf0c84d42b6971cf704dd7e1237a99f177082e646da2ab",
    ),
    (
        Curve::BrainpoolP384r1,
        "7ceccc60f0ae3304ee0293b3c00ebf054b880933c943010aaca678605a2177b4cdd02230173a5bbcbb8a321e07009c3c",
        "0458a7731074c9c4194cb92c3ced6ac259e6824b7a5d963b66f2f871ace2995bd3ec8f85b3d9986a4c0472e9187c8fd7da7787c8d3b1e826142340485555a935e51bb8e1f383185706b37f2d27be29edc92fae70ad6c0881f19ba515c7f4905e1a",
        "306402303a2e89a1c657d97f162808c771374c7c000dd2a6fc8a5bfb98231eaa0473a789c6186a15275a960aa206718b755b63c302302d1c25840eeae5ca3deba88157bca0fa007acaf15f0b60cb3a5529edc22ea95d146ae37e739d669a77431528e9d85e17",
    ),
    (
        Curve::BrainpoolP512r1,
        "329a48640cc0ed6a480418aa1ffaa4f4fbe50c2d871565fb006c02755497a503222b383fcb4a0d0156ac4dc762f288cb8393bb9c72fe67d67e8bc49106a2d5ef",
        "046ad83c41417dc2d9cc5dda21738865895a4a387475c0b489b8965cc7dd7fa157ba70de86954dff977066b59f41d4665290b8fd0596ece362932fcbd3c5c87ced44085bb64403aad6b264160c6645aef3a482faca8ecfdf12144a05abb4c08b13546c6b794686687b03141d5e442d56282e4c86a5280c7bb5116fc9f6a5101ea6",
        "30818402401d658238755e802d82bf73cd3fae6b959b7d5560061d785ddf3c4f224528bb9bdc7cdcba80657ba2180883fd2535836809df57ae4e818aa54f02d5d41d088feb02405fd8d2e1277e7638d4704d20df06573013e14651db0d619ff70ab52463c73fd25d0b2a75d4ad209f40061253dcb34016f74283a1841b1769abf23ba30e023186",
    ),
];

#[test]
fn every_curve_computes_what_openssl_computes() {
    assert_eq!(OF_OPENSSL.map(|(curve, ..)| curve), Curve::ALL);
    for (curve, secret, public, signature) in OF_OPENSSL {
        let public = curve.point(&hex(public)).expect("a point");
        assert_eq!(curve.base().times(&hex(secret)).expect("a point"), public, "{curve:?}");
        let signature = hex(signature);
        let signature = Signature::from_der(&signature).expect("DER");
        assert!(public.verifies(&Hash::Sha256.of(b"Erika Mustermann"), &signature), "{curve:?}");
        assert!(!public.verifies(&Hash::Sha256.of(b"Erika Mastermann"), &signature), "{curve:?}");
    }
}

#[test]
fn the_number_before_the_order_gives_the_base_point_mirrored() {
    for curve in Curve::ALL {
        let mut scalar = curve.order();
        *scalar.last_mut().expect("octets") -= 1;
        let mirrored = curve.base().times(&scalar).expect("a point");
        assert_eq!(mirrored.x(), curve.base().x());
        assert_ne!(mirrored.y(), curve.base().y());
        assert_eq!(mirrored.plus(&curve.base()), None, "at infinity");
        assert_eq!(curve.base().times(&curve.order()), None);
        assert_eq!(curve.base().times(&[0]), None);
    }
}

#[test]
fn numbers_are_recognised_with_leading_zeros_and_not_with_another_bit() {
    for curve in Curve::ALL {
        let known = curve.arithmetic().numbers();
        let base = curve.base().octets();
        let mut padded = vec![0];
        padded.extend_from_slice(&known.a);
        let numbers =
            Numbers { p: &known.p, a: &padded, b: &known.b, base: &base, order: &known.n, cofactor: Some(&[1]) };
        assert_eq!(Curve::of_numbers(&numbers), Some(curve));
        assert_eq!(Curve::of_numbers(&Numbers { cofactor: Some(&[2]), ..numbers }), None);
        let mut altered = known.b.clone();
        *altered.last_mut().expect("octets") ^= 1;
        assert_eq!(Curve::of_numbers(&Numbers { b: &altered, ..numbers }), None);
        // Another base point is how CVE-2020-0601 forged certificates.
        let twice = curve.base().plus(&curve.base()).expect("a point").octets();
        assert_eq!(Curve::of_numbers(&Numbers { base: &twice, ..numbers }), None);
    }
}

#[test]
fn octets_off_the_curve_are_no_point() {
    for curve in Curve::ALL {
        let mut octets = curve.base().octets();
        *octets.last_mut().expect("octets") ^= 1;
        assert_eq!(curve.point(&octets), Err(NotOnCurve(curve)));
        assert_eq!(curve.point(&[0]), Err(NotOnCurve(curve)));
        assert_eq!(curve.point(&[]), Err(NotOnCurve(curve)));
        let over = vec![0xFF; 2 * curve.field_octets()];
        assert_eq!(curve.point(&[&[4], &over[..]].concat()), Err(NotOnCurve(curve)));
    }
}

#[test]
fn a_compressed_point_is_the_same_point() {
    for (curve, _, public, _) in OF_OPENSSL {
        // P-224's prime is 1 mod 4, and no document compresses points of it.
        if curve == Curve::P224 {
            continue;
        }
        let point = curve.point(&hex(public)).expect("a point");
        let sign = 2 | (point.y()[point.y().len() - 1] & 1);
        assert_eq!(curve.point(&[&[sign], point.x()].concat()), Ok(point));
    }
}

fn scalar_of(curve: Curve, seed: &[u8]) -> Vec<u8> {
    let mut count = 0u32;
    curve
        .draw(&mut |bytes| {
            for (at, byte) in bytes.iter_mut().enumerate() {
                *byte = Hash::Sha256.of(&[seed, &count.to_be_bytes(), &at.to_be_bytes()].concat())[0];
            }
            count += 1;
        })
        .expect("random enough")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn nist_curves_agree_with_their_crates(seed in any::<[u8; 16]>()) {
        macro_rules! agrees {
            ($curve:expr, $of:ident) => {{
                let scalar = scalar_of($curve, &seed);
                let secret = $of::SecretKey::from_slice(&scalar).expect("a secret");
                let point = $curve.base().times(&scalar).expect("a point");
                let theirs = secret.public_key().to_encoded_point(false);
                prop_assert_eq!(&point.octets()[..], theirs.as_bytes());
            }};
        }
        agrees!(Curve::P256, p256);
        agrees!(Curve::P384, p384);
        agrees!(Curve::P521, p521);
    }

    #[test]
    fn what_two_sides_agree_on_is_the_same(seed in any::<[u8; 16]>(), which in 0..Curve::ALL.len()) {
        let curve = Curve::ALL[which];
        let one = scalar_of(curve, &[&seed[..], b"1"].concat());
        let other = scalar_of(curve, &[&seed[..], b"2"].concat());
        let shared = curve.base().times(&one).and_then(|point| point.times(&other));
        prop_assert!(shared.is_some());
        prop_assert_eq!(shared, curve.base().times(&other).and_then(|point| point.times(&one)));
    }

    #[test]
    fn what_is_signed_verifies_and_nothing_else(seed in any::<[u8; 16]>(), which in 0..Curve::ALL.len()) {
        let curve = Curve::ALL[which];
        let secret = scalar_of(curve, &seed);
        let digest = Hash::Sha512.of(&seed);
        let nonce = scalar_of(curve, &digest);
        let (r, s) = curve.arithmetic().sign(&secret, &nonce, &digest).expect("signed");
        let public = curve.base().times(&secret).expect("a point");
        let signature = Signature { r: &r, s: &s };
        prop_assert!(public.verifies(&digest, &signature));
        prop_assert!(!public.verifies(&Hash::Sha512.of(&digest), &signature));
        for (r, s) in [(&s, &r), (&vec![0], &s), (&r, &curve.order())] {
            prop_assert!(!public.verifies(&digest, &Signature { r, s }), "another pair of numbers");
        }
    }

    #[test]
    fn the_integrated_mapping_stays_on_the_curve(seed in any::<[u8; 16]>(), which in 0..Curve::ALL.len()) {
        let curve = Curve::ALL[which];
        let encoded = curve.encoded(&scalar_of(curve, &seed));
        prop_assert_eq!(encoded.is_some(), curve != Curve::P224);
        if let Some(point) = encoded {
            prop_assert_eq!(curve.point(&point.octets()), Ok(point));
        }
    }
}

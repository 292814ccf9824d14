//! What travels beside journals and reference data: pictures, and certificates that are renewed.
#![allow(clippy::unwrap_used)]

mod support;

use jiff::SignedDuration;
use limen_domain::{AccountId, AttachmentKind, CrossingId, ListKind, MediaType, NodeId, PostId};
use limen_exchange::{
    Authority, Headquarters, Identity, PostNode,
    authority::{Certificates, NODE_DAYS},
    enrolment::{self, Request},
    post::{Ask, Took},
};
use limen_store::Time;
use support::{new_store, noon};
use tempfile::TempDir;
use tower::ServiceExt;

async fn headquarters() -> (TempDir, Headquarters) {
    let folder = tempfile::tempdir().unwrap();
    let (identity, authority) =
        (Identity::generate().unwrap(), Authority::create(folder.path(), "HQ", noon()).unwrap());
    let store = new_store(folder.path(), &NodeId::parse("HQ").unwrap(), &Time::standing_at(noon())).await;
    (folder, Headquarters::new(store, identity, authority))
}

/// A machine that joins as a node of the post KRM, with its certificates.
async fn join(headquarters: &Headquarters) -> (TempDir, PostNode, Certificates) {
    join_by(headquarters, &Time::standing_at(noon())).await
}

/// The same, with its clock.
async fn join_by(headquarters: &Headquarters, clock: &Time) -> (TempDir, PostNode, Certificates) {
    let (folder, identity, now) = (tempfile::tempdir().unwrap(), Identity::generate().unwrap(), noon());
    let post = PostId::parse("KRM").unwrap();
    let code = enrolment::invite(headquarters.store(), headquarters.authority(), None, &post, now).await.unwrap();
    let welcome = headquarters.enrol(&Request::new(&code, &identity), now).await.unwrap();
    let certificates = Certificates::new(welcome.certificates().unwrap()).unwrap();
    let store = new_store(folder.path(), &welcome.node, clock).await;
    PostNode::belong(&store, &welcome.belongs_to).await.unwrap();
    (folder, PostNode::new(store, identity).await.unwrap(), certificates)
}

/// The characters of a code, from its beginning, that hold nothing but its secret's first bytes.
const SECRET: usize = 14;
/// The most bytes of a request to join that are looked at.
const LONGEST: usize = 4 << 10;

/// Requests to join that are almost right: cut anywhere, with a byte changed, with something else in the place of a text.
fn almost_right(right: &str) -> Vec<Vec<u8>> {
    let cut = (0..right.len()).map(|length| right.as_bytes()[..length].to_vec());
    let changed = (0..right.len()).map(|at| {
        let mut bytes = right.as_bytes().to_vec();
        bytes[at] ^= 0x01;
        bytes
    });
    let parts: serde_json::Value = serde_json::from_str(right).unwrap();
    let names = ["code", "public_key", "recipient"];
    let others = [
        serde_json::Value::Null,
        serde_json::json!(7),
        serde_json::json!([]),
        serde_json::json!({"$": {}}),
        serde_json::json!(""),
        serde_json::json!("\u{0}\u{202e}é"),
        serde_json::json!("A".repeat(3_000)),
        serde_json::json!("'; drop table member; --"),
    ];
    let replaced = names.into_iter().flat_map(|name| {
        let mut without = parts.clone();
        without.as_object_mut().unwrap().remove(name);
        let with = others.iter().map({
            let parts = parts.clone();
            move |other| {
                let mut parts = parts.clone();
                parts[name] = other.clone();
                parts
            }
        });
        with.chain([without]).map(|parts| parts.to_string().into_bytes()).collect::<Vec<_>>()
    });
    let strange = [
        vec![],
        vec![0xff; 4_096],
        b"[".repeat(4_096),
        format!("[{right}]").into_bytes(),
        format!("{right}{right}").into_bytes(),
        format!("{right}{}", " ".repeat(8_192)).into_bytes(),
    ];
    cut.chain(changed).chain(replaced).chain(strange).collect()
}

#[tokio::test]
async fn whatever_a_stranger_sends_to_join_makes_no_node_and_leaves_the_code_to_whoever_has_it() {
    let (_folder, headquarters) = headquarters().await;
    let (identity, now, post) = (Identity::generate().unwrap(), noon(), PostId::parse("KRM").unwrap());
    let code = enrolment::invite(headquarters.store(), headquarters.authority(), None, &post, now).await.unwrap();
    let right = serde_json::to_string(&Request::new(&code, &identity)).unwrap();
    let headquarters = std::sync::Arc::new(headquarters);
    let router = limen_exchange::https::router(headquarters.clone());
    let send = async |body: Vec<u8>| {
        let request = axum::http::Request::post("/enrol/1").body(axum::body::Body::from(body)).unwrap();
        router.clone().oneshot(request).await.unwrap().status()
    };
    for body in almost_right(&right) {
        let said = String::from_utf8_lossy(&body).into_owned();
        // A machine with the secret of the code joins, under any key; the rest of the code is for the joining machine's
        // own check.
        let is_right = serde_json::from_slice::<Request>(&body).is_ok_and(|request| {
            request
                .code
                .parse::<enrolment::Code>()
                .is_ok_and(|other| other.to_string()[..SECRET] == code.to_string()[..SECRET])
                && request.public_key.len() == 64
                && request.public_key.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
                && request.recipient == identity.recipient()
        });
        if !is_right || body.len() > LONGEST {
            assert_eq!(send(body).await, axum::http::StatusCode::FORBIDDEN, "{said}");
        }
    }
    assert!(headquarters.store().members().await.unwrap().is_empty());
    assert_eq!(send(right.into_bytes()).await, axum::http::StatusCode::OK);
    assert_eq!(headquarters.store().members().await.unwrap().len(), 1);
}

/// One question and its answer; what became of the parts.
async fn round(headquarters: &Headquarters, post: &PostNode, ask: Ask) -> Vec<Took> {
    let now = noon();
    let ask = Ask { bytes: 1 << 20, room: 1 << 20, ..ask };
    let answer = headquarters.answer(&post.question(now, &ask).await.unwrap(), now).await.unwrap();
    let answered = post.open(&answer).await.unwrap();
    post.note(&answered).await.unwrap();
    let mut took = Vec::new();
    for part in answered.parts {
        took.push(post.take(part, &answered.origin, now).await.unwrap());
    }
    took
}

fn wanted(took: &[Took]) -> Vec<String> {
    took.iter()
        .find_map(|took| if let Took::Wanted(wanted) = took { Some(wanted.clone()) } else { None })
        .unwrap_or_default()
}

#[tokio::test]
async fn a_picture_follows_its_crossing_the_newest_first_and_reaches_the_machine_that_comes_after() {
    let (_hq, headquarters) = headquarters().await;
    let clock = Time::standing_at(noon());
    let (_folder, post, _) = join_by(&headquarters, &clock).await;
    let (officer, crossing) = (AccountId::parse("aminata").unwrap(), CrossingId(post.store().new_id()));
    let pictures: [&[u8]; 2] = [b"the first face", b"the second face"];
    for bytes in pictures {
        let (kind, media) = (AttachmentKind::ALL[0], MediaType::ALL[0]);
        post.store().attach(&officer, crossing, kind, media, "face", bytes).await.unwrap();
        clock.set(clock.now() + SignedDuration::from_secs(1));
    }
    let missing = wanted(&round(&headquarters, &post, Ask::default()).await);
    let hashes = pictures.map(limen_store::sha256_hex);
    assert_eq!(missing, [hashes[1].clone(), hashes[0].clone()], "the newest first");
    assert!(wanted(&round(&headquarters, &post, Ask { wanted: missing, ..Ask::default() }).await).is_empty());
    for (hash, bytes) in hashes.iter().zip(pictures) {
        assert_eq!(headquarters.store().content_of(hash).await.unwrap().as_deref(), Some(bytes));
    }

    let (_other, successor, _) = join(&headquarters).await;
    round(&headquarters, &successor, Ask::default()).await;
    round(&headquarters, &successor, Ask::default()).await;
    for (hash, bytes) in hashes.iter().zip(pictures) {
        assert_eq!(successor.store().content_of(hash).await.unwrap().as_deref(), Some(bytes));
    }
}

#[tokio::test]
async fn a_picture_that_is_not_what_its_hash_says_is_not_kept() {
    let (_hq, headquarters) = headquarters().await;
    let (_folder, post, _) = join(&headquarters).await;
    let sha256 = limen_store::sha256_hex(b"a face");
    post.store().keep_content(&sha256, b"another face").await.unwrap();
    post.store().keep_content(&sha256, b"a face").await.unwrap();
    assert_eq!(post.store().content_of(&sha256).await.unwrap(), None, "and none that no attachment speaks of");
}

#[tokio::test]
async fn a_certificate_is_renewed_over_the_link_long_before_it_ends() {
    let (_hq, headquarters) = headquarters().await;
    let (_folder, post, first) = join(&headquarters).await;
    let until = first.until().unwrap();
    assert!(until > noon() + SignedDuration::from_hours(24 * (i64::from(NODE_DAYS) - 2)));
    let is_new = |took: &[Took]| took.iter().any(|took| matches!(took, Took::Certificate(_)));
    let fresh = Ask { certificate_until: Some(until), ..Ask::default() };
    assert!(!is_new(&round(&headquarters, &post, fresh).await));
    let half = noon() + SignedDuration::from_hours(24 * (i64::from(NODE_DAYS) / 2 - 3));
    let took = round(&headquarters, &post, Ask { certificate_until: Some(half), ..Ask::default() }).await;
    let chain = took.into_iter().find_map(|took| if let Took::Certificate(chain) = took { Some(chain) } else { None });
    assert!(Certificates::new(chain.unwrap()).unwrap().until().unwrap() >= until);
}

#[tokio::test]
async fn a_reference_document_and_its_picture_reach_a_post_and_stay_there_without_a_link() {
    let (_hq, headquarters) = headquarters().await;
    let (_folder, post, _) = join(&headquarters).await;
    let sha256 = limen_store::sha256_hex(b"a genuine page");
    let csv = format!("code,state,kind,white,look\ngin-1,GIN,passport,{sha256},Filigrane\n");
    let [author, second] = ["fanta", "lassana"].map(|name| AccountId::parse(name).unwrap());
    let picture = Some(b"a genuine page".to_vec());
    let proposed = headquarters.store().propose_documents(&csv, picture, None, &author).await.unwrap().unwrap();
    assert!(headquarters.store().decide_list_proposal(proposed, Some(1), &second, "").await.unwrap());
    headquarters.store().publish().await.unwrap();
    // The list first, then what it names.
    for _ in 0..3 {
        round(&headquarters, &post, Ask::default()).await;
    }
    let held = post.store().reference().await.unwrap();
    assert_eq!(held.documents.get("gin-1").unwrap().look.of("fr"), ["Filigrane"]);
    assert_eq!(post.store().reference_picture(&sha256).await.unwrap().as_deref(), Some(&b"a genuine page"[..]));
    assert!(post.store().missing_contents_of_others(10).await.unwrap().is_empty());
    // A list that names it no more lets it go.
    headquarters
        .store()
        .load_list(ListKind::Documents, "code,state,kind,look\ngin-1,GIN,passport,Filigrane\n", 1)
        .await
        .unwrap();
    headquarters.store().publish().await.unwrap();
    round(&headquarters, &post, Ask::default()).await;
    assert_eq!(post.store().reference_picture(&sha256).await.unwrap(), None);
}

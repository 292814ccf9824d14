//! Pictures of reference documents: kept while a list or a version that waits names them, and never those beside records.
#![allow(missing_docs)]

mod support;

use limen_domain::{AccountId, AttachmentKind, ListKind, MediaType};
use limen_store::Store;
use support::{new_id, new_store, officer};
use uuid::Uuid;

fn list(sha256: &str) -> String {
    format!("code,state,kind,white,look\ngin-1,GIN,passport,{sha256},Filigrane\n")
}

async fn is_here(store: &Store, sha256: &str) -> bool {
    store.reference_picture(sha256).await.expect("read").is_some()
}

/// Proposes a list that names a picture, in the place of the one before; what names the picture, and the proposal.
async fn proposed(store: &Store, page: &[u8], before: Option<Uuid>, by: &AccountId) -> (String, Option<Uuid>) {
    let sha256 = limen_store::sha256_hex(page);
    let proposal = store.propose_documents(&list(&sha256), Some(page.to_vec()), before, by).await.expect("asked");
    (sha256, proposal)
}

#[tokio::test]
async fn a_version_takes_the_place_of_its_authors_one_before_in_one_step_or_nothing_changes() {
    let (_folder, store) = new_store().await;
    let (author, second) = (officer(), AccountId::parse("nana").expect("an identifier"));
    let (_, first) = proposed(&store, b"one", None, &author).await;
    assert!(first.is_some());
    let (lost, refused) = proposed(&store, b"two", None, &second).await;
    assert!(refused.is_none() && !is_here(&store, &lost).await, "another's version waits");
    let (_, refused) = proposed(&store, b"two", first, &second).await;
    assert!(refused.is_none(), "nobody takes back what another proposed");
    let (newer, next) = proposed(&store, b"two", first, &author).await;
    let open = store.open_list_proposals().await.expect("read");
    assert_eq!(open.iter().map(|proposal| Some(proposal.id)).collect::<Vec<_>>(), [next]);
    assert!(is_here(&store, &newer).await);
    let (_, refused) = proposed(&store, b"three", first, &author).await;
    assert!(refused.is_none(), "it waits no more");
}

#[tokio::test]
async fn a_picture_stays_while_a_list_or_a_version_that_waits_names_it() {
    let (_folder, store) = new_store().await;
    let (author, second) = (officer(), AccountId::parse("nana").expect("an identifier"));
    let (old, first) = proposed(&store, b"the old page", None, &author).await;
    assert!(store.decide_list_proposal(first.expect("proposed"), Some(1), &second, "").await.expect("decided"));
    let (new, id) = proposed(&store, b"the new page", None, &author).await;
    let id = id.expect("proposed");
    store.load_list(ListKind::Documents, &list(&old), 1).await.expect("loaded");
    assert!(is_here(&store, &old).await && is_here(&store, &new).await, "one holds, one waits");
    assert!(store.decide_list_proposal(id, Some(1), &second, "").await.expect("decided"));
    assert!(!is_here(&store, &old).await && is_here(&store, &new).await);
    assert!(store.missing_contents_of_others(10).await.expect("read").is_empty());
}

#[tokio::test]
async fn a_picture_that_is_named_and_not_here_is_asked_for_and_taken_when_it_comes() {
    let (_folder, store) = new_store().await;
    let sha256 = limen_store::sha256_hex(b"a page");
    store.load_list(ListKind::Documents, &list(&sha256), 1).await.expect("loaded");
    assert!(!is_here(&store, &sha256).await);
    assert_eq!(store.missing_contents_of_others(10).await.expect("read"), std::slice::from_ref(&sha256));
    store.keep_content(&sha256, b"another page").await.expect("passed over");
    assert!(!is_here(&store, &sha256).await);
    store.keep_content(&sha256, b"a page").await.expect("kept");
    assert!(is_here(&store, &sha256).await && store.missing_contents_of_others(10).await.expect("read").is_empty());
}

#[tokio::test]
async fn a_travellers_picture_is_no_reference_picture_even_if_a_list_names_it() {
    let (_folder, store) = new_store().await;
    store.attach(&officer(), new_id(), AttachmentKind::Face, MediaType::Jpeg, "", b"a face").await.expect("kept");
    let sha256 = limen_store::sha256_hex(b"a face");
    store.load_list(ListKind::Documents, &list(&sha256), 1).await.expect("loaded");
    assert!(!is_here(&store, &sha256).await);
}

//! Pictures of reference documents: kept while a list or a version that waits names them, and never those beside records.
#![allow(missing_docs)]

mod support;

use limen_domain::{AccountId, AttachmentKind, ListKind, MediaType};
use limen_store::Store;
use support::{new_id, new_store, officer};

fn list(sha256: &str) -> String {
    format!("code,state,kind,white,look\ngin-1,GIN,passport,{sha256},Filigrane\n")
}

async fn is_here(store: &Store, sha256: &str) -> bool {
    store.reference_picture(sha256).await.expect("read").is_some()
}

#[tokio::test]
async fn a_picture_stays_while_a_list_or_a_version_that_waits_names_it() {
    let (_folder, store) = new_store().await;
    let (author, second) = (officer(), AccountId::parse("nana").expect("an identifier"));
    let old = store.keep_reference_picture(b"the old page").await.expect("kept");
    store.load_list(ListKind::Documents, &list(&old), 1).await.expect("loaded");
    let new = store.keep_reference_picture(b"the new page").await.expect("kept");
    let id = store.propose_reference_list(ListKind::Documents, &list(&new), &author).await.expect("proposed");
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

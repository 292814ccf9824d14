//! The two countries as they are before anything happens: made once, and copied for each seed.

use crate::{
    agreed::{POSTS, whole},
    support::{self, Side},
};
use limen_exchange::{
    Identity, PostNode,
    enrolment::{Request, invite},
};
use limen_node::{NetworkRole, neighbours::ADDRESS};
use limen_store::{FILE_NAME, Store};
use limen_test_support::kouremale_in;
use std::{
    fs,
    path::{Path, PathBuf},
    sync::OnceLock,
};
use tempfile::TempDir;

/// Where databases live that nobody will miss: in memory where the machine has such a place, for speed alone.
pub fn place() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory).unwrap() } else { tempfile::tempdir().unwrap() }
}

/// Both countries: in the folder of each, `HQ` and its posts, under an agreement that both have signed.
pub fn template() -> &'static Path {
    static MADE: OnceLock<TempDir> = OnceLock::new();
    MADE.get_or_init(|| {
        let folder = place();
        let path = folder.path().to_owned();
        let made = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(make(&path));
        });
        made.join().unwrap();
        folder
    })
    .path()
}

async fn make(folder: &Path) {
    let (guinea, mali) = (Side::of("GIN", "Africa/Conakry").await, Side::of("MLI", "Africa/Bamako").await);
    for (side, posts) in [(&guinea, POSTS[0]), (&mali, POSTS[1])] {
        // They are reached at an address: a stick alone tells nobody how far something is held now.
        side.node.store.write(&ADDRESS, &"https://localhost:8443".to_owned()).await.unwrap();
        for post in posts {
            joins(side, post, &folder.join(side.party().state.as_str()).join(post)).await;
        }
        side.node.store.publish().await.unwrap();
    }
    guinea.knows(&mali).await;
    mali.knows(&guinea).await;
    let agreement = whole([guinea.party(), mali.party()], 1);
    support::sign(&guinea, &mali, agreement).await;
    for side in [guinea, mali] {
        side.node.store.clone().close().await;
        copy(side.folder.path(), &folder.join(side.party().state.as_str()).join("HQ"));
    }
}

/// A machine becomes the node of a post.
async fn joins(side: &Side, post: &str, folder: &Path) {
    let described = limen_store::Post {
        id: limen_domain::PostId::parse(post).unwrap(),
        name: post.to_owned(),
        country: side.party().state,
        ..kouremale_in(&side.node.post.time_zone)
    };
    side.node.store.add_post(&described).await.unwrap();
    let NetworkRole::Headquarters(headquarters) = &side.node.network else { panic!("headquarters") };
    let (identity, now) = (Identity::generate().unwrap(), side.node.now());
    let code = invite(&side.node.store, headquarters.authority(), None, &described.id, now).await.unwrap();
    let welcome = headquarters.enrol(&Request::new(&code, &identity), now).await.unwrap();
    fs::create_dir_all(folder).unwrap();
    let store = Store::create(folder, &welcome.node).await.unwrap();
    identity.save(folder).unwrap();
    PostNode::belong(&store, &welcome.belongs_to).await.unwrap();
    store.close().await;
}

/// Copies a folder with what is in it.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let there = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &there);
        } else {
            fs::copy(&path, &there).unwrap();
        }
    }
}

/// Whether any file in a folder has this text in it.
pub fn holds(folder: &Path, text: &str) -> bool {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).any(|path| {
        if path.is_dir() {
            return holds(&path, text);
        }
        // A database's log may go while it is read.
        String::from_utf8_lossy(&fs::read(&path).unwrap_or_default()).contains(text)
    })
}

/// The database of a folder.
pub fn database(folder: &Path) -> PathBuf {
    folder.join(FILE_NAME)
}

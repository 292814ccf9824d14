//! By what chips are believed, as it is held in memory.

use limen_store::{Store, StoreError, TrustItem, TrustKind};
use limen_trust::{Certificate, DeviationList, RevocationList, Source, TrustStore};
use std::sync::Arc;

/// By what chips are believed, ready for use.
#[derive(Debug, Clone, Default)]
pub struct Trust {
    pub(super) items: Vec<TrustItem>,
    pub(super) believed: TrustStore,
}

impl Trust {
    /// What is kept, made ready. What can't be believed any more, which only a later version of these rules may say, is left
    /// out and told.
    pub fn of(items: Vec<TrustItem>) -> Self {
        let mut believed = TrustStore::default();
        let of_kind = |kind: TrustKind| items.iter().filter(move |item| item.kind == kind);
        for item in of_kind(TrustKind::Certificate) {
            let read = Certificate::read(&item.der).map_err(|error| error.to_string());
            let taken = read.and_then(|read| believed.trust(read, source(item)).map_err(|error| error.to_string()));
            if let Err(error) = taken {
                tracing::error!(id = item.id.as_str(), "a certificate that was approved is not believed: {error}");
            }
        }
        for item in of_kind(TrustKind::SealSigner) {
            let read = Certificate::read(&item.der).map_err(|error| error.to_string());
            let taken = read.and_then(|read| believed.appoint(read).map_err(|error| error.to_string()));
            if let Err(error) = taken {
                tracing::warn!(id = item.id.as_str(), "a signer of seals that was approved is not believed: {error}");
            }
        }
        for item in of_kind(TrustKind::RevocationList) {
            let read = RevocationList::read(&item.der).map_err(|error| error.to_string());
            let taken = read.and_then(|read| believed.revoke(read).map_err(|error| error.to_string()));
            if let Err(error) = taken {
                tracing::error!(
                    id = item.id.as_str(),
                    "a list of revoked certificates that was approved is not used: {error}"
                );
            }
        }
        for item in of_kind(TrustKind::DeviationList) {
            let read = DeviationList::read(&item.der).map_err(|error| error.to_string());
            let taken = read.and_then(|read| believed.declare(read).map_err(|error| error.to_string()));
            if let Err(error) = taken {
                tracing::error!(id = item.id.as_str(), "a list of deviations that was approved is not used: {error}");
            }
        }
        Self { items, believed }
    }

    /// What the store holds; `before` itself where nothing has changed.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn load(store: &Store, before: Arc<Self>) -> Result<Arc<Self>, StoreError> {
        let items = store.trust_items().await?;
        if items == before.items {
            return Ok(before);
        }
        let made = tokio::task::spawn_blocking(move || Self::of(items)).await;
        made.map(Arc::new).map_err(|error| StoreError::fault(format!("the certificates could not be read: {error}")))
    }

    /// What is kept, in the order of its SHA-256.
    pub fn items(&self) -> &[TrustItem] {
        &self.items
    }

    /// What chips are held against. `None` where nothing is held: their issuers are not checked then.
    pub fn believed(&self) -> Option<&TrustStore> {
        (!self.believed.anchors().is_empty()).then_some(&self.believed)
    }

    pub(super) fn item(&self, id: &str) -> Option<&TrustItem> {
        let at = self.items.binary_search_by(|item| item.id.as_str().cmp(id)).ok()?;
        self.items.get(at)
    }
}

fn source(item: &TrustItem) -> Source {
    match item.lists.first() {
        Some(list) if !item.by_hand => Source::MasterList { country: Some(list.country.clone()) },
        _ => Source::ByHand,
    }
}

//! Style and scripts, part of the program; their address carries their hash, so browsers may keep them.

use crate::app::App;
use axum::{
    Router,
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use std::sync::{Arc, LazyLock};

struct Asset {
    name: &'static str,
    kind: &'static str,
    text: &'static str,
}

const ASSETS: [Asset; 15] = [
    Asset { name: "limen.svg", kind: "image/svg+xml", text: include_str!("../../assets/limen.svg") },
    Asset { name: "limen.css", kind: "text/css; charset=utf-8", text: include_str!("../../assets/limen.css") },
    Asset { name: "counter.css", kind: "text/css; charset=utf-8", text: include_str!("../../assets/counter.css") },
    Asset { name: "keys.js", kind: "text/javascript; charset=utf-8", text: include_str!("../../assets/keys.js") },
    Asset { name: "link.js", kind: "text/javascript; charset=utf-8", text: include_str!("../../assets/link.js") },
    Asset { name: "camera.js", kind: "text/javascript; charset=utf-8", text: include_str!("../../assets/camera.js") },
    Asset { name: "phone.js", kind: "text/javascript; charset=utf-8", text: include_str!("../../assets/phone.js") },
    Asset { name: "beside.js", kind: "text/javascript; charset=utf-8", text: include_str!("../../assets/beside.js") },
    Asset { name: "live.js", kind: "text/javascript; charset=utf-8", text: include_str!("../../assets/live.js") },
    Asset { name: "passkey.js", kind: "text/javascript; charset=utf-8", text: include_str!("../../assets/passkey.js") },
    Asset { name: "tally.js", kind: "text/javascript; charset=utf-8", text: include_str!("../../assets/tally.js") },
    Asset { name: "reader.js", kind: "text/javascript; charset=utf-8", text: include_str!("../../assets/reader.js") },
    Asset { name: "seals.js", kind: "text/javascript; charset=utf-8", text: include_str!("../../assets/seals.js") },
    Asset { name: "print.css", kind: "text/css; charset=utf-8", text: include_str!("../../assets/print.css") },
    Asset { name: "print.js", kind: "text/javascript; charset=utf-8", text: include_str!("../../assets/print.js") },
];

/// What stands in the address of every asset: a part of the hash of all of them.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let all: String = ASSETS.iter().map(|asset| asset.text).collect();
    limen_store::sha256_hex(all.as_bytes())[..12].to_owned()
});

/// The address of an asset.
pub(crate) fn address(name: &str) -> String {
    format!("/assets/{}/{name}", *VERSION)
}

pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new().route("/assets/{version}/{name}", get(serve))
}

async fn serve(Path((_, name)): Path<(String, String)>) -> Response {
    match ASSETS.iter().find(|asset| asset.name == name) {
        Some(asset) => {
            let headers =
                [(header::CONTENT_TYPE, asset.kind), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
            (headers, asset.text).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

//! Connections with headquarters' port past the link that nodes use.
#![allow(dead_code, missing_docs, clippy::unwrap_used)]

use std::sync::Arc;
use tokio::net::TcpStream;
use tokio_rustls::{
    TlsConnector,
    client::TlsStream,
    rustls::{ClientConfig, pki_types::ServerName},
};

/// A connection with headquarters on which keys were agreed on.
pub async fn connected(exchange: u16, config: Arc<ClientConfig>) -> std::io::Result<TlsStream<TcpStream>> {
    let stream = TcpStream::connect(("127.0.0.1", exchange)).await?;
    TlsConnector::from(config).connect(ServerName::try_from("localhost").unwrap(), stream).await
}

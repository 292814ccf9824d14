//! Security keys that Chromium's driver plays (WebDriver's virtual authenticator, WebAuthn level 3 §11).
#![allow(dead_code, reason = "each test program uses its part")]

use crate::support::PASSWORD;
use fantoccini::{Client, Locator, wd::WebDriverCompatibleCommand};
use http::Method;
use serde_json::{Value, json};
use url::{ParseError, Url};

/// A command of the driver's about its keys.
#[derive(Debug)]
struct OfKeys(Method, String, Option<Value>);

impl WebDriverCompatibleCommand for OfKeys {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/webauthn/authenticator{}", session.unwrap_or_default(), self.1))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (self.0.clone(), self.2.as_ref().map(Value::to_string))
    }
}

/// Plugs in a security key with a PIN; its owner types it, or not. What the driver calls the key.
pub async fn plug_in(client: &Client, unlocked: bool) -> String {
    let key = json!({
        "protocol": "ctap2", "transport": "usb", "hasResidentKey": true, "hasUserVerification": true,
        "isUserConsenting": true, "isUserVerified": unlocked,
    });
    let named = client.issue_cmd(OfKeys(Method::POST, String::new(), Some(key))).await.unwrap();
    named.as_str().unwrap().to_owned()
}

pub async fn pull_out(client: &Client, key: &str) {
    client.issue_cmd(OfKeys(Method::DELETE, format!("/{key}"), None)).await.unwrap();
}

pub async fn of_key(client: &Client, method: Method, key: &str, what: &str, body: Option<Value>) -> Value {
    client.issue_cmd(OfKeys(method, format!("/{key}/{what}"), body)).await.unwrap()
}

pub async fn fill(client: &Client, css: &str, text: &str) {
    client.find(Locator::Css(css)).await.unwrap().send_keys(text).await.unwrap();
}

pub async fn push(client: &Client, css: &str) {
    client.find(Locator::Css(css)).await.unwrap().click().await.unwrap();
}

/// Adds the key that is plugged in to the passkeys of the person signed in.
pub async fn add_key(client: &Client, address: &str) {
    client.goto(&format!("{address}/account")).await.unwrap();
    fill(client, "#passkey-name", "Clé bleue").await;
    fill(client, "#passkey-password", PASSWORD).await;
    push(client, "form[action='/account/passkey'] button").await;
}

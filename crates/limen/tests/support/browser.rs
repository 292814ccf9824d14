//! A real Chromium through its driver, started by the test and stopped with it.
#![allow(dead_code, reason = "each test program uses its part")]

use fantoccini::{Client, ClientBuilder, wd::Capabilities};
use hyper_util::client::legacy::connect::HttpConnector;
use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};
use tempfile::TempDir;

pub struct Browser {
    driver: Child,
    pub client: Client,
    // Removed with the browser.
    _profile: TempDir,
}

impl Browser {
    /// A phone of the given size.
    pub async fn phone(width: u32, height: u32) -> Self {
        let screen = serde_json::json!({ "deviceMetrics": { "width": width, "height": height, "pixelRatio": 1.0 } });
        Self::with(width, height, Some(screen)).await
    }

    /// A window of the given size. Without Chromium and its driver the test fails and says what to install.
    pub async fn start(width: u32, height: u32) -> Self {
        let browser = Self::with(width, height, None).await;
        // The page itself gets this size, as in a browser that fills the screen.
        let inner = browser.client.execute("return window.innerHeight", vec![]).await.unwrap().as_u64().unwrap();
        let frame = height.saturating_sub(u32::try_from(inner).unwrap());
        browser.client.set_window_size(width, height + frame).await.unwrap();
        browser
    }

    async fn with(width: u32, height: u32, phone: Option<serde_json::Value>) -> Self {
        let started = Command::new("chromedriver").arg("--port=0").stdout(Stdio::piped()).spawn();
        let mut driver = started.unwrap_or_else(|error| {
            panic!("chromedriver can't be started ({error}); install the packages chromium and chromium-driver")
        });
        let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines();
        let port: u16 = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| line.strip_suffix('.').and_then(|line| line.rsplit(' ').next()?.parse().ok()))
            .expect("chromedriver names its port");
        std::thread::spawn(move || lines.for_each(drop));
        let profile = tempfile::tempdir().unwrap();
        let mut options = serde_json::json!({ "args": [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            format!("--window-size={width},{height}"), format!("--user-data-dir={}", profile.path().display()),
        ]});
        if let Some(phone) = phone {
            options["mobileEmulation"] = phone;
        }
        let mut capabilities = Capabilities::new();
        capabilities.insert("goog:chromeOptions".into(), options);
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("Chromium starts");
        Self { driver, client, _profile: profile }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver ends its browsers when it is told to terminate.
        let _ = Command::new("kill").args(["-TERM", &self.driver.id().to_string()]).status();
        let _ = self.driver.wait();
    }
}

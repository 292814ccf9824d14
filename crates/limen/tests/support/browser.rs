//! A real Chromium through its driver, started by the test and stopped with it.
#![allow(dead_code, reason = "each test program uses its part")]

use fantoccini::{Client, ClientBuilder, Locator, error::CmdError, key::Key, wd::Capabilities};
use hyper_util::client::legacy::connect::HttpConnector;
use limen_test_support::{is_said, spaced};
use limen_words::Language;
use serde_json::Value;
use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    time::Duration,
};
use tempfile::TempDir;

pub struct Browser {
    driver: Child,
    /// The process of Chromium, by its number; `None` where the driver does not tell it.
    chromium: Option<u64>,
    pub client: Client,
    // Removed with the browser.
    _profile: TempDir,
}

impl Browser {
    /// A phone of the given size.
    pub async fn phone(width: u32, height: u32) -> Self {
        let screen = serde_json::json!({ "deviceMetrics": { "width": width, "height": height, "pixelRatio": 1.0 } });
        Self::with(width, height, Some(screen), &[]).await
    }

    /// A window whose camera shows Chromium's own test picture, and whose user allows it.
    pub async fn with_camera(width: u32, height: u32) -> Self {
        let camera = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"];
        Self::filling(Self::with(width, height, None, &camera).await, width, height).await
    }

    /// A window whose camera plays a file (MJPEG), over and over, and whose user allows it.
    pub async fn playing(width: u32, height: u32, film: &std::path::Path) -> Self {
        let file = format!("--use-file-for-fake-video-capture={}", film.display());
        let camera = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", &file];
        Self::filling(Self::with(width, height, None, &camera).await, width, height).await
    }

    /// A window of the given size. Without Chromium and its driver the test fails and says what to install.
    pub async fn start(width: u32, height: u32) -> Self {
        Self::filling(Self::with(width, height, None, &[]).await, width, height).await
    }

    async fn filling(browser: Self, width: u32, height: u32) -> Self {
        // The page itself gets this size, as in a browser that fills the screen.
        let inner = browser.client.execute("return window.innerHeight", vec![]).await.unwrap().as_u64().unwrap();
        let frame = height.saturating_sub(u32::try_from(inner).unwrap());
        browser.client.set_window_size(width, height + frame).await.unwrap();
        browser
    }

    async fn with(width: u32, height: u32, phone: Option<Value>, more: &[&str]) -> Self {
        // The port that the driver finds free may be taken by another one before it has it: then it ends.
        let (driver, port) = (0..10).find_map(|_| start_driver()).expect("chromedriver names its port");
        let profile = tempfile::tempdir().unwrap();
        let mut options = serde_json::json!({ "args": [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            format!("--window-size={width},{height}"), format!("--user-data-dir={}", profile.path().display()),
        ]});
        if let Some(Value::Array(arguments)) = options.get_mut("args") {
            arguments.extend(more.iter().map(|argument| Value::from(*argument)));
        }
        if let Some(phone) = phone {
            options["mobileEmulation"] = phone;
        }
        let mut capabilities = Capabilities::new();
        capabilities.insert("goog:chromeOptions".into(), options);
        // Nodes' own authorities are in no browser's list; tests hold certificates against them apart.
        capabilities.insert("acceptInsecureCerts".into(), true.into());
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("Chromium starts");
        let chromium = client.capabilities().and_then(|told| told.get("goog:processID")).and_then(Value::as_u64);
        Self { driver, chromium, client, _profile: profile }
    }
}

/// Starts a driver; `None` if it ends before it names its port.
fn start_driver() -> Option<(Child, u16)> {
    let started = Command::new("chromedriver").arg("--port=0").stdout(Stdio::piped()).spawn();
    let mut driver = started.unwrap_or_else(|error| {
        panic!("chromedriver can't be started ({error}); install the packages chromium and chromium-driver")
    });
    let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines();
    let named = lines
        .by_ref()
        .map_while(Result::ok)
        .find_map(|line| line.strip_suffix('.').and_then(|line| line.rsplit(' ').next()?.parse().ok()));
    std::thread::spawn(move || lines.for_each(drop));
    let Some(port) = named else {
        let _ = driver.wait();
        return None;
    };
    Some((driver, port))
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver ends its browsers when it is told to terminate, if it comes to it; a browser's own processes end with it.
        let _ = Command::new("kill").args(["-TERM", &self.driver.id().to_string()]).status();
        let _ = self.driver.wait();
        if let Some(chromium) = self.chromium {
            let _ = Command::new("kill").args(["-KILL", &chromium.to_string()]).stderr(Stdio::null()).status();
        }
    }
}

/// Signs in with the keyboard.
pub async fn enter(client: &Client, address: &str, account: &str) {
    enter_with(client, address, account, crate::support::PASSWORD).await;
}

/// Signs in with a password of one's own.
pub async fn enter_with(client: &Client, address: &str, account: &str, password: &str) {
    client.goto(&format!("{address}/sign-in")).await.unwrap();
    // A browser gives the focus when it paints, which may be after the page is loaded.
    client.wait().for_element(Locator::Css("input[name=account]:focus")).await.unwrap();
    client.active_element().await.unwrap().send_keys(account).await.unwrap();
    press(client, Key::Tab).await;
    client.active_element().await.unwrap().send_keys(password).await.unwrap();
    press(client, Key::Enter).await;
}

/// Names what records are looked at for, and is led to a page.
pub async fn name_purpose(client: &Client, address: &str, back: &str) {
    client.goto(&format!("{address}/purpose?back={}", back.replace('&', "%26"))).await.unwrap();
    client.find(Locator::Css("input[value=supervision]")).await.unwrap().click().await.unwrap();
    client.find(Locator::Css("form.protect button.main")).await.unwrap().click().await.unwrap();
    client.wait().for_element(Locator::Css("main:not(:has(form.protect))")).await.unwrap();
}

/// Presses a key where the focus is; once more where the page has just become another one.
pub async fn press(client: &Client, key: Key) {
    for _ in 0..10 {
        match client.active_element().await.unwrap().send_keys(&char::from(key).to_string()).await {
            Err(error) if error.is_stale_element_reference() => tokio::time::sleep(Duration::from_millis(100)).await,
            pressed => return pressed.unwrap(),
        }
    }
    panic!("the page never stood still");
}

/// Waits until somebody is signed in.
pub async fn is_in(client: &Client) {
    client.wait().for_element(Locator::Css("form[action='/sign-out']")).await.unwrap();
}

/// Turns the page to a language; on a phone the button stands in the menu. Once more where the page has just become
/// another one.
pub async fn speak(client: &Client, language: &str) {
    for _ in 0..10 {
        match turn_to(client, language).await {
            Err(error) if error.is_stale_element_reference() => tokio::time::sleep(Duration::from_millis(100)).await,
            turned => {
                turned.unwrap();
                let other = if language == "fr" { "en" } else { "fr" };
                let button = format!("button[name=language][value={other}]");
                client.wait().for_element(Locator::Css(&button)).await.unwrap();
                return;
            }
        }
    }
    panic!("the page never stood still");
}

async fn turn_to(client: &Client, language: &str) -> Result<(), CmdError> {
    let button = format!("button[name=language][value={language}]");
    let button = client.wait().for_element(Locator::Css(&button)).await?;
    if !button.is_displayed().await? {
        client.find(Locator::Css(".more summary")).await?.click().await?;
    }
    button.click().await
}

/// Presses keys that are letters or digits, each by itself, as a hand does.
pub async fn types(client: &Client, keys: &[&str]) {
    for key in keys {
        client.active_element().await.unwrap().send_keys(key).await.unwrap();
        // A reader would have gone on by now.
        tokio::time::sleep(Duration::from_millis(400)).await;
    }
}

/// Sends a zone as a keyboard-wedge reader does: to whatever has the focus, fast, with a line end behind each line.
pub async fn lay_on_reader(client: &Client, mrz: &str) {
    client.active_element().await.unwrap().send_keys(&format!("{mrz}\n")).await.unwrap();
}

/// Waits until the page shows a name, a number or an identifier.
pub async fn shows(client: &Client, words: &str) {
    waits(client, words, |text, _| text.contains(&spaced(words))).await;
}

/// Waits until the page says a message, whatever its values.
pub async fn says(client: &Client, message: &str) {
    says_with(client, message, &[]).await;
}

/// Waits until the page says a message with these of its values, whatever the others.
pub async fn says_with(client: &Client, message: &str, values: &[(&'static str, &str)]) {
    waits(client, message, |text, language| is_said(text, language, message, values)).await;
}

/// Waits until an expression of JavaScript is true on the page.
pub async fn is_true(client: &Client, expression: &str) {
    for _ in 0..100 {
        if client.execute(&format!("return {expression}"), vec![]).await.unwrap() == true {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("never true on the page: {expression}");
}

/// Waits until something is true of what can be seen of the page, and of its language.
async fn waits(client: &Client, what: &str, is_there: impl Fn(&str, Language) -> bool) {
    let mut text = String::new();
    for _ in 0..100 {
        if let Some((seen, language)) = seen(client).await {
            text = seen;
            if is_there(&text, language) {
                return;
            }
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the page never showed {what:?}; it says: {text}");
}

/// What can be seen of the page, and its language; `None` while it is being loaded.
async fn seen(client: &Client) -> Option<(String, Language)> {
    let language = client.find(Locator::Css("html")).await.ok()?.attr("lang").await.ok()??;
    let text = client.find(Locator::Css("body")).await.ok()?.text().await.ok()?;
    Some((spaced(&text), language.parse().ok()?))
}

/// Holds the page against the rules of WCAG 2.2 A and AA with axe.
pub async fn is_accessible(client: &Client, page: &str) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/axe/node_modules/axe-core/axe.min.js");
    let axe = std::fs::read_to_string(path)
        .unwrap_or_else(|error| panic!("axe-core is not at {path} ({error}); ./check fetches it with npm"));
    client.execute(&axe, vec![]).await.unwrap();
    let run = "const done = arguments[arguments.length - 1];
        axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
           .then((found) => done(found.violations.map((one) => one.id + ': ' + one.nodes.map((node) => node.target.join(' ')).join(', '))))";
    let violations = client.execute_async(run, vec![]).await.unwrap();
    assert_eq!(violations, Value::Array(vec![]), "{page}");
}

/// Whether nothing scrolls: the whole instrument is in the window.
pub async fn fits(client: &Client) -> bool {
    let fits = client.execute("return document.documentElement.scrollHeight <= window.innerHeight", vec![]).await;
    fits.unwrap() == Value::Bool(true)
}

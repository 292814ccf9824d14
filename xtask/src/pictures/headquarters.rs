//! Headquarters' board and a post's link, at a desk and on a phone.

use super::{LANGUAGES, SIZES, click, enter_as, fill, of_size, open, take, turn, visit};
use crate::{browser, network::Demo, support::PASSWORD};

/// The form by which headquarters invites a machine.
const INVITE: &str = "form[action='/network/invite']";

pub(super) async fn take_all() {
    let demo = Demo::start("3000");
    let (headquarters, post) = (&demo.addresses[0], &demo.addresses[1]);
    for size in SIZES {
        let (browser, ending) = of_size(size).await;
        let client = &browser.client;
        enter_as(client, post, "mariam").await;
        visit(client, post, ending, &[("link", "/network")]).await;
        enter_as(client, headquarters, "fanta").await;
        visit(client, headquarters, ending, &[("board", "/network")]).await;
        for language in LANGUAGES {
            open(client, headquarters, "/network").await;
            turn(client, language).await;
            open(client, headquarters, "/network").await;
            fill(client, &format!("{INVITE} input[type=password]"), PASSWORD).await;
            click(client, &format!("{INVITE} button")).await;
            browser::shows(client, "limen init post").await;
            take(client, &format!("invitation{ending}-{language}")).await;
        }
        client.clone().close_window().await.unwrap();
    }
}

//! The guard: lets in whom an address is for, and notes what they see before they see it.

use super::{
    look::AskedAddress,
    noted::{self, FOLLOWS},
    refusals,
    rule::{Access, NOTICES, Nobody, Shows},
};
use crate::{
    app::App,
    kit::{
        failure::Failure,
        form::FormTrouble,
        reader,
        session::{self, SignedIn, Through},
        who_may::Needs,
    },
};
use axum::{
    extract::{RawPathParams, Request, State},
    http::StatusCode,
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use limen_domain::AccountId;
use std::sync::Arc;

/// The page for signing in that says that a session was over.
const SESSION_OVER: &str = "/sign-in?over=yes";

/// What guards one address.
#[derive(Debug, Clone)]
pub(super) struct Guard {
    pub(super) app: Arc<App>,
    pub(super) access: Access,
}

/// Lets in whom the address is for. What a handler takes of [`SignedIn`] and of [`crate::access::sight::Sight`] is made here,
/// and nowhere else.
pub(super) async fn guard(
    State(Guard { app, access }): State<Guard>,
    params: RawPathParams,
    request: Request,
    next: Next,
) -> Response {
    if matches!(access.who.needs, Needs::Nothing | Needs::Key) {
        return next.run(request).await;
    }
    if access.who.needs == Needs::Reader {
        return reader::let_in(&app, request, next).await;
    }
    let follows = request.headers().contains_key(FOLLOWS);
    let mut signed = match session::signed_in(&app, request.headers(), Through::of(request.extensions()), follows).await
    {
        Ok(Some(signed)) => signed,
        Ok(None) if session::had_session(request.headers()) => return Redirect::to(SESSION_OVER).into_response(),
        Ok(None) => return Redirect::to("/sign-in").into_response(),
        Err(failure) => return failure.into_response(),
    };
    let role = signed.session.account.role;
    if !NOTICES.iter().any(|permission| role.may(*permission)) {
        signed.is_named = match app.is_named(role).await {
            Ok(is_named) => is_named,
            Err(error) => return Failure::from(error).into_response(),
        };
    }
    let account = &signed.session.account;
    if !access.who.lets_in(role, app.is_headquarters(), signed.is_named) {
        // Everyone is sent to the counter after signing in: those who have none go on to their own page.
        let own = app.home(role).filter(|_| access.method == "GET" && access.path == "/counter");
        return match own {
            Some(own) => Redirect::to(&own).into_response(),
            None => refused(&app, &account.id, &access, "", Failure::NotAllowed.into_response()).await,
        };
    }
    // A drawn password is known to another person too: it opens nothing but the page for choosing one's own.
    let is_half = account.credentials.drawn_until.is_some() || app.lacks_second_factor(account);
    if is_half && matches!(access.who.needs, Needs::One(_) | Needs::Named(_)) {
        return match access.method {
            "GET" => Redirect::to("/account").into_response(),
            _ => Failure::NotAllowed.into_response(),
        };
    }
    let account = account.id.clone();
    let asked = AskedAddress {
        wanted: match (access.method, request.uri().path_and_query()) {
            ("GET", Some(wanted)) => wanted.to_string(),
            // What was sent is not sent again.
            _ => "/".to_owned(),
        },
        uri: request.uri().clone(),
        params,
        follows,
    };
    let (answer, why) = match answer(&app, signed, &access, &asked, request, next).await {
        Ok(answer) => (answer, None),
        Err(Failure::NotAllowed) => (Failure::NotAllowed.into_response(), Some(" (not theirs)")),
        Err(failure) => (failure.into_response(), None),
    };
    let why = why.or(match answer.extensions().get() {
        // A form without the session's key may be another site's, sent with this person's cookie.
        Some(Failure::Form(FormTrouble::WrongKey)) => Some(" (form key)"),
        Some(Failure::TooManyLooks) => Some(" (too many looks)"),
        _ => None,
    });
    match why {
        Some(why) => refused(&app, &account, &access, why, answer).await,
        None => answer,
    }
}

/// Notes a refusal, and gives the answer that says so; where it can't be noted, that is said instead.
async fn refused(app: &App, account: &AccountId, access: &Access, why: &str, answer: Response) -> Response {
    match refusals::note(app, account, access, why).await {
        Ok(()) => answer,
        Err(failure) => failure.into_response(),
    }
}

/// The handler's answer, once what it shows is noted. A failure is of what comes before the handler, or in its place.
async fn answer(
    app: &App,
    signed: SignedIn,
    access: &Access,
    asked: &AskedAddress,
    mut request: Request,
    next: Next,
) -> Result<Response, Failure> {
    let sight = match access.shows {
        Shows::Look(look) | Shows::Again(look) => look.sight(app, &signed, asked).await?,
        Shows::Nobody(_) | Shows::Noted(..) => None,
    };
    if let Shows::Look(look) = access.shows {
        noted::note(app, &signed, look, asked, sight.as_ref()).await?;
    }
    if let Some(sight) = &sight {
        request.extensions_mut().insert(sight.clone());
    }
    request.extensions_mut().insert(signed.clone());
    let answer = next.run(request).await;
    if let (Shows::Again(look) | Shows::Noted(_, Some(look)), StatusCode::UNPROCESSABLE_ENTITY) =
        (access.shows, answer.status())
    {
        noted::note(app, &signed, look, asked, sight.as_ref()).await?;
    }
    debug_assert!(
        access.shows != Shows::Nobody(Nobody::Moves) || answer.status().is_redirection() || is_failure(&answer),
        "{} {} shows a page; the table says that it shows nobody",
        access.method,
        access.path
    );
    Ok(answer)
}

/// Whether an answer is a failure's page, which shows nobody, or a bare refusal of the framework's.
fn is_failure(answer: &Response) -> bool {
    let is_page = answer.status() == StatusCode::UNPROCESSABLE_ENTITY || answer.status().is_success();
    answer.extensions().get::<Failure>().is_some() || !is_page
}

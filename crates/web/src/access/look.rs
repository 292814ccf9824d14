//! Looks: the event of each, made from the address alone, before anything is shown.

use crate::{
    access::{
        asked::{AlertsAsked, AuditAsked, BrowseAsked, ClaimantAsked, DayAsked, DraftAsked, FindAsked, VisasAsked},
        sight::{Because, Sight},
    },
    app::App,
    kit::{failure::Failure, form::FormTrouble, session::SignedIn},
    node::{
        find,
        neighbours::held::{self, Whom},
    },
};
use axum::{
    extract::{Query, RawPathParams},
    http::Uri,
};
use limen_domain::{AlertId, AuditView, CrossingId, Event, ListName, LookPurpose, PartyId, VisaNumber, Why};
use limen_neighbour::{Content, Kind};
use serde::de::DeserializeOwned;
use uuid::Uuid;

/// What a look at the notices is noted as: a search of alerts for this.
const NOTICES: &str = "neighbour-";

/// What an answer shows of travellers who are not just being dealt with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// A day's crossings.
    Day,
    /// A day's crossings as a file.
    DayFile,
    /// Who has stayed too long.
    Overstays,
    /// A recorded crossing.
    Record,
    /// What is printed of a recorded crossing.
    Printed,
    /// The form by which a recorded crossing is corrected.
    Correction,
    /// The corrections that officers ask for.
    Corrections,
    /// The list of pictures and files beside a traveller.
    Pictures,
    /// One of these.
    Picture,
    /// Who waits at the second line.
    Queue,
    /// A referral.
    Referral,
    /// Who is in need of protection.
    Protections,
    /// One of these.
    Protection,
    /// People who are searched across days.
    People,
    /// Visas that are searched.
    Visas,
    /// One of these.
    Visa,
    /// The parties that are here or announced.
    Parties,
    /// One of these, with its members.
    Party,
    /// The hits of the post.
    Hits,
    /// One traveller for whom hits were found.
    Hit,
    /// Alerts that are searched, or wait for someone.
    Alerts,
    /// A list's alerts, a page of them.
    AlertList,
    /// One of these.
    Alert,
    /// The alert that a draft begins with.
    Draft,
    /// The alerts that wait for a second person.
    Proposal,
    /// Notices of and to neighbouring states, of which some name someone.
    Notices,
    /// What travellers claim.
    Claims,
    /// One of these, with the person's records.
    Claim,
    /// People among whom is the one who claims.
    Claimant,
    /// Who looked at whom.
    Audit(AuditView),
}

/// An address as it was asked for.
pub(super) struct AskedAddress {
    pub(super) uri: Uri,
    pub(super) params: RawPathParams,
    /// Whether a page that is open already asks for itself anew.
    pub(super) follows: bool,
    /// Where a purpose is asked for it.
    pub(super) wanted: String,
}

impl AskedAddress {
    fn part<T, E>(&self, name: &str, parse: impl Fn(&str) -> Result<T, E>) -> Result<T, Failure> {
        let part = self.params.iter().find(|(known, _)| *known == name).and_then(|(_, part)| parse(part).ok());
        part.ok_or_else(|| FormTrouble::Malformed.into())
    }

    fn id(&self) -> Result<Uuid, Failure> {
        self.part("id", Uuid::parse_str)
    }

    /// The visa that it is about.
    pub(super) fn visa(&self) -> Result<VisaNumber, Failure> {
        self.part("number", VisaNumber::parse)
    }

    fn query<T: DeserializeOwned>(&self) -> Result<T, Failure> {
        let query = Query::try_from_uri(&self.uri).map_err(|_| FormTrouble::Malformed)?;
        Ok(query.0)
    }
}

impl Look {
    /// The kind of the event that is noted.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Day => "day-consulted",
            Self::DayFile => "day-exported",
            Self::Overstays => "overstays-consulted",
            Self::Record | Self::Printed | Self::Referral | Self::Hit => "crossing-consulted",
            Self::Correction => "correction-consulted",
            Self::Corrections => "corrections-consulted",
            Self::Pictures => "pictures-consulted",
            Self::Picture => "picture-consulted",
            Self::Queue => "referrals-consulted",
            Self::Protections | Self::Protection => "protection-consulted",
            Self::People | Self::Claimant => "people-searched",
            Self::Visas | Self::Visa => "visas-consulted",
            Self::Parties => "parties-consulted",
            Self::Party => "party-consulted",
            Self::Hits => "hits-consulted",
            Self::Alerts | Self::AlertList | Self::Notices => "alerts-searched",
            Self::Alert | Self::Draft => "alert-consulted",
            Self::Proposal => "proposal-consulted",
            Self::Claims => "claims-consulted",
            Self::Claim => "claim-consulted",
            Self::Audit(_) => "audit-consulted",
        }
    }

    /// Whether a purpose must be named for it: ●, or ○ where the traveller may be one who is just being dealt with.
    pub(super) fn asks_purpose(self) -> &'static str {
        match (self, self.because(None)) {
            (_, Because::Duty(_) | Because::Asked) => "",
            (Self::Record | Self::Printed | Self::Pictures | Self::Picture | Self::Visa, Because::Named) => "○",
            (_, Because::Named) => "●",
        }
    }

    /// Whether its page asks for itself anew when something happens.
    pub(super) fn follows_what_happens(self) -> bool {
        matches!(self, Self::Hits | Self::Alerts | Self::Proposal)
    }

    /// Checks that the person who asks may see this traveller and what belongs to them; `None` if the page is not about
    /// one traveller.
    pub(super) async fn sight(
        self,
        app: &App,
        signed: &SignedIn,
        asked: &AskedAddress,
    ) -> Result<Option<Sight>, Failure> {
        let of = async || Sight::of(app, signed, CrossingId(asked.id()?)).await;
        Ok(Some(match self {
            Self::Record => of().await?.recorded()?,
            Self::Printed => of().await?.current()?,
            Self::Correction => of().await?.correctable(app)?,
            Self::Referral => of().await?.referral(app)?,
            Self::Hit => of().await?,
            Self::Pictures => of().await?.kept_here(app, signed)?,
            Self::Picture => {
                let sha256 = asked.part("sha256", |part| Ok::<_, FormTrouble>(part.to_owned()))?;
                of().await?.with_content(app, signed, &sha256).await?
            }
            _ => return Ok(None),
        }))
    }

    /// What it is looked at for: the duty that it is part of, or the purpose that was named.
    pub(super) fn because(self, sight: Option<&Sight>) -> Because {
        match self {
            Self::Day
            | Self::DayFile
            | Self::Overstays
            | Self::Correction
            | Self::Corrections
            | Self::Protections
            | Self::Protection
            | Self::People
            | Self::Visas
            | Self::Visa => Because::Named,
            Self::Record | Self::Printed | Self::Pictures | Self::Picture => {
                sight.map_or(Because::Named, |sight| sight.because)
            }
            Self::Queue | Self::Parties | Self::Party => Because::Duty(LookPurpose::AtHand),
            Self::Referral => Because::Duty(LookPurpose::Referral),
            Self::Hits
            | Self::Hit
            | Self::Alerts
            | Self::AlertList
            | Self::Alert
            | Self::Draft
            | Self::Proposal
            | Self::Notices => Because::Duty(LookPurpose::Alerts),
            Self::Claims | Self::Claim | Self::Claimant => Because::Duty(LookPurpose::Rights),
            Self::Audit(_) => Because::Asked,
        }
    }

    /// The event of the look; `None` if no traveller is shown after all.
    pub(super) async fn event(
        self,
        app: &App,
        asked: &AskedAddress,
        why: Option<Why>,
    ) -> Result<Option<Event>, Failure> {
        let crossing = || Ok::<_, Failure>(CrossingId(asked.id()?));
        Ok(Some(match self {
            Self::Day => {
                let (day, search) = asked.query::<DayAsked>()?.looked_at(app);
                Event::DayConsulted { day, search, why }
            }
            Self::DayFile => {
                let (day, rows) = asked.query::<DayAsked>()?.exported(app).await?;
                Event::DayExported { day, rows, why }
            }
            Self::Overstays => Event::OverstaysConsulted { why },
            Self::Record | Self::Printed | Self::Referral | Self::Hit => {
                Event::CrossingConsulted { crossing: crossing()?, why }
            }
            Self::Correction => Event::CorrectionConsulted { crossing: crossing()?, why },
            Self::Corrections => {
                let asked = app.store.corrections_asked(&app.post.id).await?;
                if asked.is_empty() {
                    return Ok(None);
                }
                Event::CorrectionsConsulted { shown: asked.iter().map(|one| one.crossing).collect(), why }
            }
            Self::Pictures => Event::PicturesConsulted { crossing: crossing()?, why },
            Self::Picture => {
                let sha256 = asked.part("sha256", |part| Ok::<_, FormTrouble>(part.to_owned()))?;
                Event::PictureConsulted { crossing: crossing()?, sha256, why }
            }
            Self::Queue => Event::ReferralsConsulted { why },
            Self::Protections => Event::ProtectionConsulted { protection: None, why },
            Self::Protection => {
                Event::ProtectionConsulted { protection: Some(limen_domain::ProtectionId(asked.id()?)), why }
            }
            Self::People => {
                let search = asked.query::<FindAsked>()?.searched();
                let found = find::find(app, &search).await?;
                if found.people.is_empty() {
                    return Ok(None);
                }
                Event::PeopleSearched { search, shown: found.people.iter().map(|one| one.crossing).collect(), why }
            }
            Self::Claimant => {
                let asked = asked.query::<ClaimantAsked>()?;
                let Some(born) = asked.born(app) else { return Ok(None) };
                let found = find::by_name(app, &asked.name(), born).await?;
                if found.people.is_empty() {
                    return Ok(None);
                }
                let shown = found.people.iter().map(|one| one.crossing).collect();
                Event::PeopleSearched { search: asked.searched(), shown, why }
            }
            Self::Visas => Event::VisasConsulted { search: asked.query::<VisasAsked>()?.searched(), why },
            Self::Visa => Event::VisasConsulted { search: asked.visa()?.to_string(), why },
            Self::Parties => Event::PartiesConsulted { why },
            Self::Party => Event::PartyConsulted { party: PartyId(asked.id()?), why },
            Self::Hits => Event::HitsConsulted { why },
            Self::Alerts => Event::AlertsSearched { search: asked.query::<AlertsAsked>()?.searched(), why },
            Self::Notices => {
                let held = held::of_kind(app, Kind::Notice, Whom::Work).await?;
                let names_someone =
                    |one: &held::Held| matches!(&one.content, Content::Notice(notice) if notice.subject.is_some());
                if !held.iter().any(names_someone) {
                    return Ok(None);
                }
                Event::AlertsSearched { search: NOTICES.to_owned(), why }
            }
            Self::AlertList => Event::AlertsSearched { search: asked.query::<BrowseAsked>()?.looked_at(), why },
            Self::Alert => Event::AlertConsulted {
                list: asked.part("list", ListName::parse)?,
                alert: asked.part("id", AlertId::parse)?,
                why,
            },
            Self::Draft => match asked.query::<DraftAsked>()?.begins_with() {
                Some((list, alert)) => Event::AlertConsulted { list, alert, why },
                None => return Ok(None),
            },
            Self::Proposal => Event::ProposalConsulted { proposal: asked.id()?, why },
            Self::Claims => Event::ClaimsConsulted { why },
            Self::Claim => {
                let id = asked.id()?;
                let claim = app.store.claims().await?.into_iter().find(|claim| claim.id == id);
                Event::ClaimConsulted { claim: id, document: claim.ok_or(Failure::NotFound)?.document, why }
            }
            Self::Audit(view) => Event::AuditConsulted { view, about: asked.query::<AuditAsked>()?.about(view) },
        }))
    }
}

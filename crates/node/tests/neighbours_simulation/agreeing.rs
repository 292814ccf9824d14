//! How the two sides agree on something in the simulation, and end it.

use crate::{
    agreed::{less, state, whole},
    country::Goes,
    support::id,
    world::World,
};
use limen_neighbour::SignedAgreement;
use limen_node::neighbours::agreements;
use limen_store::AgreementState;

impl World {
    /// One side ends what is in force: at once here, whatever is under way.
    pub async fn ends(&mut self, side: usize) {
        let country = &self.countries[side];
        let Some((name, _)) = country.in_force().await.pop() else { return };
        if country.is_silent().await {
            return;
        }
        agreements::end(&country.node, &id("awa"), &name, "rupture").await.unwrap();
        assert!(country.in_force().await.is_empty(), "ended, and in force");
        self.counts.ended += 1;
    }

    /// Both sign a next version, of everything or of less, whatever is under way.
    pub async fn agrees(&mut self) {
        let is_whole = self.below(2) == 0;
        self.talk(0, Goes::BothWays).await;
        self.talk(1, Goes::BothWays).await;
        if !self.countries[0].is_silent().await && !self.countries[1].is_silent().await {
            self.agree(is_whole).await;
        }
    }

    pub async fn agree(&mut self, is_whole: bool) {
        self.version += 1;
        let parties = [self.countries[0].own().party, self.countries[1].own().party];
        let agreement = if is_whole { whole(parties, self.version) } else { less(parties, self.version) };
        let signed = SignedAgreement::unsigned(agreement).unwrap();
        self.countries[0].approves(&signed.file()).await;
        self.talk(0, Goes::BothWays).await;
        let offers = self.countries[1].node.store.agreements(state(0)).await.unwrap();
        let offer = offers.iter().find(|kept| kept.name == signed.name()).unwrap();
        assert_eq!(offer.state, AgreementState::Offered);
        self.countries[1].approves(&offer.file).await;
        self.talk(0, Goes::BothWays).await;
        for country in &self.countries {
            let in_force = country.in_force().await;
            assert_eq!(in_force.iter().map(|(name, _)| name).collect::<Vec<_>>(), [&signed.name()]);
        }
        self.counts.agreed += 1;
    }
}

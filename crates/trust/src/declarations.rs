//! What states declare of errors in their own documents, as it is believed: a list by a signer for whom the state's CSCA
//! vouches, the newest of each state.

use crate::certificate::Certificate;
use crate::deviation::{Declared, DeviationList};
use crate::oid;
use crate::store::{NotTrusted, TrustStore};

impl TrustStore {
    /// The lists of deviations in force, one of each state.
    pub fn deviations(&self) -> impl Iterator<Item = &DeviationList> {
        self.deviations.iter().map(|(_, list)| list)
    }

    /// The list of the same state that is in force.
    ///
    /// # Errors
    /// No anchor of the state vouches for this list's signer.
    pub fn in_place_of(&self, list: &DeviationList) -> Result<Option<&DeviationList>, NotTrusted> {
        let country = self.declarer(list)?;
        Ok(self.deviations.iter().find(|(of, _)| *of == country).map(|(_, list)| list))
    }

    /// Takes in a state's list of deviations, in place of an older one. Says whether it is new.
    ///
    /// # Errors
    /// No anchor of the state vouches for its signer.
    pub fn declare(&mut self, list: DeviationList) -> Result<bool, NotTrusted> {
        let country = self.declarer(&list)?;
        let made = list.signing_time();
        if self.deviations.iter().any(|(of, other)| *of == country && other.signing_time() >= made) {
            return Ok(false);
        }
        self.deviations.retain(|(of, _)| *of != country);
        self.deviations.push((country, list));
        Ok(true)
    }

    /// What the state of a signer has declared of its documents.
    pub fn declared<'a>(
        &'a self,
        signer: &'a Certificate,
        zone: Option<&'a [String]>,
    ) -> impl Iterator<Item = &'a Declared> {
        let country = signer.country();
        let own = self.deviations.iter().filter(move |(of, _)| *of == country);
        own.flat_map(move |(_, list)| list.of(signer, zone))
    }

    /// The state that declares.
    fn declarer(&self, list: &DeviationList) -> Result<Option<String>, NotTrusted> {
        let signer = self.signer_of(&list.signed, oid::DEVIATION_LIST_SIGNER)?;
        if !self.vouches(signer) {
            return Err(NotTrusted::UnknownSigner(signer.subject.to_string()));
        }
        Ok(signer.country())
    }
}

//! What of a chip's files is selected, and what that shows (Doc 9303-10 §3.6; ISO/IEC 7816-4 §11.2.2).

use crate::apdu::{Command, Response, Status};
use crate::card::Lost;
use crate::chip_data::{Access, ReadError};
use crate::files::{FileError, Pace, Part};
use crate::pace::domain::Domain;
use crate::security::{Mapping, PaceInfo};
use crate::session::{Fault, Session};
use limen_trust::{FileName, curve::Curve};

/// The application of travel documents (Doc 9303-10 §3.9.1).
const APPLICATION: [u8; 7] = [0xA0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01];

/// Whether the chip can use the keys that were just agreed on: its answer to any command shows it.
pub(crate) fn answers(session: &mut Session<'_>) -> Result<bool, Lost> {
    let select = Command::new(0xA4, 0x02, 0x0C).data(FileName::Common.identifier().to_be_bytes());
    match session.send(&select) {
        Ok(_) => Ok(true),
        Err(Fault::Lost(lost)) => Err(lost),
        Err(Fault::Broken(_) | Fault::Ended(_)) => Ok(false),
    }
}

/// The ways of PACE that are read here, in the order in which they are tried: chip authentication mapping first, which proves
/// the chip by the way, then as the chip has them.
pub(crate) fn ways(offered: &[PaceInfo]) -> Vec<&PaceInfo> {
    let mut ways: Vec<&PaceInfo> = offered.iter().filter(|info| understood(info)).collect();
    ways.sort_by_key(|info| info.mapping != Mapping::ChipAuthentication);
    ways
}

/// Whether a way of PACE is one that is read here. P-224's prime is 1 mod 4: its points have no encoding.
fn understood(info: &PaceInfo) -> bool {
    let domain = Domain::standard(info.parameters, info.is_curve);
    domain.is_some_and(|domain| info.mapping != Mapping::Integrated || domain != Domain::Curve(Curve::P224))
}

/// SELECT of the master file: chips differ in the form that they take.
pub(crate) fn select_master(session: &mut Session<'_>) -> Result<(), Lost> {
    let ways = [
        Command::new(0xA4, 0x00, 0x0C).data([0x3F, 0x00]),
        Command::new(0xA4, 0x00, 0x0C),
        Command::new(0xA4, 0x00, 0x00).data([0x3F, 0x00]).expecting(256),
    ];
    for way in ways {
        match session.send(&way) {
            Ok(Response { status, .. }) if status == Status::DONE => return Ok(()),
            Err(Fault::Lost(lost)) => return Err(lost),
            _ => {}
        }
    }
    // Where it is selected from the start, no form may be needed.
    Ok(())
}

pub(crate) fn select_application(session: &mut Session<'_>) -> Result<(), ReadError> {
    let response = session.send(&Command::new(0xA4, 0x04, 0x0C).data(APPLICATION)).map_err(ReadError::Fault)?;
    match response.status {
        Status::DONE => Ok(()),
        status if status.0 >> 8 == 0x62 => Ok(()),
        status => Err(ReadError::NoApplication(status)),
    }
}

/// Whether a chip without access control gives its files.
pub(crate) fn is_open(session: &mut Session<'_>, refused: Status) -> Result<Access, ReadError> {
    let mut part = Part::new(FileName::Common.identifier());
    match part.read(session, &mut Pace::of(256), &mut |_, _| {}) {
        Ok(()) => Ok(Access::Open),
        Err(FileError::Fault(fault)) => Err(ReadError::Fault(fault)),
        Err(_) => Err(ReadError::NoApplication(refused)),
    }
}

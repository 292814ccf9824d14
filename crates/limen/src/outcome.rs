//! How a command ends.

use std::process::ExitCode;

/// What a command answers to the shell: an error is told on standard error, in a sentence.
pub(crate) type Outcome = Result<ExitCode, Failed>;

/// Why a command could not be done, in a sentence.
pub(crate) type Failed = Box<dyn std::error::Error + Send + Sync>;

//! The program `limen`.

use std::process::ExitCode;

/// Gives memory back when a list of a million alerts was replaced, and is quicker than the system's with many threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    limen::main()
}

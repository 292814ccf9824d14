#!/bin/sh
# Builds the program for others to run, from what is committed: the same commit with the same toolchain is meant to give the
# same bytes, wherever and whenever it is built. Usage: scripts/release.sh DIR [KEY]
#
# DIR gets `limen`, `limen-analyst` and `limen-reader` (for which libpcsclite-dev is needed), their SHA-256 and, where minisign and a secret KEY of it are at hand, the signatures
# that `limen update` asks for. Anyone can build the same and compare.
set -eu
dir=${1:?say which folder the release goes into}
key=${2:-}
mkdir -p "$dir"
dir=$(cd "$dir" && pwd)
if [ -n "$key" ]; then key=$(cd "$(dirname "$key")" && pwd)/$(basename "$key"); fi
cd "$(dirname "$0")/.."

# OpenSSL writes the folder that it is built in into itself, so everything is built in one that is always the same; paths of
# libraries are written as if those stood at the root, and the time is that of the commit.
work=/tmp/limen-release
rm -rf "$work/source"
mkdir -p "$work/source"
git archive HEAD | tar -x -C "$work/source"
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
RUSTFLAGS="--remap-path-prefix=$work/source=/limen --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=/cargo"
CARGO_TARGET_DIR=$work/target
CARGO_INCREMENTAL=0
export CARGO_TARGET_DIR SOURCE_DATE_EPOCH RUSTFLAGS CARGO_INCREMENTAL

cd "$work/source"
cargo build --release --locked -p limen --features vendored-openssl
cargo build --release --locked --manifest-path analyst/Cargo.toml --target-dir "$CARGO_TARGET_DIR"
cargo build --release --locked --manifest-path reader/Cargo.toml --target-dir "$CARGO_TARGET_DIR"
for program in limen limen-analyst limen-reader; do cp "$CARGO_TARGET_DIR/release/$program" "$dir"; done
cd "$dir"
version=$(./limen --version | cut -d' ' -f2)
for program in limen limen-analyst limen-reader; do
    sha256sum "$program" | tee "$program.sha256"
    if [ -n "$key" ]; then minisign -Sm "$program" -s "$key" -t "$program $version $(uname -m)-linux"; fi
done

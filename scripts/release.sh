#!/bin/sh
# Builds the program for others to run: the same sources with the same toolchain give the same bytes, wherever and whenever
# they are built. Usage: scripts/release.sh DIR [KEY]
#
# DIR gets `limen`, its SHA-256 and, where minisign and a secret KEY of it are at hand, the signature that `limen update`
# asks for. Anyone can build the same and compare.
set -eu
dir=${1:?say which folder the release goes into}
key=${2:-}
mkdir -p "$dir"
dir=$(cd "$dir" && pwd)
cd "$(dirname "$0")/.."

# OpenSSL writes the folder that it is built in into itself, so that folder is always the same; our own paths are written as
# if they stood at the root, and the time is that of the sources.
CARGO_TARGET_DIR=/tmp/limen-release
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
home=${CARGO_HOME:-$HOME/.cargo}
RUSTFLAGS="--remap-path-prefix=$PWD=/limen --remap-path-prefix=$home=/cargo --remap-path-prefix=$CARGO_TARGET_DIR=/target"
CARGO_INCREMENTAL=0
export CARGO_TARGET_DIR SOURCE_DATE_EPOCH RUSTFLAGS CARGO_INCREMENTAL

cargo build --release --locked -p limen
cp "$CARGO_TARGET_DIR/release/limen" "$dir/limen"
(cd "$dir" && sha256sum limen | tee limen.sha256)
if [ -n "$key" ]; then
    version=$("$dir/limen" --version | cut -d' ' -f2)
    minisign -Sm "$dir/limen" -s "$key" -t "limen $version $(uname -m)-linux"
fi

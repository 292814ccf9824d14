#!/bin/sh
# Writes what the program is made of to a file: every crate that is built into it, with its version, licence and checksum
# (CycloneDX 1.5, JSON). Usage: scripts/sbom.sh limen.cdx.json
set -eu
file=${1:?say which file to write}
case $file in /*) ;; *) file=$PWD/$file ;; esac
cd "$(dirname "$0")/.."
if ! cargo cyclonedx --version >/dev/null 2>&1; then
    cargo install --locked --quiet cargo-cyclonedx
fi
# It writes one beside the manifest of each of our crates; the program's has all the others in it.
name=limen-sbom
trap 'rm -f crates/*/$name.json' EXIT
cargo cyclonedx --quiet --all-features --format json --spec-version 1.5 --target all --override-filename $name
# Where it was made is nobody's concern.
sed "s|file://$PWD/|file:///limen/|g" "crates/limen/$name.json" >"$file"

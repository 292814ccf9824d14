#!/bin/sh
# Zones from pictures: Limen beside PassportEye with Tesseract, on the same drawn pictures of held-back seeds.
# ./training/benchmark.sh [PICTURES OF EACH GRADE [NUMBER OF THE FIRST]]
# Needs the packages fonts-ocr-b and tesseract-ocr; PassportEye comes from PyPI into the build's folder.
set -eu
cd "$(dirname "$0")/.."
count=${1:-100}
first=${2:-0}
built=${CARGO_TARGET_DIR:-target}
folder=$built/optics-benchmark
[ -x "$built/passporteye/bin/pip" ] || python3 -m venv "$built/passporteye"
"$built/passporteye/bin/pip" install --quiet --disable-pip-version-check passporteye==2.2.2
rm -rf "$folder"
cargo build --release --quiet -p limen-training
"$built/release/limen-training" measure "$count" --first "$first" --keep "$folder" | grep '^grade'
"$built/passporteye/bin/python" training/peer.py "$folder"

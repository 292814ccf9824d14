#!/bin/sh
# Zones from pictures: Limen beside PassportEye with Tesseract, on the same drawn pictures of held-back seeds.
# ./training/benchmark.sh [PICTURES OF EACH GRADE]
# Needs the packages fonts-ocr-b and tesseract-ocr; PassportEye comes from PyPI into target/.
set -eu
cd "$(dirname "$0")/.."
count=${1:-100}
folder=target/optics-benchmark
[ -x target/passporteye/bin/pip ] || python3 -m venv target/passporteye
target/passporteye/bin/pip install --quiet --disable-pip-version-check passporteye==2.2.2
rm -rf "$folder"
cargo build --release --quiet -p limen-training
target/release/limen-training measure "$count" --keep "$folder" | grep '^grade'
target/passporteye/bin/python training/peer.py "$folder"

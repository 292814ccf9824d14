#!/usr/bin/env python3
"""Reads the pictures of a folder with PassportEye (Tesseract), and prints what `limen-training measure` prints of Limen.

Each NAME.jpg has its zone in NAME.txt; names begin with their grade. Run by benchmark.sh.
"""

import os
import sys
import warnings
from collections import defaultdict
from pathlib import Path

warnings.filterwarnings("ignore")

from passporteye import read_mrz  # noqa: E402


def processor() -> float:
    """Seconds that the processor has worked for this program and those that it started."""
    return sum(os.times()[:4])


def main() -> None:
    grades = defaultdict(lambda: [0, 0, 0, 0, []])
    for picture in sorted(Path(sys.argv[1]).glob("*.jpg")):
        tally = grades[picture.name.split("-")[0]]
        zone = picture.with_suffix(".txt").read_text().split()
        begun = processor()
        try:
            read = read_mrz(str(picture))
        except Exception:  # It fails on some pictures; that counts as nothing read.
            read = None
        tally[4].append((processor() - begun) * 1000)
        tally[0] += 1
        if read is None:
            tally[3] += 1
            continue
        lines = read.aux.get("text", "").split("\n")
        is_exact = [line.replace(" ", "") for line in lines if line.strip()] == zone
        tally[1] += is_exact
        # All check digits right, and the zone wrong.
        tally[2] += read.valid_score == 100 and not is_exact
    for grade, (count, exact, wrong, nothing, times) in sorted(grades.items()):
        times.sort()
        print(
            f"PassportEye, grade {grade}: {count} pictures: exact {100 * exact / count:.1f} %, "
            f"wrong with all check digits right {wrong}, nothing read {100 * nothing / count:.1f} %; "
            f"median {times[len(times) // 2]:.0f} ms"
        )


main()

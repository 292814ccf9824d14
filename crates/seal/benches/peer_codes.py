"""What PyPI's zxing-cpp reads of the pictures that the benchmark `codes` drew. Argument: the list of them."""

import statistics
import sys
import time

import numpy
import zxingcpp

FORMATS = {"PDF417": "PDF417", "QR": "QRCode", "DataMatrix": "DataMatrix", "Aztec": "Aztec"}
ALL = tuple(getattr(zxingcpp.BarcodeFormat, name) for name in FORMATS.values())

rows = {}
with open(sys.argv[1], encoding="utf-8") as file:
    for line in file:
        grade, code, path, octets = line.rstrip("\n").split("\t")
        with open(path, "rb") as picture:
            head = [picture.readline() for _ in range(3)]
            width, height = map(int, head[1].split())
            pixels = numpy.frombuffer(picture.read(), dtype=numpy.uint8).reshape(height, width)
        begin = time.perf_counter()
        found = zxingcpp.read_barcodes(pixels, formats=ALL)
        took = (time.perf_counter() - begin) * 1000
        row = rows.setdefault((grade, code), [0, 0, []])
        wanted = bytes.fromhex(octets)
        row[0] += any(one.bytes == wanted for one in found)
        row[1] += any(one.bytes != wanted for one in found)
        row[2].append(took)

print(f"\nzxing-cpp {getattr(zxingcpp, '__version__', '')}\n")
print("| grade | code | read | wrong | median ms | longest ms |\n| --- | --- | ---: | ---: | ---: | ---: |")
for (grade, code), (good, wrong, times) in rows.items():
    print(f"| {grade} | {code} | {good}/{len(times)} | {wrong} | {statistics.median(times):.0f} | {max(times):.0f} |")

"""Zones a second that PyPI's mrz checks and takes apart; the median of five rounds. Argument: a file of zones."""

import statistics
import sys
import time

from mrz.checker.td3 import TD3CodeChecker

with open(sys.argv[1], encoding="ascii") as file:
    zones = file.read().split("\n\n")

rounds = []
for _ in range(5):
    begin = time.perf_counter()
    for zone in zones:
        TD3CodeChecker(zone).fields()
    rounds.append(len(zones) / (time.perf_counter() - begin))
print(statistics.median(rounds))

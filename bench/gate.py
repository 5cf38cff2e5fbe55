#!/usr/bin/python3
"""Runs the small benchmarks and compares them with the last figures, by ratio.

gate.py            fails if something became slower than bench/figures.json allows
gate.py --update   writes bench/figures.json

Each figure is divided by that of a calibration loop of the same run, so that neither the machine nor what else it does
falls on the code. Built and run by: mvn -Pbench verify.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile

import fifty_peers
import pair

FIGURES = os.path.join(pair.ROOT, "bench/figures.json")
CALIBRATION = "CalibrationBenchmark.walk"
# Runs of one code differ by a third on a busy machine; what is worth stopping for costs more.
MOST = 1.6
ROUNDS = 3  # of those that look slower, before they are believed


def run(pattern, quick):
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        java = fifty_peers.command()[:-1]
        times = ["-wi", "2", "-w", "500ms", "-i", "3", "-r", "500ms"] if quick else ["-wi", "3", "-w", "1", "-i", "5", "-r", "1"]
        subprocess.run(java + ["org.openjdk.jmh.Main", pattern, "-f", "1", *times, "-rf", "json", "-rff", out.name],
                       check=True, stdout=subprocess.DEVNULL)
        results = json.load(open(out.name, encoding="utf-8"))
    # The least of the iterations: what disturbs only ever adds.
    return {".".join(result["benchmark"].split(".")[-2:]): min(result["primaryMetric"]["rawData"][0])
            for result in results}


def ratios(pattern, quick):
    scores = run(f"{pattern}|{CALIBRATION}", quick)
    calibration = scores.pop(CALIBRATION)
    return {name: (score, score / calibration) for name, score in scores.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--quick", action="store_true", help="a third of the time")
    args = parser.parse_args()
    now = ratios("minibit.bench.micro", args.quick)
    if args.update:
        with open(FIGURES, "w", encoding="utf-8") as file:
            json.dump({name: {"nanoseconds": round(score, 1), "ratio": round(ratio, 5)}
                       for name, (score, ratio) in sorted(now.items())}, file, indent=2)
            file.write("\n")
    with open(FIGURES, encoding="utf-8") as file:
        last = json.load(file)

    def slower():
        return sorted(name for name, (_, ratio) in now.items() if name in last and ratio > MOST * last[name]["ratio"])

    for _ in range(ROUNDS - 1):
        suspects = slower()
        if not suspects:
            break
        again = ratios("|".join(suspects), args.quick)
        now.update({name: min(now[name], again[name], key=lambda pair_: pair_[1]) for name in again})
    for name, (score, ratio) in sorted(now.items()):
        change = f"{ratio / last[name]['ratio']:.2f} of the last figure" if name in last else "new"
        print(f"{name:32} {score:10.1f} ns, {ratio:8.4f} of the calibration, {change}")
    missing = sorted(set(last) - set(now))
    if missing:
        sys.exit(f"not measured any more: {', '.join(missing)}; gate.py --update if that is meant")
    if slower():
        sys.exit(f"slower than {MOST} times the last figure: {', '.join(slower())}")


if __name__ == "__main__":
    main()

#!/usr/bin/python3
"""Runs the small benchmarks and compares them with the last figures, by ratio.

gate.py            fails if something became slower than bench/figures.json allows
gate.py --update   writes bench/figures.json

Each figure is divided by those of two calibration loops of the same run, so that neither the machine nor what else it
does falls on the code: one computes and stays in the caches, one waits for memory. Machines differ in both, and by
different factors; slower is what is slower by either. What is much quicker is told, too: its last figure is of another
machine or of a busy hour, and until it is renewed the gate would not see it become slow.
Built and run by: mvn -Pbench verify.
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
CALIBRATIONS = ("CalibrationBenchmark.walk", "CalibrationBenchmark.reach")
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
    scores = run("|".join((pattern, *CALIBRATIONS)), quick)
    calibrations = [scores.pop(name) for name in CALIBRATIONS]
    return {name: (score, [score / calibration for calibration in calibrations]) for name, score in scores.items()}


def change(now, last):
    """How much slower a benchmark became, by the calibration that says least."""
    return min(ratio / before for ratio, before in zip(now[1], last["ratios"]))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--quick", action="store_true", help="a third of the time")
    args = parser.parse_args()
    now = ratios("minibit.bench.micro", args.quick)
    if args.update:
        with open(FIGURES, "w", encoding="utf-8") as file:
            json.dump({name: {"nanoseconds": round(score, 1), "ratios": [float(f"{ratio:.4g}") for ratio in by]}
                       for name, (score, by) in sorted(now.items())}, file, indent=2)
            file.write("\n")
    with open(FIGURES, encoding="utf-8") as file:
        last = json.load(file)

    def slower():
        return sorted(name for name in now if name in last and change(now[name], last[name]) > MOST)

    for _ in range(ROUNDS - 1):
        suspects = slower()
        if not suspects:
            break
        again = ratios("|".join(suspects), args.quick)
        now.update({name: min(now[name], again[name], key=lambda figure: sum(figure[1])) for name in again})
    for name, (score, by) in sorted(now.items()):
        told = f"{change(now[name], last[name]):.2f} of the last figure" if name in last else "new"
        print(f"{name:32} {score:10.1f} ns, {by[0]:8.4f} and {by[1]:8.4f} of the calibrations, {told}")
    quicker = sorted(name for name in now if name in last and change(now[name], last[name]) < 1 / MOST)
    if quicker:
        print(f"much quicker than the last figure, gate.py --update if that is here to stay: {', '.join(quicker)}")
    missing = sorted(set(last) - set(now))
    if missing:
        sys.exit(f"not measured any more: {', '.join(missing)}; gate.py --update if that is meant")
    if slower():
        sys.exit(f"slower than {MOST} times the last figure: {', '.join(slower())}")


if __name__ == "__main__":
    main()

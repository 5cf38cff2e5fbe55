#!/usr/bin/python3
"""Fifty seeders in one process, one leecher in another: its speed with one loop and with two, round about.

Built by: mvn -Pbench -pl bench -am package -DskipTests. The method and the figures seen are in docs/benchmarks.md.
"""

import argparse
import filecmp
import glob
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile

import pair

LOOPS = (1, 2)


def jdk_25():
    homes = [os.environ.get("JAVA25_HOME", ""), os.environ.get("JAVA_HOME", ""), *sorted(glob.glob("/usr/lib/jvm/*"))]
    for home in homes:
        release = os.path.join(home, "release")
        if home and os.path.exists(release):
            with open(release, encoding="utf-8") as file:
                if 'JAVA_VERSION="25' in file.read():
                    return os.path.join(home, "bin/java")
    sys.exit("needs a JDK 25: set JAVA25_HOME")


def command(*words):
    jars = ":".join(sorted(glob.glob(f"{pair.ROOT}/bench/target/app/*.jar")))
    if not jars:
        sys.exit("not built: mvn -Pbench -pl bench -am package -DskipTests")
    return [jdk_25(), "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-cp", jars,
            "minibit.bench.FiftyPeers", *words]


def seeders(kind, torrent, original):
    if kind == "minibit":
        return command("seed", torrent, os.path.dirname(original))
    info_hash = subprocess.run([pair.PYTHON, "-c", "import libtorrent, sys; "
                                "print(libtorrent.torrent_info(sys.argv[1]).info_hash())", torrent],
                               check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    return [pair.PYTHON, f"{pair.ROOT}/bench/light_seeders.py", info_hash, original, str(pair.MEBIBYTE)]


def one_round(loops, torrent, original, place, size, args):
    fetched = os.path.join(place, "fetched")
    shutil.rmtree(fetched, ignore_errors=True)
    os.mkdir(fetched)
    seeder_log, leecher_log = (os.path.join(place, f"{who}.log") for who in ("seeder", "leecher"))
    seeder = pair.start(seeders(args.seeders, torrent, original), seeder_log)
    pair.await_line(seeder, seeder_log, '{"event":"seeding"')
    before = pair.cpu_so_far(seeder.pid)
    leecher = pair.start(command("leech", torrent, fetched, str(loops), str(args.warm), *["inline"] * args.inline),
                         leecher_log)
    code, _ = pair.reap(leecher, pair.LEECH_SECONDS)
    seeder.send_signal(signal.SIGTERM)
    _, seed = pair.reap(seeder, 60)
    with open(leecher_log, encoding="utf-8") as lines:
        said = lines.read()
    if code != 0 or not filecmp.cmp(original, os.path.join(fetched, os.path.basename(original)), shallow=False):
        sys.exit(f"leecher failed ({code}): {said}")
    shutil.rmtree(fetched)
    result = [json.loads(line) for line in said.splitlines() if line.startswith('{"event":"complete"')][-1]
    return {
        "loops": loops,
        "seconds": result["seconds"],
        "MB/s": round(size / 1e6 / result["seconds"], 1),
        "leech CPU s/GB": round(result["cpu"] / (size / 1e9), 3),
        "seed CPU s/GB": round((seed.ru_utime + seed.ru_stime - before) / (size / 1e9) / (1 + args.warm), 3),
        "wasted MiB": round(result["wasted"] / pair.MEBIBYTE, 1),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--size", type=int, default=2048, metavar="MIB")
    parser.add_argument("--seeders", choices=("minibit", "light"), default="minibit",
                        help="fifty engines, or fifty seeders that cost almost nothing")
    parser.add_argument("--warm", type=int, default=0, metavar="N",
                        help="fetch that often before the fetch that counts, in the same process")
    parser.add_argument("--inline", action="store_true", help="write on the loops, not on the disk pool")
    parser.add_argument("--dir", default="/dev/shm")
    args = parser.parse_args()
    print(", ".join(f"{key} {value}" for key, value in pair.environment().items()))
    with tempfile.TemporaryDirectory(prefix="minibit-bench-", dir=args.dir) as place:
        os.mkdir(os.path.join(place, "shared"))
        original = os.path.join(place, "shared", "payload.bin")
        with open(original, "wb") as file:
            for _ in range(args.size):
                file.write(os.urandom(pair.MEBIBYTE))
        torrent = os.path.join(place, "payload.torrent")
        subprocess.run([pair.PYTHON, f"{pair.SCRIPTS}/make_torrent.py", original, torrent, "v1", str(pair.MEBIBYTE)],
                       check=True, stdout=subprocess.DEVNULL)
        rows = []
        for _ in range(args.rounds):
            for loops in LOOPS:
                row = one_round(loops, torrent, original, place, args.size * pair.MEBIBYTE, args)
                rows.append(row)
                print(", ".join(f"{key} {value}" for key, value in row.items()), flush=True)
    one, two = (statistics.median(row["MB/s"] for row in rows if row["loops"] == loops) for loops in LOOPS)
    print(f"median MB/s: one loop {one}, two loops {two}, ratio {two / one:.2f}")


if __name__ == "__main__":
    main()

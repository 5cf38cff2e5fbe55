#!/usr/bin/python3
"""Announces and scrapes over UDP: minibit's tracker beside opentracker, by turns, on loopback.

The tracker has one core to itself and the load the other, which takes and sends its datagrams by batches. What counts
is the processor time of the tracker's process for 100,000 answers: it does not depend on which of the two is faster.

Needs opentracker (.ci/install-clients). Built by: mvn -Pbench -pl bench -am package -DskipTests. The method and the
figures seen are in docs/benchmarks.md.
"""

import argparse
import hashlib
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile

import pair

HOST = "127.0.0.1"
TRACKER_CORE, LOAD_CORE = "1", "0"


def on_core(core, command):
    return ["taskset", "-c", core] + command


def show_java(more=None):
    """The command of minibit's tracker as it is shipped."""
    return subprocess.run([f"{pair.ROOT}/minibit", "tracker"], check=True, stdout=subprocess.PIPE, text=True,
                          env=os.environ | {"MINIBIT_SHOW_JAVA": "1"} | (more or {})).stdout.splitlines()


def minibit(host, port, more):
    # Watched, because a line for every announce is what nobody would print at this pace.
    return show_java(more) + ["--http", f"{host}:{port}", "--udp", "--watch"]


def opentracker(place, port, torrents):
    # Debian's build serves listed torrents only. Its list's name is relative: it changes its root to the folder.
    os.chmod(place, 0o755)
    with open(f"{place}/allowed", "w", encoding="ascii") as file:
        for i in range(torrents):
            file.write(hashlib.sha1(f"torrent {i}".encode()).hexdigest() + "\n")
    return ["opentracker", "-i", HOST, "-p", str(port), "-P", str(port), "-d", place, "-w", "allowed"]


def free_port():
    return int(pair.free_port(HOST).rsplit(":", 1)[1])


def await_port(process, port):
    """Until the port is bound: the tracker's HTTP stands before its UDP or beside it."""
    wanted = f":{port:04X} "
    for _ in range(400):
        for table in ("udp", "udp6"):
            with open(f"/proc/net/{table}", encoding="ascii") as file:
                if wanted in file.read():
                    return
        if process.poll() is not None:
            break
        subprocess.run(["sleep", "0.05"], check=True)
    sys.exit(f"never ready: {' '.join(process.args)}")


def one_round(args, name, place):
    port = free_port()
    host = "[::1]" if args.ipv6 else HOST
    home = os.path.join(place, name)
    shutil.rmtree(home, ignore_errors=True)
    os.mkdir(home)
    if name == "opentracker":
        command = opentracker(home, port, args.torrents)
    else:
        command = minibit(host, port, {"MINIBIT_APP": args.before} if name == "before" else {})
    log = os.path.join(home, "log")
    tracker = pair.start(on_core(TRACKER_CORE, command), log)
    try:
        await_port(tracker, port)
        load = [show_java()[0], "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-cp",
                f"{pair.ROOT}/bench/target/app/*", "minibit.bench.UdpTrackerLoad",
                    f"{host}:{port}", str(tracker.pid), str(args.torrents), str(args.peers), str(args.seconds),
                str(args.phases)]
        out = subprocess.run(on_core(LOAD_CORE, load), stdout=subprocess.PIPE, text=True, check=True).stdout
    finally:
        tracker.send_signal(signal.SIGTERM)
        tracker.wait(timeout=20)
    rows = [json.loads(line) | {"tracker": name} for line in out.splitlines()]
    if args.verbose:
        for row in rows:
            print(json.dumps(row), flush=True)
    return [row for row in rows if row["phase"] in ("announce", "scrape")]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--torrents", type=int, default=1_000)
    parser.add_argument("--peers", type=int, default=100, help="of each torrent")
    parser.add_argument("--seconds", type=int, default=6, help="of announces in a phase; scrapes take a third")
    parser.add_argument("--phases", type=int, default=2, help="of each kind in a round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=["minibit", "opentracker"])
    parser.add_argument("--ipv6", action="store_true", help="from ::1, a tracker's one host: up to 10,000 peers")
    parser.add_argument("--before", metavar="FOLDER", help="jars of another build, to take its turns too")
    parser.add_argument("--verbose", action="store_true")
    args = parser.parse_args()
    about = {key: value for key, value in pair.environment().items() if key in ("kernel", "cores", "processor")}
    print(json.dumps(about | {"torrents": args.torrents, "peers": args.peers}))
    rows = []
    with tempfile.TemporaryDirectory(prefix="minibit-bench-", dir="/dev/shm") as place:
        os.chmod(place, 0o755)
        for _ in range(args.rounds):
            for name in ("minibit", "opentracker", "before"):
                # opentracker is built for one family, Debian's for IPv4.
                if name == "opentracker" and args.ipv6:
                    continue
                if args.only in (None, name) and (name != "before" or args.before):
                    rows += one_round(args, name, place)
    for kind in ("announce", "scrape"):
        cost = {}
        for name in dict.fromkeys(row["tracker"] for row in rows):
            mine = [row for row in rows if row["tracker"] == name and row["kind"] == kind]
            middle = {key: statistics.median(row[key] for row in mine)
                      for key in ("perSecond", "cpuPer100k", "load", "ownLoad", "lost", "errors", "bytes", "rssKiB")}
            cost[name] = middle["cpuPer100k"]
            print(f"{kind}, {name}, median of {len(mine)}: "
                  f"{middle['perSecond']:,.0f}/s, CPU s/100,000 {middle['cpuPer100k']:.3f}, "
                  f"{1e5 / middle['cpuPer100k']:,.0f} a CPU second, bytes {middle['bytes']:.0f}, "
                  f"RSS {middle['rssKiB'] / 1024:.0f} MiB, load {middle['load']:.2f}, generator {middle['ownLoad']:.2f}, "
                  f"lost {middle['lost']:.0f}, errors {middle['errors']:.0f}")
        for name in ("minibit", "before"):
            if name in cost and "opentracker" in cost:
                print(f"{kind}s a CPU second, {name} / opentracker: {cost['opentracker'] / cost[name]:.2f}")


if __name__ == "__main__":
    main()

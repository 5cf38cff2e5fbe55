#!/usr/bin/python3
"""One seeder, one leecher, two processes on loopback: minibit beside libtorrent, round about in one run.

Everything is measured from outside. The time is that of the whole leecher process, from its start to its exit with a
verified file; the processor time is what the kernel charged each process (getrusage), for the seeder from the moment
it was ready to serve. The method and the figures seen are in docs/benchmarks.md.
"""

import argparse
import filecmp
import json
import os
import platform
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SCRIPTS = os.path.join(ROOT, "cli/src/test/resources/interop")
PYTHON = "/usr/bin/python3"
MEBIBYTE = 1 << 20
READY_SECONDS = 120
LEECH_SECONDS = 900
SEEDER, LEECHER = "127.0.0.2", "127.0.0.3"


class Minibit:
    name = "minibit"
    ready = '{"event":"seeding"'

    def __init__(self, home, encrypted, utp):
        self.home = home
        self.carriage = (["--encryption", "required"] if encrypted else []) + ["--utp", "required" if utp else "off"]
        # Builds when there is something to build, so that no round does.
        subprocess.run([f"{ROOT}/minibit", "--version"], check=True, stdout=subprocess.DEVNULL)

    def seed(self, torrent, folder, listen):
        return self.command("seed", torrent, folder, listen, "seeder")

    def leech(self, torrent, folder, listen, peer):
        return self.command("download", torrent, folder, listen, "leecher") + ["--peer", peer]

    def command(self, word, torrent, folder, listen, home):
        return [f"{ROOT}/minibit", word, torrent, "--dir", folder, "--listen", listen, "--json",
                "--no-dht", "--no-lsd", "--home", f"{self.home}/{home}"] + self.carriage


class Libtorrent:
    name = "libtorrent"
    ready = '{"event": "ready"'

    def __init__(self, home, encrypted, utp):
        del home
        self.carriage = (["--encrypt"] if encrypted else []) + (["--utp"] if utp else [])

    def seed(self, torrent, folder, listen):
        return self.command(torrent, folder, listen) + ["--trust"]

    def leech(self, torrent, folder, listen, peer):
        return self.command(torrent, folder, listen) + ["--once", "--peer", peer]

    def command(self, torrent, folder, listen):
        return [PYTHON, f"{SCRIPTS}/libtorrent_client.py", torrent, "--dir", folder, "--listen", listen, "--fast"] + self.carriage


def free_port(host):
    with socket.socket() as probe:
        probe.bind((host, 0))
        return f"{host}:{probe.getsockname()[1]}"


def cpu_so_far(pid):
    with open(f"/proc/{pid}/stat", encoding="utf-8") as stat:
        fields = stat.read().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def reap(process, seconds):
    """Waits for the end of a process: its exit code and what it used."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return process.returncode, usage
        time.sleep(0.002)
    process.kill()
    os.wait4(process.pid, 0)
    sys.exit(f"did not end within {seconds} s: {' '.join(process.args)}")


def start(command, log):
    with open(log, "wb") as out:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT)


def await_line(process, log, text):
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        with open(log, encoding="utf-8", errors="replace") as lines:
            if text in lines.read():
                return
        if process.poll() is not None:
            break
        time.sleep(0.02)
    with open(log, encoding="utf-8", errors="replace") as lines:
        sys.exit(f"seeder was never ready:\n{lines.read()}")


def touch_memory(place, size):
    """Has the kernel hand out as much memory as a round will need.

    On a virtual machine the first use of a page costs much more than the next, and some give back to their host what
    is free for a second or two: then whoever comes first after a pause would pay for it.
    """
    path = os.path.join(place, "touched")
    with open(path, "wb") as file:
        for _ in range(size // MEBIBYTE):
            file.write(bytes(MEBIBYTE))
    os.remove(path)


def one_round(client, torrent, original, place, size):
    fetched = os.path.join(place, "fetched")
    shutil.rmtree(fetched, ignore_errors=True)
    os.mkdir(fetched)
    seeder_at, leecher_at = free_port(SEEDER), free_port(LEECHER)
    seeder_log, leecher_log = (os.path.join(place, f"{client.name}-{who}.log") for who in ("seeder", "leecher"))

    seeder = start(client.seed(torrent, os.path.dirname(original), seeder_at), seeder_log)
    await_line(seeder, seeder_log, client.ready)
    touch_memory(place, size)
    before = cpu_so_far(seeder.pid)

    began = time.monotonic()
    leecher = start(client.leech(torrent, fetched, leecher_at, seeder_at), leecher_log)
    code, leech = reap(leecher, LEECH_SECONDS)
    wall = time.monotonic() - began
    if code != 0:
        sys.exit(f"{client.name} leecher ended with {code}, see {leecher_log}")

    seeder.send_signal(signal.SIGTERM)
    _, seed = reap(seeder, 30)
    if not filecmp.cmp(original, os.path.join(fetched, os.path.basename(original)), shallow=False):
        sys.exit(f"{client.name}: the file differs")
    shutil.rmtree(fetched)

    gigabytes = size / 1e9
    return {
        "client": client.name,
        "seconds": round(wall, 3),
        "MB/s": round(size / 1e6 / wall, 1),
        "leech CPU s/GB": round((leech.ru_utime + leech.ru_stime) / gigabytes, 3),
        "seed CPU s/GB": round((seed.ru_utime + seed.ru_stime - before) / gigabytes, 3),
        "leech peak MiB": leech.ru_maxrss // 1024,
        "seed peak MiB": seed.ru_maxrss // 1024,
    }


def environment():
    with open("/proc/sys/net/ipv4/tcp_congestion_control", encoding="utf-8") as file:
        congestion = file.read().strip()
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        model = next((line.split(":")[1].strip() for line in file if line.startswith("model name")), "unknown")
    version = subprocess.run([PYTHON, "-c", "import libtorrent; print(libtorrent.__version__)"],
                             capture_output=True, text=True, check=True).stdout.strip()
    return {
        "congestion control": congestion,
        "kernel": platform.release(),
        "cores": len(os.sched_getaffinity(0)),
        "processor": model,
        "libtorrent": version,
    }


def summary(rows):
    columns = ["MB/s", "leech CPU s/GB", "seed CPU s/GB", "leech peak MiB", "seed peak MiB"]
    medians = {}
    for name in dict.fromkeys(row["client"] for row in rows):
        medians[name] = {column: statistics.median(row[column] for row in rows if row["client"] == name)
                         for column in columns}
        medians[name]["CPU s/GB"] = round(medians[name]["leech CPU s/GB"] + medians[name]["seed CPU s/GB"], 3)
    if len(medians) == 2:
        ours, theirs = medians["minibit"], medians["libtorrent"]
        medians["minibit / libtorrent"] = {column: round(ours[column] / theirs[column], 2)
                                           for column in ours if theirs[column]}
    return medians


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--size", type=int, default=2048, metavar="MIB")
    parser.add_argument("--piece", type=int, default=1024, metavar="KIB")
    parser.add_argument("--dir", default="/dev/shm", help="where the files stand; by default in memory")
    parser.add_argument("--only", choices=["minibit", "libtorrent"])
    parser.add_argument("--encrypted", action="store_true", help="RC4 on every connection, required at both ends")
    parser.add_argument("--utp", action="store_true", help="every connection over uTP, at both ends")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()

    with tempfile.TemporaryDirectory(prefix="minibit-bench-", dir=args.dir) as place:
        clients = [kind(place, args.encrypted, args.utp) for kind in (Minibit, Libtorrent) if args.only in (None, kind.name)]
        os.mkdir(os.path.join(place, "shared"))
        original = os.path.join(place, "shared", "payload.bin")
        with open(original, "wb") as file:
            for _ in range(args.size):
                file.write(os.urandom(MEBIBYTE))
        torrent = os.path.join(place, "payload.torrent")
        subprocess.run([PYTHON, f"{SCRIPTS}/make_torrent.py", original, torrent, "v1", str(args.piece * 1024)],
                       check=True, stdout=subprocess.DEVNULL)
        size = args.size * MEBIBYTE
        rows = []
        about = environment() | {"size MiB": args.size, "piece KiB": args.piece, "encrypted": args.encrypted, "uTP": args.utp, "files in": args.dir}
        if not args.json:
            print(", ".join(f"{key} {value}" for key, value in about.items()))
        for _ in range(args.rounds):
            for client in clients:
                row = one_round(client, torrent, original, place, size) | {"load": os.getloadavg()[0]}
                rows.append(row)
                if not args.json:
                    print(", ".join(f"{key} {value}" for key, value in row.items()), flush=True)
        medians = summary(rows)
    if args.json:
        print(json.dumps({"environment": about, "rounds": rows, "medians": medians}, indent=2))
    else:
        for name, values in medians.items():
            print(f"{name}: " + ", ".join(f"{key} {value:.4g}" for key, value in values.items()))


if __name__ == "__main__":
    main()

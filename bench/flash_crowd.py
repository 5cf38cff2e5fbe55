#!/usr/bin/python3
"""A flash crowd: one seeder and many leechers, each a machine of its own behind a shaped link.

Machines are network namespaces on one bridge; needs root, iproute2 and opentracker. The time is compared with the
least a fluid would need. The method and the figures seen are in docs/benchmarks.md.
"""

import argparse
import contextlib
import filecmp
import json
import os
import platform
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SCRIPTS = os.path.join(ROOT, "cli/src/test/resources/interop")
PYTHON = "/usr/bin/python3"
MEBIBYTE = 1 << 20
MEGABIT = 1_000_000 // 8
READY_SECONDS = 120
POLL_SECONDS = 0.05
# The seeder has begun when so much left it: more than all handshakes together, 16 ms of its line.
BEGUN_BYTES = 32 * 1024
# What waits in front of a line before packets are dropped, as in a modest router.
QUEUE_MILLIS = 100
UNEQUAL = [4, 8, 16, 32, 64]
PORT = 6881


class Minibit:
    name = "minibit"
    ready = '"event":"progress"'
    serving = '"event":"seeding"'

    def __init__(self, torrent):
        self.torrent = torrent
        # Builds when there is something to build, so that no round does.
        subprocess.run([f"{ROOT}/minibit", "--version"], check=True, stdout=subprocess.DEVNULL)

    def seed(self, address, folder, home):
        return self.command("seed", address, folder, home)

    def leech(self, address, folder, home):
        return self.command("download", address, folder, home) + ["--seed"]

    def command(self, word, address, folder, home):
        return [f"{ROOT}/minibit", word, self.torrent, "--dir", folder, "--listen", f"{address}:{PORT}", "--json",
                "--no-dht", "--no-lsd", "--home", home]

    def is_complete(self, log, home):
        del home
        return '"event":"complete"' in log

    def wasted(self, log):
        return last_event(log, "complete").get("wasted", 0)


class Libtorrent:
    name = "libtorrent"
    ready = serving = '{"event": "ready"'

    def __init__(self, torrent):
        self.torrent = torrent

    def seed(self, address, folder, home):
        return self.leech(address, folder, home) + ["--trust"]

    def leech(self, address, folder, home):
        del home
        return [PYTHON, f"{SCRIPTS}/libtorrent_client.py", self.torrent, "--dir", folder,
                "--listen", f"{address}:{PORT}"]

    def is_complete(self, log, home):
        del home
        return '{"event": "complete"' in log

    def wasted(self, log):
        return last_event(log, "complete").get("wasted", 0)


class Aria2:
    """It dials whoever the tracker names, every two seconds."""
    name = "aria2"
    ready = serving = ""

    def __init__(self, torrent):
        self.torrent = torrent

    def seed(self, address, folder, home):
        return self.leech(address, folder, home) + ["--bt-seed-unverified=true"]

    def leech(self, address, folder, home):
        return ["aria2c", "--no-conf=true", f"--dir={folder}", f"--listen-port={PORT}", f"--interface={address}",
                "--disable-ipv6=true", "--enable-dht=false", "--bt-enable-lpd=false", "--seed-ratio=0.0",
                "--file-allocation=none", "--bt-tracker-interval=2", "--summary-interval=0",
                f"--on-bt-download-complete={done_script(home)}", self.torrent]

    def is_complete(self, log, home):
        del log
        return os.path.exists(f"{home}/done")

    def wasted(self, log):
        del log


class Transmission:
    name = "transmission"
    ready = serving = ""

    def __init__(self, torrent):
        self.torrent = torrent

    def leech(self, address, folder, home):
        with open(f"{home}/settings.json", "w", encoding="utf-8") as file:
            json.dump({"bind-address-ipv4": address, "bind-address-ipv6": "::1", "peer-port": PORT,
                       "rpc-enabled": False, "download-dir": folder, "incomplete-dir-enabled": False,
                       "dht-enabled": False, "lpd-enabled": False, "utp-enabled": False,
                       "port-forwarding-enabled": False, "encryption": 0, "watch-dir": home,
                       "watch-dir-enabled": True, "script-torrent-done-enabled": True,
                       "script-torrent-done-filename": done_script(home)}, file)
        shutil.copy(self.torrent, home)
        return ["transmission-daemon", "--foreground", "--config-dir", home]

    seed = leech

    is_complete = Aria2.is_complete
    wasted = Aria2.wasted


KINDS = {kind.name: kind for kind in (Minibit, Libtorrent, Aria2, Transmission)}


def done_script(home):
    script = f"{home}/tell-done"
    with open(script, "w", encoding="utf-8") as file:
        file.write(f"#!/bin/sh\n: > '{home}/done'\n")
    os.chmod(script, 0o755)
    return script


def last_event(log, event):
    found = {}
    for line in log.splitlines():
        with contextlib.suppress(ValueError):
            said = json.loads(line)
            found = said if said.get("event") == event else found
    return found


def ip(*words):
    subprocess.run(["ip", *words], check=True)


class Network:
    """Namespaces with an address each, joined by a bridge; what they send and receive is shaped."""

    def __init__(self):
        self.name = f"fc{os.getpid()}"
        self.count = 0
        ip("link", "add", self.name, "type", "bridge", "mcast_snooping", "0")
        ip("link", "set", self.name, "up")

    def join(self, up=None, down=None):
        """A machine more: its number."""
        i = self.count
        self.count += 1
        machine, port = self.machine(i), self.port(i)
        ip("netns", "add", machine)
        ip("link", "add", port, "type", "veth", "peer", "name", "eth0", "netns", machine)
        ip("link", "set", port, "master", self.name, "up")
        ip("-n", machine, "link", "set", "lo", "up")
        ip("-n", machine, "address", "add", f"{self.address(i)}/24", "dev", "eth0")
        ip("-n", machine, "link", "set", "eth0", "up")
        if up is not None:
            shape(["ip", "netns", "exec", machine, "tc"], "eth0", up)
            shape(["tc"], port, down)
        return i

    def machine(self, i):
        return f"{self.name}m{i}"

    def port(self, i):
        return f"{self.name}p{i}"

    @staticmethod
    def address(i):
        return f"10.78.0.{i + 1}"

    def sent(self, i):
        """Bytes that a machine put on its line, headers included."""
        with open(f"/sys/class/net/{self.port(i)}/statistics/rx_bytes", encoding="ascii") as file:
            return int(file.read())

    def on(self, i, command):
        return ["ip", "netns", "exec", self.machine(i)] + command

    def close(self):
        for i in range(self.count):
            # The cable first: a namespace lives on while a process of it does.
            subprocess.run(["ip", "link", "delete", self.port(i)], check=False)
            subprocess.run(["ip", "netns", "delete", self.machine(i)], check=False)
        subprocess.run(["ip", "link", "delete", self.name], check=False)


def shape(tc, device, megabits):
    """A line of so many Mbit/s, headers counted, with a short queue in front of it."""
    subprocess.run(tc + ["qdisc", "add", "dev", device, "root", "tbf", "rate", f"{megabits}mbit", "burst", "32k",
                         "latency", f"{QUEUE_MILLIS}ms"], check=True)


class Peer:
    """A process on its machine."""

    def __init__(self, network, machine, client, command, home):
        self.machine = machine
        self.client = client
        self.home = home
        self.log = f"{home}/log"
        self.finished = None
        with open(self.log, "wb") as out:
            # The namespace's own exec replaces itself, so that the process is the client.
            self.process = subprocess.Popen(network.on(machine, command), stdin=subprocess.DEVNULL, stdout=out,
                                            stderr=subprocess.STDOUT, cwd=home)

    def said(self):
        with open(self.log, encoding="utf-8", errors="replace") as file:
            return file.read()

    def await_text(self, text):
        deadline = time.monotonic() + READY_SECONDS
        while text not in self.said():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{self.client.name} was never ready:\n{self.said()}")
            time.sleep(POLL_SECONDS)

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def start_tracker(network, place, info_hash):
    machine = network.join()
    home = os.path.join(place, "tracker")
    os.makedirs(home, exist_ok=True)
    os.chmod(home, 0o755)
    # Debian's build serves listed torrents only. Its list's name is relative: it changes its root to the folder.
    with open(f"{home}/allowed", "w", encoding="ascii") as file:
        file.write(info_hash + "\n")
    address = network.address(machine)
    log = open(f"{home}/log", "wb")
    process = subprocess.Popen(
        network.on(machine, ["opentracker", "-i", address, "-p", "6969", "-P", "6969", "-d", home, "-w", "allowed"]),
        stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    return process


def uplinks(args):
    if not args.unequal:
        return [args.up] * args.peers
    return [UNEQUAL[i % len(UNEQUAL)] for i in range(args.peers)]


def bound(args, size):
    seeder, ups = args.seeder_up * MEGABIT, [up * MEGABIT for up in uplinks(args)]
    return max(size / seeder, size / (args.down * MEGABIT), len(ups) * size / (seeder + sum(ups)))


def cast(args, crowd):
    """Who seeds, and who fetches."""
    if crowd == "mixed":
        return "libtorrent", [("minibit", "libtorrent")[i % 2] for i in range(args.peers)]
    return crowd, [crowd] * args.peers


def one_round(args, crowd, kinds, place, torrent, original, info_hash):
    home = tempfile.mkdtemp(prefix=f"{crowd}-", dir=place)
    seeder_kind, kinds_of = cast(args, crowd)
    size = os.path.getsize(original)
    network, peers, tracker = Network(), [], None
    try:
        first = network.join(args.seeder_up, args.down)
        machines = [network.join(up, args.down) for up in uplinks(args)]
        tracker = start_tracker(network, home, info_hash)

        def begin(machine, kind, word, folder):
            own = os.path.join(home, f"peer{machine}")
            os.makedirs(own)
            client = kinds[kind]
            command = getattr(client, word)(network.address(machine), folder or f"{own}/files", own)
            os.makedirs(f"{own}/files")
            peers.append(Peer(network, machine, client, command, own))
            return peers[-1]

        crowd_first = {seeder_kind, *kinds_of} <= {"minibit", "libtorrent"}
        seeder = None if crowd_first else begin(first, seeder_kind, "seed", os.path.dirname(original))
        if seeder is not None:
            time.sleep(5)
        leechers = [begin(machine, kind, "leech", None) for machine, kind in zip(machines, kinds_of)]
        if seeder is None:
            for leecher in leechers:
                leecher.await_text(leecher.client.ready)
            # They know each other, and wait.
            time.sleep(args.settle)
            seeder = begin(first, seeder_kind, "seed", os.path.dirname(original))
        row = measure(args, network, seeder, leechers, size)
        for leecher in leechers:
            if not filecmp.cmp(original, f"{leecher.home}/files/{os.path.basename(original)}", shallow=False):
                raise RuntimeError(f"the file of {leecher.client.name} differs")
        return {"crowd": crowd} | row
    finally:
        for peer in peers:
            if peer.process.poll() is None:
                peer.process.send_signal(signal.SIGTERM)
        for peer in peers:
            peer.stop()
        if tracker is not None:
            tracker.terminate()
            tracker.wait()
        network.close()
        if not args.keep:
            shutil.rmtree(home, ignore_errors=True)


def measure(args, network, seeder, leechers, size):
    machines = [seeder.machine] + [leecher.machine for leecher in leechers]
    least = bound(args, size)
    deadline = time.monotonic() + READY_SECONDS
    while network.sent(seeder.machine) < BEGUN_BYTES:
        if time.monotonic() > deadline:
            raise RuntimeError(f"the seeder sent nothing:\n{seeder.said()}")
        time.sleep(0.005)
    began = time.monotonic()
    sampled, samples = began, [[network.sent(machine) for machine in machines]]
    while any(leecher.finished is None for leecher in leechers):
        time.sleep(POLL_SECONDS)
        now = time.monotonic()
        if now - sampled >= 1:
            sampled += 1
            samples.append([network.sent(machine) for machine in machines])
        for leecher in leechers:
            if leecher.finished is None and leecher.client.is_complete(leecher.said(), leecher.home):
                leecher.finished = now - began
        if now - began > 20 * least:
            raise RuntimeError("gave up")
    sent = sum(network.sent(machine) for machine in machines) - sum(samples[0])
    finished = sorted(leecher.finished for leecher in leechers)
    by_client = {}
    for leecher in leechers:
        by_client.setdefault(leecher.client.name, []).append(round(leecher.finished, 2))
    wasted = [leecher.client.wasted(leecher.said()) for leecher in leechers]
    row = {
        "bound": round(least, 2),
        "last": round(finished[-1], 2),
        "ratio": round(finished[-1] / least, 3),
        "median": round(statistics.median(finished), 2),
        "finished": {name: sorted(times) for name, times in by_client.items()},
        "sent / needed": round(sent / (len(leechers) * size), 3),
        "duplicates %": None if None in wasted else round(100 * sum(wasted) / (len(leechers) * size), 2),
    }
    if args.profile:
        row["use of uplinks by second"] = use(args, samples)
    return row


def use(args, samples):
    """Per second: how much of its uplink the seeder used, and how much of theirs the leechers, in percent."""
    rates = [args.seeder_up * MEGABIT] + [up * MEGABIT for up in uplinks(args)]
    rows = []
    for before, after in zip(samples, samples[1:]):
        sent = [b - a for a, b in zip(before, after)]
        rows.append([round(100 * sent[0] / rates[0]), round(100 * sum(sent[1:]) / sum(rates[1:]))])
    return rows


def make_torrent(place, size, piece, tracker):
    os.makedirs(f"{place}/shared")
    original = f"{place}/shared/payload.bin"
    with open(original, "wb") as file:
        for _ in range(size):
            file.write(os.urandom(MEBIBYTE))
    torrent = f"{place}/payload.torrent"
    made = subprocess.run([PYTHON, f"{SCRIPTS}/make_torrent.py", original, torrent, "v1", str(piece * 1024)],
                          check=True, stdout=subprocess.PIPE, text=True)
    import libtorrent as lt
    with open(torrent, "rb") as file:
        content = lt.bdecode(file.read())
    content[b"announce"] = tracker.encode()
    with open(torrent, "wb") as file:
        file.write(lt.bencode(content))
    return original, torrent, str(lt.torrent_info(torrent).info_hash())


def environment(args):
    with open("/proc/sys/net/ipv4/tcp_congestion_control", encoding="utf-8") as file:
        congestion = file.read().strip()
    import libtorrent as lt
    return {
        "congestion control": congestion, "kernel": platform.release(), "cores": len(os.sched_getaffinity(0)),
        "libtorrent": lt.__version__, "peers": args.peers, "size MiB": args.size, "piece KiB": args.piece,
        "seeder up Mbit/s": args.seeder_up, "up Mbit/s": sorted(set(uplinks(args))), "down Mbit/s": args.down,
    }


def summary(rows):
    medians = {}
    for crowd in dict.fromkeys(row["crowd"] for row in rows):
        own = [row for row in rows if row["crowd"] == crowd]
        medians[crowd] = {column: statistics.median(row[column] for row in own)
                          for column in ("last", "ratio", "median", "sent / needed")}
        duplicates = [row["duplicates %"] for row in own if row["duplicates %"] is not None]
        medians[crowd]["duplicates %"] = statistics.median(duplicates) if duplicates else None
        for name in own[0]["finished"]:
            medians[crowd][f"{name} last"] = statistics.median(row["finished"][name][-1] for row in own)
            medians[crowd][f"{name} median"] = statistics.median(
                statistics.median(row["finished"][name]) for row in own)
            medians[crowd][f"{name} mean"] = round(
                statistics.median(statistics.mean(row["finished"][name]) for row in own), 2)
    return medians


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--clients", action="append", choices=[*KINDS, "mixed"],
                        help="who the crowd is; may be repeated: they take turns")
    parser.add_argument("--peers", type=int, default=8)
    parser.add_argument("--size", type=int, default=64, metavar="MIB")
    parser.add_argument("--piece", type=int, default=256, metavar="KIB")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--up", type=int, default=16, metavar="MBIT", help="of each leecher")
    parser.add_argument("--down", type=int, default=64, metavar="MBIT")
    parser.add_argument("--seeder-up", type=int, default=16, metavar="MBIT")
    parser.add_argument("--unequal", action="store_true", help="leechers with 4, 8, 16, 32, 64 Mbit/s up in turn")
    parser.add_argument("--settle", type=float, default=3, metavar="SECONDS",
                        help="how long the crowd waits for the seeder")
    parser.add_argument("--profile", action="store_true", help="tell the use of the uplinks by second")
    parser.add_argument("--keep", action="store_true", help="keep what the processes wrote")
    parser.add_argument("--dir", default="/dev/shm", help="where the files stand; by default in memory")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    if os.geteuid() != 0:
        sys.exit("making networks needs root")
    crowds = args.clients or ["minibit", "libtorrent"]
    names = {name for crowd in crowds for name in (["minibit", "libtorrent"] if crowd == "mixed" else [crowd])}

    place = tempfile.mkdtemp(prefix="minibit-crowd-", dir=args.dir)
    os.chmod(place, 0o755)
    try:
        about = environment(args)
        if not args.json:
            print(", ".join(f"{key} {value}" for key, value in about.items()), flush=True)
        tracker = f"http://{Network.address(args.peers + 1)}:6969/announce"
        original, torrent, info_hash = make_torrent(place, args.size, args.piece, tracker)
        kinds = {name: KINDS[name](torrent) for name in names}
        rows = []
        for _ in range(args.rounds):
            for crowd in crowds:
                row = one_round(args, crowd, kinds, place, torrent, original, info_hash)
                rows.append(row | {"load": os.getloadavg()[0]})
                if not args.json:
                    print(", ".join(f"{key} {value}" for key, value in rows[-1].items()), flush=True)
        medians = summary(rows)
    finally:
        if not args.keep:
            shutil.rmtree(place, ignore_errors=True)
    if args.json:
        print(json.dumps({"environment": about, "rounds": rows, "medians": medians}, indent=2))
    else:
        for name, values in medians.items():
            print(f"{name}: " + ", ".join(f"{key} {value}" for key, value in values.items()))


if __name__ == "__main__":
    main()

#!/usr/bin/python3
"""Fifty torrents between two processes, or one torrent from fifty sessions: minibit beside libtorrent, by turns.

many.py torrents: fifty torrents of 40 MiB, one process that seeds them all, one that fetches them all.
many.py peers: one torrent of 2 GiB, fifty sessions of one process at fifty loopback addresses, one leecher; what
memory of its own (RssAnon) the leecher has at most is looked at twenty times a second.

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
import threading
import time

import pair

PEERS = 50
FIRST_SEEDER = "127.0.2.1:47100"  # as in FiftyPeers
SEEDER, LEECHER = "127.0.0.2", "127.0.0.3"


def shipped_java(main):
    """A class of the bench module with the flags and the class cache of a daemon."""
    jars = glob.glob(f"{pair.ROOT}/bench/target/app/bench-*.jar")
    if not jars:
        sys.exit("not built: mvn -Pbench -pl bench -am package -DskipTests")
    show = subprocess.run([f"{pair.ROOT}/minibit", "up"], check=True, stdout=subprocess.PIPE, text=True,
                          env=os.environ | {"MINIBIT_SHOW_JAVA": "1"}).stdout.splitlines()
    at = show.index("-cp") + 1
    return show[:at] + [f"{show[at]}:{jars[0]}", main]


def peer_addresses():
    host, port = FIRST_SEEDER.rsplit(":", 1)
    network, last = host.rsplit(".", 1)
    return [f"{network}.{int(last) + i}:{int(port) + i}" for i in range(PEERS)]


class Torrents:
    """Fifty torrents between two processes."""

    def __init__(self, place, total):
        self.place = place
        self.names = [f"part-{i:02}.bin" for i in range(PEERS)]
        self.size = total // PEERS
        self.shared = os.path.join(place, "shared")
        os.mkdir(self.shared)
        os.mkdir(os.path.join(place, "torrents"))
        self.torrents = []
        for name in self.names:
            path = os.path.join(self.shared, name)
            with open(path, "wb") as file:
                for _ in range(self.size):
                    file.write(os.urandom(pair.MEBIBYTE))
            self.torrents.append(make_torrent(path, os.path.join(place, "torrents", f"{name}.torrent")))
        self.bytes = self.size * PEERS * pair.MEBIBYTE

    def seed(self, client, listen):
        if client == "libtorrent":
            return libtorrent("seed", self.shared, listen, *self.torrents)
        return shipped_java("minibit.bench.ManyTorrents") + ["seed", f"{self.place}/torrents", self.shared, listen]

    def leech(self, client, folder, listen, peer):
        if client == "libtorrent":
            return libtorrent("leech", folder, listen, "--peer", peer, *self.torrents)
        return shipped_java("minibit.bench.ManyTorrents") + ["leech", f"{self.place}/torrents", folder, listen, peer]


class Peers:
    """One torrent from fifty sessions."""

    def __init__(self, place, total):
        self.place = place
        self.names = ["payload.bin"]
        self.shared = os.path.join(place, "shared")
        os.mkdir(self.shared)
        path = os.path.join(self.shared, self.names[0])
        with open(path, "wb") as file:
            for _ in range(total):
                file.write(os.urandom(pair.MEBIBYTE))
        self.torrent = make_torrent(path, os.path.join(place, "payload.torrent"))
        self.bytes = total * pair.MEBIBYTE

    def seed(self, client, _listen):
        if client == "libtorrent":
            return libtorrent("seed", self.shared, FIRST_SEEDER, "--sessions", str(PEERS), self.torrent)
        return shipped_java("minibit.bench.FiftyPeers") + ["seed", self.torrent, self.shared]

    def leech(self, client, folder, listen, _peer):
        kind = pair.Libtorrent(self.place) if client == "libtorrent" else pair.Minibit(self.place)
        command = kind.leech(self.torrent, folder, listen, peer_addresses()[0])
        return command + [word for peer in peer_addresses()[1:] for word in ("--peer", peer)]


def make_torrent(path, torrent):
    subprocess.run([pair.PYTHON, f"{pair.SCRIPTS}/make_torrent.py", path, torrent, "v1", str(pair.MEBIBYTE)],
                   check=True, stdout=subprocess.DEVNULL)
    return torrent


def libtorrent(role, folder, listen, *more):
    return [pair.PYTHON, f"{pair.ROOT}/bench/libtorrent_many.py", role, "--dir", folder, "--listen", listen, *more]


class MemoryWatch(threading.Thread):
    """The most memory of its own that a process was seen to have."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.path = f"/proc/{pid}/status"
        self.most = 0
        self.start()

    def run(self):
        while True:
            try:
                with open(self.path, encoding="utf-8") as status:
                    lines = [line for line in status if line.startswith("RssAnon")]
            except OSError:
                return
            if not lines:
                return
            self.most = max(self.most, int(lines[0].split()[1]))
            time.sleep(0.05)


def one_round(case, client, place):
    fetched = os.path.join(place, "fetched")
    shutil.rmtree(fetched, ignore_errors=True)
    os.mkdir(fetched)
    seeder_at, leecher_at = pair.free_port(SEEDER), pair.free_port(LEECHER)
    logs = [os.path.join(place, f"{client}-{who}.log") for who in ("seeder", "leecher")]
    seeder = pair.start(case.seed(client, seeder_at), logs[0])
    pair.await_line(seeder, logs[0], '{"event": "ready"' if client == "libtorrent" else '{"event":"seeding"')
    pair.touch_memory(place, case.bytes)
    before = pair.cpu_so_far(seeder.pid)
    command = case.leech(client, fetched, leecher_at, seeder_at)
    began = time.monotonic()
    leecher = pair.start(command, logs[1])
    memory = MemoryWatch(leecher.pid)
    code, leech = pair.reap(leecher, pair.LEECH_SECONDS)
    wall = time.monotonic() - began
    seeder.send_signal(signal.SIGTERM)
    _, seed = pair.reap(seeder, 60)
    same = all(filecmp.cmp(os.path.join(case.shared, name), os.path.join(fetched, name), shallow=False)
               for name in case.names if code == 0)
    if code != 0 or not same:
        sys.exit(f"{client} leecher ended with {code}, files equal: {same}; see {logs[1]}")
    shutil.rmtree(fetched)
    gigabytes = case.bytes / 1e9
    return {
        "client": client,
        "MB/s": round(case.bytes / 1e6 / wall, 1),
        "leech CPU s/GB": round((leech.ru_utime + leech.ru_stime) / gigabytes, 3),
        "seed CPU s/GB": round((seed.ru_utime + seed.ru_stime - before) / gigabytes, 3),
        "leech RssAnon MiB": memory.most // 1024,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("case", choices=("torrents", "peers"))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--size", type=int, metavar="MIB", help="of everything; 2000 in torrents, 2048 from peers")
    parser.add_argument("--dir", default="/dev/shm")
    parser.add_argument("--only", choices=["minibit", "libtorrent"])
    args = parser.parse_args()
    # Builds when there is something to build, so that no round does.
    subprocess.run([f"{pair.ROOT}/minibit", "--version"], check=True, stdout=subprocess.DEVNULL)
    print(json.dumps(pair.environment()))
    with tempfile.TemporaryDirectory(prefix="minibit-bench-", dir=args.dir) as place:
        case = Torrents(place, args.size or 2000) if args.case == "torrents" else Peers(place, args.size or 2048)
        rows = []
        for _ in range(args.rounds):
            for client in ("minibit", "libtorrent"):
                if args.only in (None, client):
                    rows.append(one_round(case, client, place))
                    print(", ".join(f"{key} {value}" for key, value in rows[-1].items()), flush=True)
    for client in dict.fromkeys(row["client"] for row in rows):
        mine = [row for row in rows if row["client"] == client]
        print(f"{client}, median: " + ", ".join(f"{key} {statistics.median(row[key] for row in mine):.4g}"
                                                for key in mine[0] if key != "client"))


if __name__ == "__main__":
    main()

#!/usr/bin/python3
"""Many small torrents, seeded and idle: one minibit daemon beside one libtorrent session, in one run.

Every file is a torrent of its own that anybody may dial in for. For minibit they are the files of a shared folder
(--added: torrents added by the API instead); for libtorrent one torrent each, trusted to be complete. No trackers, no
DHT, no LSD on either side. Memory is what the kernel says of the process, processor time what it was charged while
idle. The method and the figures seen are in docs/benchmarks.md.
"""

import argparse
import base64
import hashlib
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
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MINIBIT = os.environ.get("MINIBIT", os.path.join(ROOT, "minibit"))
PYTHON = "/usr/bin/python3"
START_SECONDS = 900


def size_of(number):
    """1 to 5 KiB: a folder of notes, pictures' thumbnails, sources."""
    return 1024 + number * 97 % 4096


def make_files(folder, count):
    os.makedirs(folder)
    for number in range(count):
        inside = os.path.join(folder, f"{number // 1000:03d}")
        os.makedirs(inside, exist_ok=True)
        seed = hashlib.sha256(str(number).encode()).digest()
        with open(os.path.join(inside, f"note-{number:06d}.bin"), "wb") as out:
            out.write((seed * 200)[:size_of(number)])


def torrent_of(number):
    seed = hashlib.sha256(str(number).encode()).digest()
    data = (seed * 200)[:size_of(number)]
    name = f"note-{number:06d}.bin".encode()
    info = (b"d6:lengthi%de4:name%d:%s12:piece lengthi16384e6:pieces20:%se"
            % (len(data), len(name), name, hashlib.sha1(data).digest()))
    return hashlib.sha1(info).digest(), b"d4:info" + info + b"e"


def facts(pid):
    found = {}
    with open(f"/proc/{pid}/status", encoding="utf-8") as status:
        for line in status:
            if line.startswith(("VmRSS", "RssAnon")):
                found[line.split(":")[0]] = int(line.split()[1]) / 1024
    return found


def cpu_so_far(pid):
    with open(f"/proc/{pid}/stat", encoding="utf-8") as stat:
        fields = stat.read().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def threads(pid):
    """Processor seconds and voluntary waits of each thread."""
    found = {}
    for task in os.listdir(f"/proc/{pid}/task"):
        try:
            with open(f"/proc/{pid}/task/{task}/stat", encoding="utf-8") as stat:
                name, fields = stat.read().rsplit(") ", 1)
            with open(f"/proc/{pid}/task/{task}/schedstat", encoding="utf-8") as stat:
                used = int(stat.read().split()[0]) / 1e9
            with open(f"/proc/{pid}/task/{task}/status", encoding="utf-8") as status:
                waits = next(int(line.split()[1]) for line in status if line.startswith("voluntary"))
        except OSError:
            continue
        del fields
        found[task] = (name.split("(", 1)[1], used, waits)
    return found


def busiest(before, after, idle):
    """Threads that did most, in % of a core and wake-ups a second."""
    rows = []
    for task, (name, used, waits) in after.items():
        _, old, old_waits = before.get(task, (name, 0, 0))
        rows.append((100 * (used - old) / idle, (waits - old_waits) / idle, name))
    rows.sort(reverse=True)
    return rows


def answers(port, info_hash):
    """Whether a handshake for this torrent is answered."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as peer:
            peer.sendall(b"\x13BitTorrent protocol" + bytes(8) + info_hash + b"-XX0000-" + os.urandom(12))
            answer = b""
            while len(answer) < 48:
                more = peer.recv(68)
                if not more:
                    return False
                answer += more
            return answer[28:48] == info_hash
    except OSError:
        return False


def wait_until(what, condition):
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.05)
    sys.exit(f"gave up waiting for: {what}")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Minibit:
    name = "minibit"

    def __init__(self, folder, count, work, added):
        self.folder, self.count, self.added = folder, count, added
        self.home = os.path.join(work, "home")
        self.port = free_port()
        self.process = None
        subprocess.run([MINIBIT, "--version"], check=True, stdout=subprocess.DEVNULL)

    def start(self):
        shares = [] if self.added else [self.folder]
        self.process = subprocess.Popen(
            [MINIBIT, "up", *shares, "--home", self.home, "--group", f"idle-{os.getpid()}", "--no-lsd",
             "--listen", f"127.0.0.1:{self.port}", "--member", "127.0.0.1:0", "--api", "127.0.0.1:0", "--no-shell"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)

    def api(self, path, body=None):
        try:
            with open(os.path.join(self.home, "api.json"), encoding="utf-8") as file:
                address = json.load(file)["address"]
            with open(os.path.join(self.home, "token"), encoding="utf-8") as file:
                token = file.read().strip()
            request = urllib.request.Request(f"http://{address}/api/v1/{path}",
                                             headers={"Authorization": f"Bearer {token}"})
            if body is not None:
                request.data = json.dumps(body).encode()
                request.add_header("Content-Type", "application/json")
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)
        except OSError as failure:
            if body is not None:
                raise
            del failure
            return None

    def prepare(self):
        """Hashes all files, or adds all torrents, once; what is measured is the start after that."""
        self.start()
        wait_until("the API", lambda: self.api("status"))
        if self.added:
            for number in range(self.count):
                self.api("transfers", {"torrent": base64.b64encode(torrent_of(number)[1]).decode(),
                                       "out": os.path.join(self.folder, f"{number // 1000:03d}")})
            wait_until("seeding", lambda: self.api("transfers?limit=1").get("counts", {}).get("seeding") == self.count)
            self.probe = torrent_of(self.count // 2)[0]
        else:
            wait_until("hashing", self.hashed)
            found = wait_until("a search", self.searched)
            self.probe = bytes.fromhex(found)
        self.stop()

    def hashed(self):
        shares = (self.api("status") or {}).get("shares", {})
        return shares.get("files") == self.count and shares.get("waitingFiles") == 0

    def searched(self):
        answer = self.api(f"search?q=note-{self.count // 2:06d}.bin")
        return answer and answer["results"] and answer["results"][0]["infoHashV1"]

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)

    def ready(self):
        return answers(self.port, self.probe)


class Libtorrent:
    name = "libtorrent"

    def __init__(self, folder, count, work, added):
        del work, added
        self.folder, self.count = folder, count
        self.port = free_port()
        self.process = None
        self.probe = torrent_of(count - 1)[0]

    def prepare(self):
        pass

    def start(self):
        self.process = subprocess.Popen(
            [PYTHON, os.path.abspath(__file__), "--rival", self.folder, str(self.count), str(self.port)])

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)

    def ready(self):
        return answers(self.port, self.probe)


def rival(folder, count, port):
    import libtorrent

    session = libtorrent.session({
        "listen_interfaces": f"127.0.0.1:{port}", "enable_dht": False, "enable_lsd": False, "enable_upnp": False,
        "enable_natpmp": False, "active_seeds": -1, "active_limit": -1, "alert_mask": 0})
    for number in range(count):
        wish = libtorrent.add_torrent_params()
        wish.ti = libtorrent.torrent_info(libtorrent.bdecode(torrent_of(number)[1]))
        wish.save_path = os.path.join(folder, f"{number // 1000:03d}")
        wish.flags = libtorrent.torrent_flags.seed_mode
        session.async_add_torrent(wish)
    signal.sigwait([signal.SIGTERM])
    os._exit(0)


def measure(side, settle, idle):
    side.prepare()
    begun = time.monotonic()
    side.start()
    wait_until(f"{side.name} to answer a handshake", side.ready)
    ready = time.monotonic() - begun
    cost = cpu_so_far(side.process.pid)
    time.sleep(settle)
    before = threads(side.process.pid)
    time.sleep(idle)
    rows = busiest(before, threads(side.process.pid), idle)
    memory = facts(side.process.pid)
    side.stop()
    return {"ready": round(ready, 2), "readyCpu": round(cost, 2), "core": round(sum(row[0] for row in rows), 2),
            "wakeups": round(sum(row[1] for row in rows), 1), "rss": round(memory["VmRSS"], 1),
            "anon": round(memory["RssAnon"], 1),
            "threads": [[name, round(core, 3), round(waits, 1)] for core, waits, name in rows[:12]]}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--added", action="store_true", help="torrents added by the API instead of shared files")
    parser.add_argument("--settle", type=float, default=30, help="seconds after the first answer")
    parser.add_argument("--idle", type=float, default=30, help="seconds that are measured")
    parser.add_argument("--only", choices=["minibit", "libtorrent"])
    parser.add_argument("--threads", action="store_true", help="show which threads do most")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    work = tempfile.mkdtemp(prefix="minibit-idle-")
    try:
        folder = os.path.join(work, "files")
        make_files(folder, options.count)
        results = {}
        for kind in (Libtorrent, Minibit):
            if options.only in (None, kind.name):
                results[kind.name] = measure(kind(folder, options.count, work, options.added), options.settle,
                                             options.idle)
        if options.json:
            print(json.dumps({"count": options.count, "added": options.added, "kernel": platform.release(),
                              "cores": os.cpu_count(), "load": os.getloadavg(), "results": results}))
            return
        print(f"{options.count} torrents, idle; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        print("              ready s   of it CPU s   % of a core   wake-ups/s   RSS MiB   RssAnon MiB")
        for name, seen in results.items():
            print(f"{name:12} {seen['ready']:8.2f} {seen['readyCpu']:13.2f} {seen['core']:13.2f}"
                  f" {seen['wakeups']:12.1f} {seen['rss']:9.1f} {seen['anon']:13.1f}")
            if options.threads:
                for thread, core, waits in seen["threads"]:
                    print(f"    {thread:20} {core:7.3f} % of a core {waits:7.1f} wake-ups/s")
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    if len(sys.argv) == 5 and sys.argv[1] == "--rival":
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
        rival(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    main()

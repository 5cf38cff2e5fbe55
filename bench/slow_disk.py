#!/usr/bin/python3
"""A daemon that seeds from a slow disk, with its block cache and without, round about in one run.

The disk is real and made slow: the daemon's reads are throttled by a control group of its own (blkio, so root and
cgroup v1 are needed), and the files are driven out of the page cache ten times a second, as on a machine whose memory
others use. Leechers are libtorrent sessions that draw torrents by Zipf's law, the same sequence in every round. What
the daemon read from the disk is what the kernel counted for it. --warm does the same with neither throttle nor
driving out, where a cache can gain nothing. The method and the figures seen are in docs/benchmarks.md.
"""

import argparse
import base64
import hashlib
import json
import os
import random
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MINIBIT = os.environ.get("MINIBIT", os.path.join(ROOT, "minibit"))
MEBIBYTE = 1 << 20
PIECE = 256 * 1024
GROUPS = "/sys/fs/cgroup/blkio"


def torrent_of(name, data):
    hashes = b"".join(hashlib.sha1(data[at:at + PIECE]).digest() for at in range(0, len(data), PIECE))
    info = b"d6:lengthi%de4:name%d:%s12:piece lengthi%de6:pieces%d:%se" % (
        len(data), len(name), name, PIECE, len(hashes), hashes)
    return b"d4:info" + info + b"e"


class SlowDisk:
    """A control group that reads slowly, and a thread that empties the page cache of some files."""

    def __init__(self, paths, rate, iops):
        self.paths = paths
        device = os.stat(paths[0]).st_dev
        self.path = f"{GROUPS}/minibit-bench-{os.getpid()}"
        os.mkdir(self.path)
        for name, value in (("read_bps_device", rate), ("read_iops_device", iops)):
            with open(f"{self.path}/blkio.throttle.{name}", "w", encoding="ascii") as file:
                file.write(f"{os.major(device)}:{os.minor(device)} {value}")
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.forget)
        self.thread.start()

    def hold(self, pid):
        with open(f"{self.path}/cgroup.procs", "w", encoding="ascii") as file:
            file.write(str(pid))

    def forget(self):
        files = [os.open(path, os.O_RDONLY) for path in self.paths]
        while not self.ended.wait(0.1):
            for file in files:
                os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
        for file in files:
            os.close(file)

    def close(self):
        self.ended.set()
        self.thread.join()
        for _ in range(100):
            try:
                os.rmdir(self.path)
                return
            except OSError:
                time.sleep(0.1)


class Daemon:
    def __init__(self, home, cache):
        self.home = home
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process = subprocess.Popen(
            [MINIBIT, "up", "--home", home, "--group", f"slow-{os.getpid()}", "--no-lsd", "--listen",
             f"127.0.0.1:{self.port}", "--member", "127.0.0.1:0", "--api", "127.0.0.1:0", "--no-shell", "--set",
             f"cache.size={cache}"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        self.until(lambda: self.api("status"))

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
        except OSError:
            if body is not None:
                raise
            return None

    @staticmethod
    def until(condition):
        end = time.monotonic() + 300
        while not condition():
            if time.monotonic() > end:
                sys.exit("gave up waiting for the daemon")
            time.sleep(0.1)

    def seed(self, torrents, folder):
        for torrent in torrents:
            self.api("transfers", {"torrent": base64.b64encode(torrent).decode(), "out": folder})
        self.until(lambda: self.api("transfers?limit=1")["counts"].get("seeding") == len(torrents))

    def read_from_disk(self):
        with open(f"/proc/{self.process.pid}/io", encoding="ascii") as file:
            return int(next(line for line in file if line.startswith("read_bytes")).split()[1])

    def cpu(self):
        with open(f"/proc/{self.process.pid}/stat", encoding="utf-8") as stat:
            fields = stat.read().rsplit(") ", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)


def leech(torrents, wishes, port, target, at_once):
    """Downloads in that order, some at once, each by a session of its own as a stranger would; seconds of each."""
    import libtorrent

    queue = list(enumerate(wishes))
    took = []
    lock = threading.Lock()

    def work(number):
        session = libtorrent.session({
            "listen_interfaces": f"127.0.0.1:{0}", "enable_dht": False, "enable_lsd": False, "enable_upnp": False,
            "enable_natpmp": False, "enable_outgoing_utp": False, "enable_incoming_utp": False, "alert_mask": 0,
            "in_enc_policy": 2, "out_enc_policy": 2})
        while True:
            with lock:
                if not queue:
                    return
                turn, wish = queue.pop(0)
            folder = os.path.join(target, str(turn))
            os.makedirs(folder)
            params = libtorrent.add_torrent_params()
            params.ti = libtorrent.torrent_info(libtorrent.bdecode(torrents[wish]))
            params.save_path = folder
            begun = time.monotonic()
            handle = session.add_torrent(params)
            handle.connect_peer(("127.0.0.1", port))
            while not handle.status().is_seeding:
                time.sleep(0.01)
            took.append(time.monotonic() - begun)
            session.remove_torrent(handle)
            shutil.rmtree(folder, ignore_errors=True)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took


def one_round(options, work, torrents, paths, wishes, cache):
    home = tempfile.mkdtemp(dir=work, prefix="home-")
    target = tempfile.mkdtemp(dir="/dev/shm", prefix="minibit-slow-")
    daemon = Daemon(home, cache)
    disk = None
    try:
        daemon.seed(torrents, os.path.join(work, "files"))
        if not options.warm:
            disk = SlowDisk(paths, options.rate * MEBIBYTE, options.iops)
            disk.hold(daemon.process.pid)
        read, cpu, begun = daemon.read_from_disk(), daemon.cpu(), time.monotonic()
        took = leech(torrents, wishes, daemon.port, target, options.at_once)
        seconds = time.monotonic() - begun
        served = len(wishes) * options.size * MEBIBYTE
        return {"cache": cache, "seconds": round(seconds, 2), "MB/s": round(served / 1e6 / seconds, 1),
                "median download s": round(statistics.median(took), 3),
                "read MB": round((daemon.read_from_disk() - read) / 1e6, 1),
                "CPU s/GB": round((daemon.cpu() - cpu) / (served / 1e9), 2),
                "hit rate": round((daemon.api("status") or {})["cache"]["hitRate"], 3)}
    finally:
        if disk:
            daemon.close()
            disk.close()
        else:
            daemon.close()
        shutil.rmtree(target, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--torrents", type=int, default=60)
    parser.add_argument("--size", type=int, default=4, help="MiB of each")
    parser.add_argument("--downloads", type=int, default=200)
    parser.add_argument("--zipf", type=float, default=1.0)
    parser.add_argument("--at-once", type=int, default=4)
    parser.add_argument("--rate", type=int, default=20, help="MiB a second the disk gives")
    parser.add_argument("--iops", type=int, default=200, help="reads a second the disk does")
    parser.add_argument("--cache", type=int, default=64, help="MiB")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--only", choices=["with", "without"])
    parser.add_argument("--warm", action="store_true")
    parser.add_argument("--folder", default="/var/tmp", help="on a disk, not on a memory file system")
    options = parser.parse_args()
    chance = random.Random(1)
    work = tempfile.mkdtemp(prefix="minibit-slow-", dir=options.folder)
    try:
        os.makedirs(os.path.join(work, "files"))
        torrents, paths = [], []
        for number in range(options.torrents):
            name = f"film-{number:03d}.bin"
            data = chance.randbytes(options.size * MEBIBYTE)
            paths.append(os.path.join(work, "files", name))
            with open(paths[-1], "wb") as out:
                out.write(data)
                os.fsync(out.fileno())
            torrents.append(torrent_of(name.encode(), data))
        weights = [1 / (rank + 1) ** options.zipf for rank in range(options.torrents)]
        wishes = chance.choices(range(options.torrents), weights, k=options.downloads)
        for _ in range(options.rounds):
            for cache in (0, options.cache * MEBIBYTE):
                if options.only in (None, "with" if cache else "without"):
                    print(json.dumps(one_round(options, work, torrents, paths, wishes, cache)), flush=True)
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()

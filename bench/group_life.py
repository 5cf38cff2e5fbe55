#!/usr/bin/python3
"""Groups of real daemons on loopback: the tracker killed again and again, a busy group's epoch, a download whose
tracker dies, and fifty members with 200,000 files.

    bench/group_life.py kills --rounds 20     # kill -9 of the tracker to a search that is whole again
    bench/group_life.py steady --seconds 600  # everybody hashes, fetches and searches: does the epoch stay?
    bench/group_life.py stall                 # the longest pause of a download whose tracker dies
    bench/group_life.py fifty                 # 20 daemons and 30 stand-ins (mvn -Pbench -pl bench -am package -DskipTests)

Everything is asked of the daemons' API, as the command line does. Figures and method are in docs/benchmarks.md.
"""

import argparse
import json
import os
import platform
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

import fifty_peers
import pair

ANY = "127.0.0.1:0"
START_SECONDS = 180
MEBIBYTE = 1 << 20


class Refused(Exception):
    """The API answered with a problem."""

    def __init__(self, status, code):
        super().__init__(f"{status} {code}")
        self.status, self.code = status, code


class Daemon:
    """A daemon process with a home and a shared folder of its own."""

    def __init__(self, folder, name, group, join=None, heap="256m", more=()):
        self.folder, self.name, self.group, self.join, self.heap = folder, name, group, join, heap
        self.more = list(more)
        self.home, self.shared = f"{folder}/home", f"{folder}/shared"
        self.downloads = f"{folder}/downloads"
        os.makedirs(self.shared, exist_ok=True)
        self.process = None

    def start(self):
        words = ["up", self.shared, "--no-shell", "--json", "--no-lsd", "--name", self.name, "--home", self.home,
                 "--group", self.group, "--listen", ANY, "--member", ANY, "--api", ANY,
                 "--set", f"daemon.downloads={self.downloads}", *self.more]
        if self.join:
            words += ["--join", self.join]
        log = open(f"{self.folder}/up.log", "ab")
        # More heap than a small machine would give by default is not wanted here: many run side by side.
        environment = dict(os.environ, MINIBIT_JAVA_OPTS=f"-Xmx{self.heap}")
        self.process = subprocess.Popen([f"{pair.ROOT}/minibit", *words], stdin=subprocess.DEVNULL, stdout=log,
                                        stderr=log, env=environment, start_new_session=True)
        log.close()
        return self

    def pid(self):
        with open(f"{self.home}/api.json", encoding="utf-8") as file:
            return json.load(file)["pid"]

    def call(self, path, body=None, method=None, seconds=5.0):
        with open(f"{self.home}/api.json", encoding="utf-8") as file:
            address = json.load(file)["address"]
        with open(f"{self.home}/token", encoding="utf-8") as file:
            token = file.read().strip()
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"http://{address}/api/v1/{path}", data=data, method=method)
        request.add_header("Authorization", f"Bearer {token}")
        if data is not None:
            request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=seconds) as answer:
                text = answer.read()
                return json.loads(text) if text else None
        except urllib.error.HTTPError as problem:
            raise Refused(problem.code, json.loads(problem.read() or b"{}").get("code", "")) from None

    def try_call(self, path, seconds=5.0):
        try:
            return self.call(path, seconds=seconds)
        except (OSError, Refused, ValueError, KeyError):
            return None

    def search(self, query, limit=1, seconds=5.0, more=""):
        return self.try_call(f"search?q={urllib.parse.quote(query)}&limit={limit}{more}", seconds)

    def kill(self):
        os.kill(self.pid(), signal.SIGKILL)
        self.process.wait()

    def end(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def resident_mib(self):
        with open(f"/proc/{self.pid()}/status", encoding="ascii") as file:
            fields = dict(line.split(":", 1) for line in file)
        return {key: int(fields[key].split()[0]) / 1024 for key in ("VmRSS", "RssAnon", "RssFile")}


def await_(what, seconds, probe, pause=0.1):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answer = probe()
        if answer:
            return answer
        time.sleep(pause)
    sys.exit(f"waited {seconds} s in vain: {what}")


def member_port(daemon):
    def look():
        status = daemon.try_call("status")
        return status and status["listen"]["member"]

    return await_("a daemon that answers", START_SECONDS, look)


def start_group(folder, count, name, files, more=()):
    """Starts daemons, each sharing files of its own, until all are found by all."""
    daemons = []
    for i in range(count):
        daemon = Daemon(f"{folder}/d{i}", f"d{i}", name, more=more)
        for k in range(files):
            with open(f"{daemon.shared}/file {i} {k}.txt", "w", encoding="utf-8") as file:
                file.write(f"the {k}th of {i}\n")
        if daemons:
            daemon.join = member_port(daemons[0])
        daemons.append(daemon.start())
    whole(daemons, count * files, voters=5 if count >= 5 else 3)
    return daemons


def whole(daemons, files, voters):
    def look():
        states = [daemon.try_call("status") for daemon in daemons]
        if not all(states) or any(len(s["group"]["voters"]) < voters or not s["group"]["tracker"] for s in states):
            return False
        found = [daemon.search("file") for daemon in daemons]
        return all(f and f["total"] >= files and not f["stale"] for f in found)

    await_("the group is whole", START_SECONDS, look, 0.3)


def tracker_of(daemons):
    def look():
        for daemon in daemons:
            status = daemon.try_call("status")
            if status and status["group"]["role"] == "tracker":
                return daemon, status["group"]["epoch"]
        return None

    return await_("a tracker", 60, look)


def kills(options, folder):
    files = 200
    daemons = start_group(folder, 5, "kills", files)
    seconds, epochs = [], []
    for number in range(options.rounds):
        tracker, epoch = tracker_of(daemons)
        others = [daemon for daemon in daemons if daemon is not tracker]
        asked = random.Random(number).choice(others)
        killed = time.monotonic()
        tracker.kill()
        while True:
            answer = asked.search("file", seconds=1.0)
            if answer and answer["total"] == 5 * files and not answer["stale"]:
                break
            if time.monotonic() - killed > 60:
                found = {d.name: (asked.search(f"file {d.name[1:]}", more="&member=" + d.name) or {}).get("total")
                         for d in daemons}
                sys.exit(f"not whole again within a minute: {answer and answer['total']} found, by member {found}")
            time.sleep(0.01)
        seconds.append(time.monotonic() - killed)
        later = tracker_of(others)[1]
        if later <= epoch:
            sys.exit(f"epoch {later} after {epoch}")
        epochs.append(later)
        print(f"kill {number + 1}: {seconds[-1]:.2f} s, epoch {epoch} -> {later}", file=sys.stderr)
        tracker.start()
        whole(daemons, 5 * files, voters=5)
    return daemons, {"rounds": options.rounds, "median": round(statistics.median(seconds), 2),
                     "worst": round(max(seconds), 2), "seconds": [round(s, 2) for s in seconds]}


def keep_few(downloads, most=4):
    """Removes all but the youngest downloads, so that there is always something to fetch, and room for it."""
    try:
        files = [entry for entry in os.scandir(downloads) if entry.is_file() and not entry.name.startswith(".")]
        files.sort(key=lambda entry: entry.stat().st_mtime)
    except FileNotFoundError:
        return
    for entry in files[:-most]:
        try:
            os.remove(entry.path)
        except FileNotFoundError:
            pass  # It was unfinished, and has its own name now.


def steady(options, folder):
    """New files to hash, files to fetch, words to search, on all five, all the time."""
    daemons = start_group(folder, 5, "steady", 50)
    _, epoch = tracker_of(daemons)
    end = time.monotonic() + options.seconds
    counts = {"hashed MiB": 0, "fetched": 0, "searches": 0, "failed searches": 0}
    lock = threading.Lock()

    def count(key, more=1):
        with lock:
            counts[key] += more

    def write(daemon):
        chance = random.Random(daemon.name)
        number = 0
        while time.monotonic() < end:
            path = f"{daemon.shared}/big {number % 3}.bin"
            with open(f"{path}.part", "wb") as file:
                for _ in range(32):
                    file.write(chance.randbytes(MEBIBYTE))
            os.replace(f"{path}.part", path)
            count("hashed MiB", 32)
            number += 1
            time.sleep(2)

    def fetch(daemon):
        chance = random.Random(daemon.name)
        while time.monotonic() < end:
            keep_few(daemon.downloads)
            answer = daemon.search("bin", 50)
            wanted = [r for r in (answer or {"results": []})["results"] if not r["have"]]
            if wanted:
                try:
                    daemon.call("transfers", {"id": chance.choice(wanted)["id"]}, seconds=10)
                    count("fetched")
                except (OSError, Refused):
                    pass
            time.sleep(1)

    def search(daemon):
        while time.monotonic() < end:
            count("searches" if daemon.search("file") else "failed searches")
            time.sleep(0.05)

    threads = [threading.Thread(target=work, args=(daemon,)) for daemon in daemons for work in (write, fetch, search)]
    for thread in threads:
        thread.start()
    seen, without = {epoch}, 0
    while time.monotonic() < end:
        for daemon in daemons:
            status = daemon.try_call("status")
            if not status or not status["group"]["tracker"]:
                without += 1
            else:
                seen.add(status["group"]["epoch"])
        time.sleep(0.5)
    for thread in threads:
        thread.join()
    return daemons, {"seconds": options.seconds, "epochs": sorted(seen), "looks without a tracker": without, **counts,
                     "load": os.getloadavg()[0]}


def stall(options, folder):
    """The tracker is killed while a slow download runs that does not need it as a source."""
    pauses = []
    daemons = start_group(folder, 5, "stall", 5)
    for number in range(options.rounds):
        tracker, _ = tracker_of(daemons)
        others = [daemon for daemon in daemons if daemon is not tracker]
        source, sink = others[0], others[1]
        name = f"long {number}.bin"
        with open(f"{source.shared}/{name}", "wb") as file:
            file.write(os.urandom(48 * MEBIBYTE))

        def found():
            answer = sink.search(name, 5)
            return answer and [r for r in answer["results"] if r["name"] == name]

        wanted = await_("the new file is found", 60, found)[0]
        # Slow enough that it is running long before and long after.
        transfer = sink.call("transfers", {"id": wanted["id"], "paused": True})
        sink.call(f"transfers/{transfer['id']}/limits", {"down": 6 * MEBIBYTE, "up": None}, "PUT")
        sink.call(f"transfers/{transfer['id']}/resume", method="POST")
        longest, last, moved, killed = 0.0, -1, None, False
        while True:
            now = time.monotonic()
            view = sink.call(f"transfers/{transfer['id']}")["transfer"]
            if view["state"] == "failed":
                sys.exit(f"the download failed: {view['problem']}")
            if view["done"] != last:
                if moved and killed:
                    longest = max(longest, now - moved)
                last, moved = view["done"], now
            if not killed and view["done"] > 8 * MEBIBYTE:
                tracker.kill()
                killed = True
            if view["done"] >= view["total"]:
                break
            if moved and now - moved > 60:
                sys.exit("the download stands still")
            time.sleep(0.02)
        pauses.append(longest)
        print(f"tracker killed {number + 1}: longest pause {longest:.2f} s", file=sys.stderr)
        tracker.start()
        whole(daemons, 25, voters=5)
    return daemons, {"rounds": options.rounds, "longest pauses": [round(p, 2) for p in pauses]}


def fifty(options, folder):
    each = 1000
    stand_ins, of_each = options.members - options.daemons, 0
    if stand_ins:
        of_each = (options.files - options.daemons * each) // stand_ins
    daemons = []
    for i in range(options.daemons):
        daemon = Daemon(f"{folder}/d{i}", f"d{i}", "fifty", heap=options.heap)
        for k in range(each):
            with open(f"{daemon.shared}/paper {i} {k}.txt", "w", encoding="utf-8") as file:
                file.write(f"the {k}th of {i}\n")
        if daemons:
            daemon.join = member_port(daemons[0])
        daemons.append(daemon.start())
    total = options.daemons * each + stand_ins * of_each

    def voters():
        status = daemons[0].try_call("status")
        return status and len(status["group"]["voters"]) == 5

    await_("five voters", START_SECONDS, voters, 0.5)
    began = time.monotonic()
    words = fifty_peers.command("fifty", f"{folder}/stand-ins", member_port(daemons[0]).split(":")[1], str(stand_ins),
                                str(of_each))
    words[words.index("minibit.bench.FiftyPeers")] = "minibit.bench.StandIns"
    words.insert(1, "-Xmx2g")
    others = subprocess.Popen(words, stdin=subprocess.DEVNULL)
    try:
        return daemons, measure_fifty(folder, daemons, total, began, options)
    finally:
        others.terminate()
        others.wait()


def measure_fifty(folder, daemons, total, began, options):
    def all_there():
        answer = daemons[-1].search("", more="", seconds=10)
        return answer and answer["total"] >= total

    await_(f"{total} contents", 900, all_there, 0.5)
    registered = time.monotonic() - began
    tracker, epoch = tracker_of(daemons)
    newcomer = Daemon(f"{folder}/new", "newcomer", "fifty", member_port(daemons[0]), options.heap)
    began = time.monotonic()
    newcomer.start()

    def sees_all():
        answer = newcomer.search("")
        return answer and answer["total"] >= total

    await_("the newcomer sees everything", START_SECONDS, sees_all, 0.02)
    newcomer_seconds = time.monotonic() - began
    daemons.append(newcomer)
    searches = {}
    for kind, queries in {
        "one word": ["report", "invoice", "planilha", "lecture"],
        "two words": ["report 7", "foto resultado", "aula sample", "model dataset"],
        "prefix": ["rep*", "plan*", "inv*", "dat*"],
        "typo": ["invioce", "relatorrio", "datasset", "lectre"],
    }.items():
        times = []
        for number in range(options.searches):
            asked = daemons[number % len(daemons)]
            start = time.monotonic()
            answer = asked.search(queries[number % len(queries)], 20)
            if not answer:
                sys.exit("a search failed")
            times.append(time.monotonic() - start)
        times.sort()
        searches[kind] = {"p50 ms": round(times[len(times) // 2] * 1000, 1),
                          "p99 ms": round(times[int(len(times) * 0.99)] * 1000, 1)}
    found = []
    for number in range(5):
        source = daemons[number]
        name = f"brandnew{number}.txt"
        with open(f"{source.shared}/{name}", "w", encoding="utf-8") as file:
            file.write(f"never seen before {number} {time.time()}\n")
        start = time.monotonic()
        waiting = list(daemons)
        while waiting:
            waiting = [d for d in waiting if not (d.search(f"brandnew{number}") or {"total": 0})["total"]]
            if time.monotonic() - start > 60:
                sys.exit("a new file is not found by all")
        found.append(time.monotonic() - start)
    memory = sorted((daemon.resident_mib() | {"role": daemon.call("status")["group"]["role"]} for daemon in daemons),
                    key=lambda m: m["VmRSS"])
    by_role = {role: {key: round(statistics.median(m[key] for m in memory if m["role"] == role))
                      for key in ("VmRSS", "RssAnon")} for role in {m["role"] for m in memory}}
    later = tracker_of(daemons)[1]
    return {"members": options.members, "files": total, "registered s": round(registered, 1),
            "newcomer sees all s": round(newcomer_seconds, 2), "search": searches,
            "new file found by all s": [round(s, 2) for s in found], "memory MiB": by_role,
            "epochs": [epoch, later], "load": os.getloadavg()[0]}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["kills", "steady", "stall", "fifty"])
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--members", type=int, default=50)
    parser.add_argument("--daemons", type=int, default=20)
    parser.add_argument("--files", type=int, default=200_000)
    parser.add_argument("--searches", type=int, default=200)
    parser.add_argument("--heap", default="256m", help="of each daemon")
    parser.add_argument("--keep", action="store_true", help="leave the folder, for its logs")
    options = parser.parse_args()
    subprocess.run([f"{pair.ROOT}/minibit", "--version"], check=True, stdout=subprocess.DEVNULL)
    folder = tempfile.mkdtemp(prefix="minibit-group-", dir="/dev/shm" if os.path.isdir("/dev/shm") else None)
    daemons = []
    try:
        started = Daemon.start

        def remember(daemon):
            if daemon not in daemons:
                daemons.append(daemon)
            return started(daemon)

        Daemon.start = remember
        _, figures = {"kills": kills, "steady": steady, "stall": stall, "fifty": fifty}[options.what](options, folder)
        figures["machine"] = f"{os.cpu_count()} cores, Linux {platform.release()}"
        print(json.dumps(figures, indent=1))
    finally:
        for daemon in daemons:
            daemon.end()
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()

#!/usr/bin/python3
"""How long a start takes: minibit's --version, a daemon until it answers, takes peers and is tracker, and
transmission-daemon until its RPC answers, round about in one run.

Time is that on the wall from the start of the process; processor time is what it was charged by then, which says more
on a machine that is busy with other things. The first start of a home founds a group, so it waits a random 1 to 2 s
to hear of one; the second is that of a daemon which knows its group. The method and the figures seen are in
docs/benchmarks.md.
"""

import argparse
import json
import os
import resource
import shutil
import signal
import socket
import statistics
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MINIBIT = os.environ.get("MINIBIT", os.path.join(ROOT, "minibit"))
LIMIT = 60


def free_ports(count):
    """Ports of which no two are the same."""
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def cpu_so_far(pid):
    with open(f"/proc/{pid}/stat", encoding="utf-8") as stat:
        fields = stat.read().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def version():
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.monotonic()
    subprocess.run([MINIBIT, "--version"], check=True, stdout=subprocess.DEVNULL)
    took = time.monotonic() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {"version": (took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)}


def connects(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
        return True
    except OSError:
        return False


def status(home):
    try:
        with open(os.path.join(home, "api.json"), encoding="utf-8") as file:
            facts = json.load(file)
        with open(os.path.join(home, "token"), encoding="utf-8") as file:
            token = file.read().strip()
        request = urllib.request.Request(f"http://{facts['address']}/api/v1/status",
                                         headers={"Authorization": f"Bearer {token}"})
        with urllib.request.urlopen(request, timeout=5) as answer:
            return json.load(answer)
    except (OSError, ValueError):
        return None


def watch(process, stages):
    """When each stage was reached, and for how much processor time, polled every 5 ms."""
    begun = time.monotonic()
    seen = {}
    while len(seen) < len(stages):
        now = time.monotonic() - begun
        if now > LIMIT or process.poll() is not None:
            raise SystemExit(f"gave up waiting for {set(stages) - set(seen)}")
        for name, reached in stages.items():
            if name not in seen and reached():
                seen[name] = (time.monotonic() - begun, cpu_so_far(process.pid))
        time.sleep(0.005)
    return seen


def end(process):
    process.send_signal(signal.SIGTERM)
    process.wait(30)


def daemon(home, suffix):
    [port] = free_ports(1)
    process = subprocess.Popen(
        [MINIBIT, "up", "--home", home, "--group", f"start-{os.getpid()}", "--no-lsd", "--listen",
         f"127.0.0.1:{port}", "--member", "127.0.0.1:0", "--api", "127.0.0.1:0", "--no-shell"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    try:
        return watch(process, {
            f"takes peers{suffix}": lambda: connects(port),
            f"answers status{suffix}": lambda: status(home),
            f"is tracker{suffix}": lambda: (status(home) or {}).get("group", {}).get("role") == "tracker"})
    finally:
        end(process)


def transmission(home):
    rpc, port = free_ports(2)
    process = subprocess.Popen(
        ["transmission-daemon", "--foreground", "--config-dir", home, "--port", str(rpc), "--peerport", str(port),
         "--no-dht", "--no-lpd", "--no-portmap", "--no-auth"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def answers():
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{rpc}/transmission/rpc", timeout=1).close()
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True

    try:
        return watch(process, {"transmission takes peers": lambda: connects(port), "transmission answers": answers})
    finally:
        end(process)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    subprocess.run([MINIBIT, "--version"], check=True, stdout=subprocess.DEVNULL)
    work = tempfile.mkdtemp(prefix="minibit-start-")
    seen = {}
    try:
        for turn in range(options.rounds):
            home = os.path.join(work, f"home-{turn}")
            rounds = [version(), daemon(home, ", first start"), daemon(home, ", again")]
            if shutil.which("transmission-daemon"):
                rounds.append(transmission(os.path.join(work, f"transmission-{turn}")))
            for one in rounds:
                for name, took in one.items():
                    seen.setdefault(name, []).append(took)
        print(f"medians of {options.rounds}; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        for name, took in seen.items():
            walls, cpus = [one[0] for one in took], [one[1] for one in took]
            print(f"{name:32} {statistics.median(walls):6.2f} s (least {min(walls):.2f})"
                  f"   CPU {statistics.median(cpus):5.2f} s")
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()

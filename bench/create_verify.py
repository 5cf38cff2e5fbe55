#!/usr/bin/python3
"""create and verify beside a plain loop, one per core, that reads by 1 MiB and hashes; by turns, in one run.

The content lies in the page cache (a memory file system). Everything is timed from the start of the process to its
end, Java's start included; the plain loop is OpenSSL's SHA-1 by way of Python, one process per core, which are
started, and know their files, before the time begins. Beside it stands the same loop as a program: from its start,
looking for the files, to its end. The method and the figures seen are in docs/benchmarks.md.
"""

import argparse
import hashlib
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time

import pair

CHUNK = pair.MEBIBYTE
FOLDER_FILES = 100  # of small files in one folder


def make_large(place, mebibytes):
    path = os.path.join(place, "large.bin")
    block = os.urandom(64 * CHUNK)
    with open(path, "wb") as file:
        for i in range(0, mebibytes, 64):
            # No two stretches are equal, so that nothing can be remembered.
            file.write(i.to_bytes(8, "big") + block[8:(min(64, mebibytes - i)) * CHUNK])
    return path


def make_small(place, count, size):
    path = os.path.join(place, "small")
    content = os.urandom(size)
    for i in range(count):
        folder = os.path.join(path, f"{i // FOLDER_FILES:05}")
        if i % FOLDER_FILES == 0:
            os.makedirs(folder)
        with open(os.path.join(folder, f"{i:08}.dat"), "wb") as file:
            file.write(i.to_bytes(8, "big") + content[8:])
    return path


def files_of(path):
    if os.path.isfile(path):
        return [path]
    return sorted(os.path.join(folder, name) for folder, _, names in os.walk(path) for name in names)


def shares(path, cores):
    """What each loop reads: (file, from, to)."""
    files = files_of(path)
    if len(files) == 1:
        size = os.path.getsize(path)
        cut = [size * i // cores // CHUNK * CHUNK for i in range(cores)] + [size]
        return [[(path, cut[i], cut[i + 1])] for i in range(cores)]
    return [[(file, 0, None) for file in files[i::cores]] for i in range(cores)]


def plain_loop(stretches, begin, done):
    buffer = bytearray(CHUNK)
    view = memoryview(buffer)
    begin.wait()
    for path, start, end in stretches:
        with open(path, "rb", buffering=0) as file:
            file.seek(start)
            left = (os.fstat(file.fileno()).st_size if end is None else end) - start
            while left > 0:
                count = file.readinto(view[:min(CHUNK, left)])
                hashlib.sha1(view[:count]).digest()
                left -= count
    done.wait()


def plain(path):
    cores = len(os.sched_getaffinity(0))
    begin, done = multiprocessing.Barrier(cores + 1), multiprocessing.Barrier(cores + 1)
    loops = [multiprocessing.Process(target=plain_loop, args=(share, begin, done)) for share in shares(path, cores)]
    for loop in loops:
        loop.start()
    # Until all of them wait there: reading a barrier is cheap, and starting a process is not in the time.
    while begin.n_waiting < cores:
        time.sleep(0.001)
    before = sum(pair.cpu_so_far(loop.pid) for loop in loops)
    began = time.monotonic()
    begin.wait()
    while done.n_waiting < cores:
        time.sleep(0.0005)
    seconds = time.monotonic() - began
    cpu = sum(pair.cpu_so_far(loop.pid) for loop in loops) - before
    done.wait()
    for loop in loops:
        loop.join()
    return seconds, cpu


def process(*command):
    """Seconds and processor time of a program, from its start to its end."""
    began = time.monotonic()
    started = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               text=True)
    said = started.stdout.read()
    _, status, usage = os.wait4(started.pid, 0)
    seconds = time.monotonic() - began
    started.returncode = os.waitstatus_to_exitcode(status)
    if started.returncode != 0:
        sys.exit(f"{' '.join(command)}: {started.returncode}\n{said[-4000:]}")
    return seconds, usage.ru_utime + usage.ru_stime


def minibit(place, *words):
    return process(f"{pair.ROOT}/minibit", *words, "--home", os.path.join(place, "home"))


def measure(place, name, path, rounds, piece):
    size = sum(os.path.getsize(file) for file in files_of(path))
    torrent = os.path.join(place, f"{name}.torrent")
    rows = {}
    for number in range(rounds + 1):
        if os.path.exists(torrent):
            os.remove(torrent)
        taken = {"plain loop": plain(path),
                 "create": minibit(place, "create", path, "-o", torrent, "--v1", "--piece-length", piece),
                 "verify": minibit(place, "verify", torrent, os.path.dirname(path)),
                 "plain loop as a program": process(sys.executable, os.path.abspath(__file__), "--plain", path)}
        # The first round touches everything for the first time, and does not count.
        if number > 0:
            for what, took in taken.items():
                rows.setdefault(what, []).append(took)
    medians = {what: statistics.median(wall for wall, _ in took) for what, took in rows.items()}
    for what, took in rows.items():
        print(f"{name}: {what} {medians[what]:.2f} s (least {min(took)[0]:.2f}), "
              f"CPU {statistics.median(cpu for _, cpu in took):.2f} s, {size / 1e6 / medians[what]:.0f} MB/s, "
              f"{medians['plain loop'] / medians[what]:.2f} of the plain loop", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--size", type=int, default=8192, metavar="MIB", help="of the large file; 0: none")
    parser.add_argument("--files", type=int, default=100_000, help="how many small files; 0: none")
    parser.add_argument("--file-size", type=int, default=10_000, metavar="BYTES")
    parser.add_argument("--piece", default="1MiB")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--dir", default="/dev/shm")
    parser.add_argument("--plain", metavar="PATH", help="only the plain loop over this, once")
    args = parser.parse_args()
    if args.plain:
        plain(args.plain)
        return
    about = pair.environment() | {"load": os.getloadavg()[0]}
    print(", ".join(f"{key} {value}" for key, value in about.items()))
    # Builds when there is something to build, so that no round does.
    subprocess.run([f"{pair.ROOT}/minibit", "--version"], check=True, stdout=subprocess.DEVNULL)
    with tempfile.TemporaryDirectory(prefix="minibit-bench-", dir=args.dir) as place:
        if args.size:
            path = make_large(place, args.size)
            measure(place, "one file", path, args.rounds, args.piece)
            os.remove(path)
        if args.files:
            measure(place, "small files", make_small(place, args.files, args.file_size), args.rounds, args.piece)


if __name__ == "__main__":
    main()

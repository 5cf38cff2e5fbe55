#!/usr/bin/python3
"""libtorrent with many torrents, or many sessions, in one process: for comparison.

libtorrent_many.py seed --dir DIR --listen IP:PORT [--sessions N] TORRENT...
libtorrent_many.py leech --dir DIR --listen IP:PORT --peer IP:PORT TORRENT...

With --sessions N the i-th session listens on the i-th address and port from --listen on. Prints one JSON object a
line; the leecher ends when every torrent is complete, the seeder on SIGTERM.
"""

import argparse
import os
import signal
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../cli/src/test/resources/interop"))

import libtorrent as lt  # noqa: E402
from libtorrent_client import load, say, settings  # noqa: E402


def address(first, i):
    host, port = first.rsplit(":", 1)
    network, last = host.rsplit(".", 1)
    return f"{network}.{int(last) + i}:{int(port) + i}"


def add(session, source, folder, seeding, peers):
    params = load(source)
    params.save_path = folder
    params.peers = peers
    params.flags &= ~lt.torrent_flags.auto_managed
    params.flags &= ~lt.torrent_flags.paused
    if seeding:
        params.flags |= lt.torrent_flags.seed_mode
    return session.add_torrent(params)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("role", choices=("seed", "leech"))
    parser.add_argument("torrents", nargs="+")
    parser.add_argument("--dir", required=True)
    parser.add_argument("--listen", required=True, metavar="IP:PORT")
    parser.add_argument("--peer", metavar="IP:PORT")
    parser.add_argument("--sessions", type=int, default=1)
    args = parser.parse_args()

    stopped = []
    signal.signal(signal.SIGTERM, lambda *_: stopped.append(True))
    # Its usual eight unchoke slots, for all torrents together, would have most of them wait.
    many = {"active_limit": 1000, "connections_limit": 1000, "unchoke_slots_limit": -1,
            "connection_speed": 1000}
    sessions = [lt.session(settings(address(args.listen, i), True) | many) for i in range(args.sessions)]
    peers = [(args.peer.rsplit(":", 1)[0], int(args.peer.rsplit(":", 1)[1]))] if args.peer else []
    torrents = [add(session, source, args.dir, args.role == "seed", peers)
                for session in sessions for source in args.torrents]
    while not all(session.is_listening() for session in sessions):
        time.sleep(0.01)
    if args.role == "seed":
        say("ready")
        while not stopped:
            for session in sessions:
                session.pop_alerts()
            time.sleep(0.2)
        return
    waiting, dialled = torrents, 0.0
    while waiting and not stopped:
        if time.monotonic() - dialled > 0.2:
            dialled = time.monotonic()
            for torrent in waiting:
                if torrent.status().num_peers == 0:
                    torrent.connect_peer(peers[0])
        sessions[0].pop_alerts()
        sessions[0].wait_for_alert(20)
        waiting = [torrent for torrent in waiting if not torrent.status().is_seeding]
    say("complete")


if __name__ == "__main__":
    main()

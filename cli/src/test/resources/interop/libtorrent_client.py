"""A libtorrent client for tests: one torrent, on the address it is given, driven by its arguments.

Prints one JSON object a line: {"event":"ready"} once it listens and has checked its files, {"event":"progress",...}
at most once a second, {"event":"complete"} once it has every wanted byte. Then it seeds until SIGTERM.
Without a torrent it is a node of the DHT and nothing else.
"""

import argparse
import json
import signal
import time

import libtorrent as lt

TICK_SECONDS = 0.05


def say(event, **fields):
    print(json.dumps({"event": event, **fields}), flush=True)


def settings(listen, fast, encrypt, dht, utp=False, lsd=False):
    host = listen.rsplit(":", 1)[0]
    chosen = {
        "listen_interfaces": listen,
        "outgoing_interfaces": "" if host == "127.0.0.1" else host.strip("[]"),
        "enable_dht": False,
        "enable_lsd": False,
        "enable_upnp": False,
        "enable_natpmp": False,
        "enable_incoming_utp": False,
        "enable_outgoing_utp": False,
        "allow_multiple_connections_per_ip": True,
        "in_enc_policy": int(lt.enc_policy.disabled),
        "out_enc_policy": int(lt.enc_policy.disabled),
        "min_reconnect_time": 1,
        "stop_tracker_timeout": 1,
        "alert_mask": int(lt.alert.category_t.error_notification | lt.alert.category_t.status_notification),
    }
    if encrypt:
        chosen.update({
            "in_enc_policy": int(lt.enc_policy.forced),
            "out_enc_policy": int(lt.enc_policy.forced),
            "allowed_enc_level": int(lt.enc_level.rc4),
            "prefer_rc4": True,
        })
    if utp:
        chosen.update({
            "enable_incoming_utp": True,
            "enable_outgoing_utp": True,
            "enable_incoming_tcp": False,
            "enable_outgoing_tcp": False,
        })
    if lsd:
        chosen.update({
            "enable_lsd": True,
            "alert_mask": chosen["alert_mask"] | int(lt.alert.category_t.peer_notification),
        })
    if dht:
        # Local nodes may have any id and share an address; nobody is asked but who is named.
        chosen.update({
            "enable_dht": True,
            "dht_bootstrap_nodes": "",
            "dht_restrict_routing_ips": False,
            "dht_restrict_search_ips": False,
            "dht_prefer_verified_node_ids": False,
            "dht_enforce_node_id": False,
            "dht_ignore_dark_internet": False,
            "dht_announce_interval": 5,
        })
    if fast:
        # What makes a loopback pair fast: deep queues, no small buffers, as many disk threads as help.
        chosen.update({
            "max_out_request_queue": 1500,
            "max_allowed_in_request_queue": 2000,
            "request_queue_time": 3,
            "send_buffer_watermark": 16 * 1024 * 1024,
            "send_buffer_low_watermark": 1024 * 1024,
            "send_buffer_watermark_factor": 200,
            "max_queued_disk_bytes": 64 * 1024 * 1024,
            "aio_threads": 4,
            "hashing_threads": 2,
            "smooth_connects": False,
            "connection_speed": 100,
        })
    return chosen


def load(source):
    if source.startswith("magnet:"):
        return lt.parse_magnet_uri(source)
    params = lt.add_torrent_params()
    params.ti = lt.torrent_info(source)
    return params


def serve_nodes(session, stopped):
    ready = False
    while not stopped:
        session.pop_alerts()
        if not ready and session.is_listening() and session.is_dht_running():
            ready = True
            say("ready", port=session.listen_port())
        session.wait_for_alert(int(TICK_SECONDS * 1000))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("source", nargs="?", help="a torrent file or a magnet link")
    parser.add_argument("--dir", default=".")
    parser.add_argument("--listen", required=True, metavar="IP:PORT")
    parser.add_argument("--tracker", action="append", default=[])
    parser.add_argument("--peer", action="append", default=[], metavar="IP:PORT")
    parser.add_argument("--dht", action="store_true", help="be a node of the DHT")
    parser.add_argument("--dht-node", action="append", default=[], metavar="IP:PORT")
    parser.add_argument("--trust", action="store_true", help="seed without checking the files first")
    parser.add_argument("--once", action="store_true", help="exit when complete")
    parser.add_argument("--fast", action="store_true", help="the fastest sensible settings")
    parser.add_argument("--encrypt", action="store_true", help="require every connection to be RC4")
    parser.add_argument("--utp", action="store_true", help="speak uTP to peers, and no TCP")
    parser.add_argument("--lsd", action="store_true", help="tell neighbours, and hear them")
    args = parser.parse_args()

    stopped = []
    signal.signal(signal.SIGTERM, lambda *_: stopped.append(True))

    session = lt.session(settings(args.listen, args.fast, args.encrypt, args.dht, args.utp, args.lsd))
    for node in args.dht_node:
        host, port = node.rsplit(":", 1)
        session.add_dht_node((host, int(port)))
    if args.source is None:
        serve_nodes(session, stopped)
        return
    params = load(args.source)
    params.save_path = args.dir
    params.trackers = list(params.trackers) + args.tracker
    params.flags &= ~lt.torrent_flags.auto_managed
    params.flags &= ~lt.torrent_flags.paused
    if args.trust:
        params.flags |= lt.torrent_flags.seed_mode
    torrent = session.add_torrent(params)

    peers = [peer.rsplit(":", 1) for peer in args.peer]
    ready = complete = False
    dialled = announced = reported = 0.0
    while not stopped:
        now = time.monotonic()
        status = torrent.status()
        for alert in session.pop_alerts():
            if alert.what() == "lsd_peer":
                say("lsd_peer", text=alert.message())
            elif alert.category() & lt.alert.category_t.error_notification:
                say("alert", text=alert.message())
        checked = status.state not in (lt.torrent_status.checking_files, lt.torrent_status.checking_resume_data)
        if not ready and checked and session.is_listening():
            ready = True
            say("ready", port=session.listen_port())
        if ready and peers and now - dialled > 3 and (not complete or status.num_peers == 0):
            dialled = now
            for host, port in peers:
                torrent.connect_peer((host, int(port)))
        if args.dht and now - announced > 3 and status.num_peers == 0:
            announced = now
            torrent.force_dht_announce()
        if not complete and status.is_seeding:
            complete = True
            say("complete", wasted=status.total_redundant_bytes + status.total_failed_bytes)
            if args.once:
                break
        if now - reported >= 1:
            reported = now
            say("progress", done=status.total_wanted_done, peers=status.num_peers, state=str(status.state),
                error=status.errc.message() if status.errc.value() else None)
        session.wait_for_alert(int(TICK_SECONDS * 1000))


if __name__ == "__main__":
    main()

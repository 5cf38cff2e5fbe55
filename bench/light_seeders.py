#!/usr/bin/python3
"""Fifty seeders that cost almost nothing, in one thread: for measuring what a leecher can carry.

light_seeders.py INFO_HASH PAYLOAD PIECE_LENGTH: serves one v1 file on 127.0.2.1:47100 to 127.0.2.50:47149 from a
mapping of it, never chokes, checks nothing of what it is sent but its length. Ends on SIGTERM.
"""

import mmap
import os
import select
import socket
import struct
import sys

PEERS = 50
FIRST_PORT = 47100
MAX_BUFFERS = 64  # gathered in one write: 32 blocks with their headers
MAX_MESSAGE = 1 << 17


class Peer:
    def __init__(self, link, seeders):
        self.link = link
        self.seeders = seeders
        self.unread = bytearray()
        self.unsent = []
        self.shaken = False
        self.watched = select.EPOLLIN

    def on_readable(self):
        read = self.link.recv(65536)
        if not read:
            return False
        self.unread += read
        at = 0
        if not self.shaken:
            if len(self.unread) < 68:
                return True
            if self.unread[28:48] != self.seeders.info_hash:
                return False
            at = 68
            self.shaken = True
            self.unsent += self.seeders.greeting()
        while len(self.unread) - at >= 4:
            length = int.from_bytes(self.unread[at:at + 4], "big")
            if length > MAX_MESSAGE:
                return False
            if len(self.unread) - at < 4 + length:
                break
            if length == 13 and self.unread[at + 4] == 6:
                self.unsent += self.seeders.block(*struct.unpack_from(">III", self.unread, at + 5))
            at += 4 + length
        del self.unread[:at]
        return self.on_writable()

    def on_writable(self):
        while self.unsent:
            try:
                sent = self.link.sendmsg(self.unsent[:MAX_BUFFERS])
            except BlockingIOError:
                break
            whole = 0
            while whole < len(self.unsent) and sent >= len(self.unsent[whole]):
                sent -= len(self.unsent[whole])
                whole += 1
            del self.unsent[:whole]
            if sent:
                self.unsent[0] = self.unsent[0][sent:]
        return True


class Seeders:
    def __init__(self, info_hash, payload, piece_length):
        self.info_hash = info_hash
        self.piece_length = piece_length
        with open(payload, "rb") as file:
            self.content = memoryview(mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ))
        self.pieces = -(-len(self.content) // piece_length)

    def greeting(self):
        bits = bytearray(b"\xff" * (self.pieces // 8))
        if self.pieces % 8:
            bits.append(0xFF << (8 - self.pieces % 8) & 0xFF)
        peer_id = b"-XX0001-" + os.urandom(12)
        return [memoryview(b"\x13BitTorrent protocol" + bytes(8) + self.info_hash + peer_id
                           + struct.pack(">IB", 1 + len(bits), 5) + bytes(bits) + struct.pack(">IB", 1, 1))]

    def block(self, piece, begin, length):
        start = piece * self.piece_length + begin
        header = struct.pack(">IBII", 9 + length, 7, piece, begin)
        return [memoryview(header), self.content[start:start + length]]

    def run(self):
        ready = select.epoll()
        doors, peers = {}, {}
        for i in range(PEERS):
            door = socket.create_server((f"127.0.2.{i + 1}", FIRST_PORT + i))
            door.setblocking(False)
            doors[door.fileno()] = door
            ready.register(door, select.EPOLLIN)
        print('{"event":"seeding"}', flush=True)
        while True:
            for number, events in ready.poll():
                if number in doors:
                    link, _ = doors[number].accept()
                    link.setblocking(False)
                    link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    peers[link.fileno()] = Peer(link, self)
                    ready.register(link, select.EPOLLIN)
                    continue
                peer = peers[number]
                try:
                    alive = peer.on_readable() if events & ~select.EPOLLOUT else peer.on_writable()
                except OSError:
                    alive = False
                if not alive:
                    del peers[number]
                    peer.link.close()
                    continue
                wanted = select.EPOLLIN | (select.EPOLLOUT if peer.unsent else 0)
                if wanted != peer.watched:
                    peer.watched = wanted
                    ready.modify(number, wanted)


if __name__ == "__main__":
    Seeders(bytes.fromhex(sys.argv[1]), sys.argv[2], int(sys.argv[3])).run()

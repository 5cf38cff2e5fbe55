"""Makes a torrent with libtorrent, so that a torrent minibit is tried with was not made by minibit.

Usage: make_torrent.py PATH OUT.torrent v1|v2|hybrid PIECE_LENGTH
Prints one JSON object: info-hashes, magnet link, and every file in order with its size and whether it is padding.
Files of a v1 folder come sorted by path, component by component, as bytes.
"""

import json
import os
import sys

import libtorrent as lt


def files_below(path):
    if os.path.isfile(path):
        return [path]
    found = []
    for folder, _, names in os.walk(path):
        found += [os.path.join(folder, name) for name in names]
    return sorted(found, key=lambda file: [os.fsencode(part) for part in file.split(os.sep)])


def main(path, out, version, piece_length):
    storage = lt.file_storage()
    parent = os.path.dirname(path)
    if version == "v1":
        for file in files_below(path):
            storage.add_file(os.path.relpath(file, parent), os.path.getsize(file))
    else:
        lt.add_files(storage, path)
    flags = {"v1": lt.create_torrent.v1_only, "v2": lt.create_torrent.v2_only, "hybrid": 0}
    creator = lt.create_torrent(storage, piece_size=int(piece_length), flags=flags[version])
    lt.set_piece_hashes(creator, parent)
    with open(out, "wb") as file:
        file.write(lt.bencode(creator.generate()))

    info = lt.torrent_info(out)
    hashes = info.info_hashes()
    layout = info.files()
    print(json.dumps({
        "infoHashV1": str(hashes.v1) if hashes.has_v1() else None,
        "infoHashV2": str(hashes.v2) if hashes.has_v2() else None,
        "magnet": lt.make_magnet_uri(info),
        "files": [
            {
                "path": layout.file_path(i),
                "size": layout.file_size(i),
                "pad": bool(layout.file_flags(i) & lt.file_storage.flag_pad_file),
            }
            for i in range(layout.num_files())
        ],
    }))


if __name__ == "__main__":
    main(*sys.argv[1:])

package minibit.daemon.catalogue;

import minibit.core.id.InfoHash;
import minibit.core.id.PiecesRoot;

/**
 * A content under one of its names: the name is in the torrent, so each has hashes of its own.
 *
 * @param root of the content
 * @param name of the file, in NFC
 * @param v1 info-hash of the canonical torrent
 * @param v2 the same, 32 bytes
 * @param size in bytes
 */
public record NamedContent(PiecesRoot root, String name, InfoHash v1, InfoHash v2, long size) {}

package minibit.core.metainfo;

import java.util.Optional;
import minibit.core.bencode.BDict;
import minibit.core.bencode.BadBencode;
import minibit.core.bencode.Bencode;
import minibit.core.bencode.Limits;
import minibit.core.id.InfoHashes;
import minibit.core.metainfo.BadMetainfo.Code;
import minibit.core.words.Sentence;

/**
 * Reads torrent files, and info bytes that came from peers. Takes what the field tolerates, makes
 * names safe, and refuses the rest by a {@link BadMetainfo} that says why.
 */
public final class MetainfoParser {
  /** Bytes of a torrent file. */
  public static final int MAX_TORRENT = Limits.TORRENT.bytes();

  /** Bytes of info that are fetched from peers. */
  public static final int MAX_METADATA = Limits.METADATA.bytes();

  private MetainfoParser() {}

  /** A torrent file. Bytes after its dictionary are passed over. */
  public static Metainfo parseTorrent(byte[] torrent) throws BadMetainfo {
    BDict top = dictionary(torrent, Limits.TORRENT);
    BDict info =
        top.dict("info")
            .orElseThrow(
                () ->
                    new BadMetainfo(
                        Code.NO_INFO,
                        Sentence.of("no-info", "there is no info dictionary in the torrent")));
    return InfoParser.parse(info, top.get("piece layers"), top);
  }

  /**
   * Info bytes as peers send them (BEP 9).
   *
   * @param expected what the bytes must hash to: every hash in it is checked
   */
  public static Metainfo parseInfo(byte[] infoBytes, InfoHashes expected) throws BadMetainfo {
    InfoHashes found = InfoParser.hashesOf(infoBytes);
    if (expected.v1().isPresent() && !expected.v1().equals(found.v1())
        || expected.v2().isPresent() && !expected.v2().equals(found.v2())) {
      throw new BadMetainfo(
          Code.WRONG_INFO_HASH,
          Sentence.of("other-metadata", "the metadata does not hash to the info-hash asked for"));
    }
    BDict info = dictionary(infoBytes, Limits.METADATA);
    if (info.raw().length != infoBytes.length) {
      throw new BadMetainfo(
          Code.NOT_BENCODE, Sentence.of("bytes-after-info", "bytes follow the info dictionary"));
    }
    return InfoParser.parse(info, Optional.empty(), BDict.EMPTY);
  }

  private static BDict dictionary(byte[] bytes, Limits limits) throws BadMetainfo {
    try {
      return Bencode.decode(bytes, limits)
          .dict()
          .orElseThrow(
              () ->
                  new BadMetainfo(
                      Code.NO_INFO,
                      Sentence.of("no-dictionary", "this is bencode, but not a dictionary")));
    } catch (BadBencode e) {
      throw new BadMetainfo(
          Code.NOT_BENCODE, Sentence.of("no-bencode", "this makes no sense: {0}", e.sentence()));
    }
  }
}

package minibit.daemon.api.model;

import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Something to fetch: exactly one of {@code id}, {@code magnet}, {@code torrent}, {@code url}.
 *
 * @param id of a content in the catalogue: digits of its root or of an info-hash, as many as are
 *     unambiguous, or its name
 * @param magnet a link
 * @param torrent a torrent file, Base64
 * @param url where a torrent file lies, {@code http} or {@code https}
 * @param out folder to put it in, absolute; else the daemon's download folder
 * @param from names or ids of the only members to fetch from; empty means anybody
 * @param paused whether to add it without starting it
 */
public record TransferRequest(
    Optional<String> id,
    Optional<String> magnet,
    Optional<String> torrent,
    Optional<String> url,
    Optional<String> out,
    List<String> from,
    boolean paused) {
  /** Keeps a copy. */
  public TransferRequest {
    from = List.copyOf(from);
  }

  /** A content of the catalogue, by id or name. */
  public static TransferRequest content(String id, Optional<String> out, List<String> from) {
    return new TransferRequest(
        Optional.of(id), Optional.empty(), Optional.empty(), Optional.empty(), out, from, false);
  }

  /** What a magnet link names. */
  public static TransferRequest magnet(String magnet, Optional<String> out) {
    return new TransferRequest(
        Optional.empty(),
        Optional.of(magnet),
        Optional.empty(),
        Optional.empty(),
        out,
        List.of(),
        false);
  }

  /** What a torrent file describes. */
  public static TransferRequest torrent(byte[] torrent, Optional<String> out) {
    String text = Base64.getEncoder().encodeToString(torrent);
    return new TransferRequest(
        Optional.empty(),
        Optional.empty(),
        Optional.of(text),
        Optional.empty(),
        out,
        List.of(),
        false);
  }

  /** What a torrent file describes that lies at an address. */
  public static TransferRequest url(String url, Optional<String> out) {
    return new TransferRequest(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(url),
        out,
        List.of(),
        false);
  }

  /** The same, added without starting it, or not. */
  public TransferRequest paused(boolean wanted) {
    return new TransferRequest(id, magnet, torrent, url, out, from, wanted);
  }
}

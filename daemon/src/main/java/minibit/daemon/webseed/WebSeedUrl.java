package minibit.daemon.webseed;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import minibit.core.metainfo.Metainfo;

/** Where the files of a torrent lie on a web server (BEP 19). */
public final class WebSeedUrl {
  /** Characters of an address: what servers take. */
  public static final int MAX_LENGTH = 8_192;

  /** What in a path stands as it is (RFC 3986). */
  private static final String UNRESERVED = "-._~";

  private WebSeedUrl() {}

  /**
   * The address in a torrent, if it is one that can be asked: {@code http} or {@code https}, with a
   * host and without user info. What follows a {@code #} is cut off.
   */
  public static Optional<URI> parse(String text) {
    int fragment = text.indexOf('#');
    String address = fragment < 0 ? text : text.substring(0, fragment);
    if (address.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      URI uri = new URI(address);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      boolean web = scheme.equals("http") || scheme.equals("https");
      boolean port = uri.getPort() == -1 || uri.getPort() > 0 && uri.getPort() <= 0xffff;
      String host = uri.getHost();
      return web && port && host != null && !host.isEmpty() && uri.getRawUserInfo() == null
          ? Optional.of(uri)
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /**
   * The address of one file: that of the seed if the torrent is a single file and the address no
   * folder, else the seed's with the torrent's name and the file's path below.
   *
   * @param base an address that {@link #parse} takes
   * @param file index in {@link Metainfo#files}
   */
  public static Optional<URI> of(URI base, Metainfo torrent, int file) {
    String address = base.toString();
    if (!torrent.isFolder() && !address.endsWith("/")) {
      return Optional.of(base);
    }
    return parse(
        (address.endsWith("/") ? address : address + "/")
            + escaped(torrent.files().get(file).path()));
  }

  private static String escaped(List<String> path) {
    StringBuilder result = new StringBuilder();
    for (String name : path) {
      if (!result.isEmpty()) {
        result.append('/');
      }
      for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
        char c = (char) (b & 0xff);
        if (c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0)) {
          result.append(c);
        } else {
          result.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
        }
      }
    }
    return result.toString();
  }
}

package minibit.daemon.tracker;

import java.util.Arrays;
import minibit.core.announce.registry.Asker;
import minibit.core.id.PeerAddress;
import minibit.core.packed.BadPacked;
import minibit.core.packed.PackedReader;
import minibit.core.packed.PackedWriter;
import minibit.daemon.http.HttpPort;

/**
 * What somebody asks of a tracker: enough to be answered elsewhere than where it came in.
 *
 * @param path one of {@link TrackerRouter#serves}
 * @param asker over which connection it came
 * @param query as it stands in the URL, empty if there is none
 * @param body of a POST, at most {@link #MAX_BODY} bytes; else empty
 */
public record TrackerRequest(String path, Asker asker, String query, byte[] body) {
  /** A list of 65,536 blocks, and some room. */
  public static final int MAX_BODY = 512 << 10;

  private static final int MAX_PATH = 64;

  /** The bytes that {@link #of} reads. */
  public byte[] toBytes() {
    PackedWriter out = new PackedWriter().text(path);
    write(out, asker.remote());
    write(out, asker.reached());
    return out.text(query).bytes(body).toBytes();
  }

  private static void write(PackedWriter out, PeerAddress address) {
    out.bytes(address.ip()).number(address.port());
  }

  /** Reads a request. */
  public static TrackerRequest of(byte[] bytes) throws BadPacked {
    PackedReader in = new PackedReader(bytes);
    try {
      TrackerRequest request =
          new TrackerRequest(
              in.text(MAX_PATH),
              new Asker(address(in), address(in)),
              in.text(HttpPort.MAX_HEAD),
              in.bytes(MAX_BODY));
      in.end();
      return request;
    } catch (IllegalArgumentException e) {
      throw new BadPacked(String.valueOf(e.getMessage()));
    }
  }

  private static PeerAddress address(PackedReader in) throws BadPacked {
    return PeerAddress.of(in.bytes(16), (int) in.number(65_535));
  }

  /** The same from another address. */
  public TrackerRequest from(Asker other) {
    return new TrackerRequest(path, other, query, body);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TrackerRequest that
        && path.equals(that.path)
        && asker.equals(that.asker)
        && query.equals(that.query)
        && Arrays.equals(body, that.body);
  }

  @Override
  public int hashCode() {
    return path.hashCode() * 31 + query.hashCode();
  }
}

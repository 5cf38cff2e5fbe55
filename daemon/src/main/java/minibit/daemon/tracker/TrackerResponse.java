package minibit.daemon.tracker;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import minibit.core.announce.registry.TrackerReply;
import minibit.core.packed.BadPacked;
import minibit.core.packed.PackedReader;
import minibit.core.packed.PackedWriter;

/**
 * A tracker's answer as it goes over HTTP.
 *
 * @param status of HTTP
 * @param type of the body
 */
public record TrackerResponse(int status, String type, byte[] body) {
  private static final int MAX_TYPE = 64;

  /** Peers of five swarms with all their blocks. */
  private static final int MAX_BODY = 3 << 20;

  static TrackerResponse bencode(byte[] body) {
    return new TrackerResponse(200, "text/plain", body);
  }

  static TrackerResponse json(int status, Object value) {
    return new TrackerResponse(status, "application/json", Json.bytes(value));
  }

  static TrackerResponse text(int status, String text) {
    return new TrackerResponse(
        status, "text/plain;charset=utf-8", (text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A refusal of what was asked at this path, in the path's own manner: stock clients read a
   * failure reason, others a status and JSON.
   */
  public static TrackerResponse refusal(String path, int status, String code, String reason) {
    return path.equals("/announce") || path.equals("/scrape")
        ? bencode(TrackerReply.failure(reason))
        : json(status, JsonFace.error(code, reason));
  }

  /** The refusal of a page in a browser: 403, which its people see, whatever is asked. */
  static TrackerResponse toPage(String path) {
    String reason =
        "pages in a browser are not answered; to look at /stats or /peers open it by an address";
    TrackerResponse refusal = refusal(path, 403, "cross-site", reason);
    return new TrackerResponse(403, refusal.type(), refusal.body());
  }

  /** The bytes that {@link #of} reads. */
  public byte[] toBytes() {
    return new PackedWriter().number(status).text(type).bytes(body).toBytes();
  }

  /** Reads an answer. */
  public static TrackerResponse of(byte[] bytes) throws BadPacked {
    PackedReader in = new PackedReader(bytes);
    TrackerResponse response =
        new TrackerResponse((int) in.number(599), in.text(MAX_TYPE), in.bytes(MAX_BODY));
    in.end();
    if (response.status() < 200) {
      throw new BadPacked("not a status: " + response.status());
    }
    return response;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TrackerResponse that
        && status == that.status
        && type.equals(that.type)
        && Arrays.equals(body, that.body);
  }

  @Override
  public int hashCode() {
    return status * 31 + Arrays.hashCode(body);
  }
}

package minibit.core.announce.registry;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import minibit.core.id.PeerId;

/**
 * The two forms of a peer id: 20 bytes on the wire, text in JSON. A JSON peer may call itself what
 * it likes; announcing peers are shown as text if their id is printable, else in hexadecimal, and
 * both forms name the same peer.
 *
 * @param id the 20 bytes
 * @param text as shown
 */
public record PeerName(PeerId id, String text) {
  /** Characters of the longest name: two UUIDs fit. */
  public static final int MAX_LENGTH = 80;

  /** The name of an announcing peer. */
  public static PeerName of(PeerId id) {
    byte[] bytes = id.toBytes();
    for (byte b : bytes) {
      if (b <= ' ' || b >= 0x7f) {
        return new PeerName(id, id.hex());
      }
    }
    return new PeerName(id, new String(bytes, StandardCharsets.US_ASCII));
  }

  /**
   * The peer that a JSON name means: 40 hexadecimal digits are the bytes themselves, a text of up
   * to 20 bytes is filled up with zeros, a longer one goes by its SHA-1.
   *
   * @throws IllegalArgumentException if the name is empty, too long or has control characters
   */
  public static PeerName of(String name) {
    if (name.isEmpty()
        || name.length() > MAX_LENGTH
        || name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a peer_id has 1 to " + MAX_LENGTH + " plain characters");
    }
    if (name.length() == 2 * PeerId.LENGTH && name.chars().allMatch(HexFormat::isHexDigit)) {
      return of(PeerId.of(HexFormat.of().parseHex(name)));
    }
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    byte[] id = bytes.length <= PeerId.LENGTH ? Arrays.copyOf(bytes, PeerId.LENGTH) : sha1(bytes);
    return new PeerName(PeerId.of(id), name);
  }

  private static byte[] sha1(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}

package minibit.core.testing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Made-up file content that a seed fixes: SHA-256 of {@code seed:n} for n = 0, 1, 2…, cut off. */
public final class Payload {
  private Payload() {}

  /** The first {@code size} bytes of what this seed gives. */
  public static byte[] of(String seed, int size) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] prefix = (seed + ":").getBytes(StandardCharsets.UTF_8);
      byte[] content = new byte[size];
      for (int at = 0, n = 0; at < size; at += 32, n++) {
        sha.update(prefix);
        byte[] next = sha.digest(Integer.toString(n).getBytes(StandardCharsets.US_ASCII));
        System.arraycopy(next, 0, content, at, Math.min(next.length, size - at));
      }
      return content;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

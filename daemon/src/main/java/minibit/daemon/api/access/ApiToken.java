package minibit.daemon.api.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The secret that opens a daemon's API: 256 random bits in a file that only its owner can read.
 * Whoever can read the home may command the daemon, nobody else.
 */
public final class ApiToken {
  /** Name of the file in the home. */
  public static final String FILE = "token";

  private static final int BYTES = 32;

  private final String text;

  private ApiToken(String text) {
    this.text = text;
  }

  /** A new one. */
  public static ApiToken random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return new ApiToken(HexFormat.of().formatHex(bytes));
  }

  /** A token by its 64 hexadecimal digits; empty if it is none. */
  public static Optional<ApiToken> of(String text) {
    boolean good = text.length() == 2 * BYTES && text.chars().allMatch(HexFormat::isHexDigit);
    return good ? Optional.of(new ApiToken(text)) : Optional.empty();
  }

  /**
   * The token of a home, made if there is none. A file that others can read, or that holds no
   * token, is replaced.
   *
   * @throws IOException if the home cannot be read or written
   */
  public static ApiToken openOrCreate(Path home) throws IOException {
    Path file = home.resolve(FILE);
    if (Files.exists(file) && PrivateFiles.isPrivate(file)) {
      Optional<ApiToken> found = read(home);
      if (found.isPresent()) {
        return found.get();
      }
    }
    ApiToken made = random();
    PrivateFiles.write(file, (made.text + "\n").getBytes(StandardCharsets.US_ASCII));
    return made;
  }

  /**
   * The token of a home; empty if there is none.
   *
   * @throws IOException if the file is there and cannot be read
   */
  public static Optional<ApiToken> read(Path home) throws IOException {
    Path file = home.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    return of(Files.readString(file, StandardCharsets.ISO_8859_1).strip());
  }

  /** Whether a text is this token; takes as long for a wrong one. */
  public boolean matches(String other) {
    return MessageDigest.isEqual(
        text.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  /** The digits, to be sent as {@code Authorization: Bearer}. */
  public String text() {
    return text;
  }

  /** Says nothing: tokens end up in no log. */
  @Override
  public String toString() {
    return "ApiToken";
  }
}

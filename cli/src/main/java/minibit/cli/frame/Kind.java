package minibit.cli.frame;

import java.net.InetSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import minibit.core.mse.EncryptionPolicy;
import minibit.core.utp.UtpPolicy;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;

/**
 * What the value of a flag or argument is, and who reads it. Immutable; any thread.
 *
 * @param type of the value; picocli reads those of the language by itself
 * @param converter for all others
 */
public record Kind<T>(Class<T> type, @Nullable ITypeConverter<T> converter) {
  /** Any text. */
  public static final Kind<String> TEXT = new Kind<>(String.class, null);

  /** Any text but none: a variable that is not set shall not be taken for a name. */
  public static final Kind<String> NAME = new Kind<>(String.class, Kind::filled);

  /** A file or folder; picocli would look for a way to make one by reflection. */
  public static final Kind<Path> PATH = new Kind<>(Path.class, Kind::path);

  /** A whole number of 32 bits. */
  public static final Kind<Integer> COUNT = new Kind<>(Integer.class, null);

  /** A whole number of 64 bits. */
  public static final Kind<Long> NUMBER = new Kind<>(Long.class, null);

  /** A number with a fraction. */
  public static final Kind<Double> SHARE = new Kind<>(Double.class, null);

  /** Bytes, as {@link ByteSize} reads them. */
  public static final Kind<Long> SIZE = new Kind<>(Long.class, new ByteSize());

  /** An address with a port, as {@link HostPort} reads it. */
  public static final Kind<InetSocketAddress> ADDRESS =
      new Kind<>(InetSocketAddress.class, new HostPort());

  /** Whether connections are encrypted, by the word for it. */
  public static final Kind<EncryptionPolicy> ENCRYPTION =
      new Kind<>(EncryptionPolicy.class, Kind::encryption);

  private static EncryptionPolicy encryption(String text) throws CliException {
    return EncryptionPolicy.of(text)
        .orElseThrow(() -> new CliException(ExitCode.USAGE, "bad-encryption", text));
  }

  /** Whether connections go over uTP, by the word for it. */
  public static final Kind<UtpPolicy> UTP = new Kind<>(UtpPolicy.class, Kind::utp);

  private static UtpPolicy utp(String text) throws CliException {
    return UtpPolicy.of(text).orElseThrow(() -> new CliException(ExitCode.USAGE, "bad-utp", text));
  }

  private static String filled(String text) throws CliException {
    if (text.isEmpty()) {
      throw new CliException(ExitCode.USAGE, "empty");
    }
    return text;
  }

  /** Java takes the empty path for the current folder. */
  private static Path path(String text) throws CliException {
    try {
      return Path.of(filled(text));
    } catch (InvalidPathException e) {
      throw new CliException(ExitCode.USAGE, "unusable-path", text);
    }
  }

  ITypeConverter<?>[] converters() {
    return converter == null ? new ITypeConverter<?>[0] : new ITypeConverter<?>[] {converter};
  }
}

package minibit.group.member;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A daemon's Ed25519 key in its home: two lines of Base64, readable by the owner alone. */
public final class IdentityFile {
  private IdentityFile() {}

  /**
   * The identity in this file, drawn if there is no file yet.
   *
   * @throws IOException if the file is damaged or cannot be written; it is never replaced
   */
  public static KeyPair loadOrDraw(Path file) throws IOException {
    try {
      return Files.exists(file) ? load(file) : draw(file);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException("the identity in " + file + " is damaged", e);
    }
  }

  /**
   * Draws another identity, as the home of a daemon must have that was copied from another's. The
   * old one stays beside it; the seat and the log of a voter were the old one's and go.
   *
   * @param home of a daemon that does not run
   * @param file of its identity
   */
  public static KeyPair drawAnew(Path home, Path file) throws IOException {
    if (Files.exists(file)) {
      Path old = file.resolveSibling(file.getFileName() + ".old");
      Files.move(file, old, StandardCopyOption.REPLACE_EXISTING);
    }
    Optional<GroupRecord> known = GroupRecord.load(home);
    if (known.isPresent()) {
      known.get().votes(false).save(home, GroupRecord.lastPassport(home));
    }
    Path log = VoterKeeper.log(home);
    if (Files.exists(log)) {
      try (Stream<Path> tree = Files.walk(log)) {
        for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
    return loadOrDraw(file);
  }

  private static KeyPair load(Path file) throws IOException, GeneralSecurityException {
    List<String> lines = Files.readAllLines(file);
    if (lines.size() != 2) {
      throw new IOException("the identity in " + file + " is damaged");
    }
    KeyFactory factory = KeyFactory.getInstance("Ed25519");
    Base64.Decoder base64 = Base64.getDecoder();
    return new KeyPair(
        factory.generatePublic(new X509EncodedKeySpec(base64.decode(lines.get(0)))),
        factory.generatePrivate(new PKCS8EncodedKeySpec(base64.decode(lines.get(1)))));
  }

  private static KeyPair draw(Path file) throws IOException, GeneralSecurityException {
    KeyPair drawn = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    Base64.Encoder base64 = Base64.getEncoder();
    String text =
        base64.encodeToString(drawn.getPublic().getEncoded())
            + "\n"
            + base64.encodeToString(drawn.getPrivate().getEncoded())
            + "\n";
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path unfinished =
        Files.createTempFile(folder, file.getFileName() + ".", ".tmp", ownersAlone(file));
    try {
      write(unfinished, text);
      if (Files.exists(file)) {
        return load(file);
      }
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
    return drawn;
  }

  private static FileAttribute<?>[] ownersAlone(Path file) {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  /** Puts it on the disk: who finds the identity by its name finds the whole of it. */
  private static void write(Path unfinished, String text) throws IOException {
    try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }
}

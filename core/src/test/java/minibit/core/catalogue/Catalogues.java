package minibit.core.catalogue;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import minibit.core.id.InfoHash;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.GroupId;
import minibit.core.identity.MemberId;
import minibit.core.identity.Seal;
import minibit.core.identity.Statement;
import minibit.core.identity.TestIdentity;

/** Commands and files for tests; the same seed gives the same ones. */
public final class Catalogues {
  public static final Instant AT = Instant.ofEpochMilli(1_700_000_000_000L);

  private Catalogues() {}

  /** A file whose content is this number; its hashes follow from content and name. */
  public static SharedFile file(long content, String folder, String name) {
    return new SharedFile(
        root(content),
        Math.abs(content) * 1000,
        folder,
        name,
        "text/plain",
        InfoHash.of(Arrays.copyOf(hash("v1", content, name), 20)),
        InfoHash.of(hash("v2", content, name)));
  }

  private static byte[] hash(String version, long content, String name) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest((version + content + name).getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  public static PiecesRoot root(long content) {
    return PiecesRoot.of(bytes(content, 32));
  }

  public static byte[] bytes(long seed, int count) {
    byte[] bytes = new byte[count];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  public static CatalogueCommand founded(String name) {
    return new CatalogueCommand.Founded(new GroupId(new UUID(1, 2)), name, 0, AT);
  }

  public static CatalogueCommand joined(TestIdentity who, String name) {
    return new CatalogueCommand.MemberJoined(who.passport(name, 7000), AT);
  }

  public static CatalogueCommand.Register register(MemberId member, SharedFile... files) {
    List<Registration> list = new ArrayList<>();
    for (SharedFile file : files) {
      list.add(Registration.unsigned(file));
    }
    return new CatalogueCommand.Register(member, List.of(), list, AT);
  }

  /** The same, signed by the member itself in one batch. */
  public static CatalogueCommand.Register signed(TestIdentity who, List<SharedFile> files) {
    List<Statement> statements =
        files.stream().map(f -> new Statement(f.root(), f.size(), f.name(), AT)).toList();
    Seal seal = Seal.Batch.sign(statements, who.key(), who);
    List<Registration> list = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      list.add(Registration.signed(files.get(i), 0, i, AT));
    }
    return new CatalogueCommand.Register(who.id(), List.of(seal), list, AT);
  }

  public static CatalogueCommand withdraw(MemberId member, String... paths) {
    return new CatalogueCommand.Withdraw(member, List.of(paths), AT);
  }
}

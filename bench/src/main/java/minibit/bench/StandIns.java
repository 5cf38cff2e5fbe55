package minibit.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import minibit.core.catalogue.CatalogueLimits;
import minibit.core.catalogue.SharedFile;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerAddress;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.Seal;
import minibit.core.identity.Statement;
import minibit.daemon.member.HttpMemberTransport;
import minibit.daemon.member.MemberServer;
import minibit.daemon.tracker.TrackerResponse;
import minibit.group.GroupSettings;
import minibit.group.member.Beacons;
import minibit.group.member.GroupConfig;
import minibit.group.member.GroupListener;
import minibit.group.member.GroupMember;
import minibit.group.member.IdentityFile;
import minibit.group.member.MemberKeys;
import minibit.group.member.ShareBook;

/**
 * Many members in one process: each with an identity, a member port and signed files of its own,
 * joined to a running group by the same messages as a daemon, but without content, engine, index or
 * API. For groups larger than a machine has memory for.
 */
public final class StandIns {
  private static final String[] WORDS =
      ("report invoice photo lecture dataset notes chapter sample model archive relatorio aula foto"
              + " contrato planilha projeto resultado teste figura manual")
          .split(" ");
  private static final String[] TYPES = {"pdf", "png", "mp3", "csv", "txt", "zip"};

  private StandIns() {}

  /** {@code GROUP FOLDER PORT-TO-JOIN MEMBERS FILES-OF-EACH}. */
  public static void main(String[] args) throws Exception {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    PeerAddress join = PeerAddress.of(loopback.getAddress(), Integer.parseInt(args[2]));
    int members = Integer.parseInt(args[3]);
    int files = Integer.parseInt(args[4]);
    HttpMemberTransport transport = new HttpMemberTransport();
    List<GroupMember> all = new ArrayList<>();
    for (int i = 0; i < members; i++) {
      Path home = Path.of(args[1], "stand-in-" + i);
      MemberKeys keys = new MemberKeys(IdentityFile.loadOrDraw(home.resolve("identity")));
      MemberServer server =
          MemberServer.open(new InetSocketAddress(loopback, 0), StandIns::noTracker);
      PeerAddress at = PeerAddress.of(loopback.getAddress(), server.port());
      GroupConfig config =
          new GroupConfig(
              args[0],
              "stand-in-" + i,
              home,
              List.of(at),
              List.of(at),
              // Nobody listens there: it is never asked to vote while others are.
              PeerAddress.of(loopback.getAddress(), 1),
              List.of(join),
              GroupSettings.DEFAULTS);
      ShareBook book = new ShareBook();
      fill(book, keys, i, files);
      GroupMember member =
          GroupMember.start(
              config, keys, transport, Beacons.NONE, book, GroupListener.NONE, new SecureRandom());
      server.serve(member::receive);
      all.add(member);
    }
    System.out.println("{\"event\":\"started\",\"members\":" + all.size() + "}");
    System.out.flush();
    CountDownLatch end = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(end::countDown));
    end.await();
  }

  private static CompletableFuture<TrackerResponse> noTracker(Object request) {
    return CompletableFuture.failedFuture(new IOException("a stand-in passes nothing on"));
  }

  private static void fill(ShareBook book, MemberKeys keys, int member, int files) {
    Random chance = new Random(member);
    Instant now = Instant.now();
    List<SharedFile> batch = new ArrayList<>();
    for (int i = 0; i < files; i++) {
      batch.add(file(chance, member, i));
      if (batch.size() == CatalogueLimits.BATCH || i == files - 1) {
        List<Statement> statements =
            batch.stream().map(f -> new Statement(f.root(), f.size(), f.name(), now)).toList();
        Seal seal = Seal.Batch.sign(statements, keys.key(), keys);
        List<ShareBook.Entry> entries = new ArrayList<>();
        for (int k = 0; k < batch.size(); k++) {
          SharedFile file = batch.get(k);
          entries.add(
              new ShareBook.Entry(
                  file, Optional.of(new ShareBook.Proof(seal, k, file.name(), now))));
        }
        book.put(entries);
        batch.clear();
      }
    }
  }

  private static SharedFile file(Random chance, int member, int number) {
    byte[] content = hash("content", member, number);
    String extension = TYPES[chance.nextInt(TYPES.length)];
    String name =
        WORDS[chance.nextInt(WORDS.length)]
            + " "
            + WORDS[chance.nextInt(WORDS.length)]
            + " "
            + member
            + "-"
            + number
            + "."
            + extension;
    return new SharedFile(
        PiecesRoot.of(content),
        1 + chance.nextInt(1 << 28),
        "data/" + WORDS[number % WORDS.length],
        name,
        "application/" + extension,
        InfoHash.of(Arrays.copyOf(hash("v1", member, number), 20)),
        InfoHash.of(hash("v2", member, number)));
  }

  private static byte[] hash(String what, int member, int number) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(what.getBytes(StandardCharsets.UTF_8));
      return digest.digest(ByteBuffer.allocate(8).putInt(member).putInt(number).array());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

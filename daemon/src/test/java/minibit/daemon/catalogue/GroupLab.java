package minibit.daemon.catalogue;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import minibit.core.catalogue.CatalogueState;
import minibit.core.catalogue.SharedFile;
import minibit.core.id.PeerAddress;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.MemberId;
import minibit.core.identity.Seal;
import minibit.core.identity.Statement;
import minibit.group.GroupSettings;
import minibit.group.member.GroupConfig;
import minibit.group.member.GroupMember;
import minibit.group.member.MemberKeys;
import minibit.group.member.ShareBook;
import minibit.group.vote.Voter;

/** Members with their desks in one process, on a network of method calls. */
final class GroupLab implements AutoCloseable {
  static final Duration LONG = Duration.ofSeconds(60);
  static final Instant SIGNED = Instant.ofEpochMilli(1_700_000_000_000L);

  /** Not the common pool, which on two cores is one thread. */
  private static final Executor WIRE = task -> Thread.ofVirtual().name("wire").start(task);

  /** A daemon. */
  record Node(
      int number,
      MemberKeys keys,
      PeerAddress door,
      ShareBook book,
      CatalogueDesk desk,
      GroupMember member,
      Set<PiecesRoot> has) {}

  private final Path folder;
  private final GroupSettings settings;
  private final Map<Integer, Node> nodes = new TreeMap<>();
  private final Map<PeerAddress, GroupMember> doors = new ConcurrentHashMap<>();

  GroupLab(Path folder, GroupSettings settings) {
    this.folder = folder;
    this.settings = settings;
  }

  GroupLab(Path folder, int voters) {
    // As on a LAN, but nobody waits long for what is gone, and nobody votes in its place.
    this(
        folder,
        new GroupSettings(
            Duration.ofMillis(250),
            Duration.ofMillis(800),
            Duration.ofMillis(1400),
            Duration.ofMillis(300),
            Duration.ofMillis(600),
            Duration.ofSeconds(4),
            Duration.ofSeconds(5),
            Duration.ofMillis(300),
            Duration.ofMillis(600),
            voters,
            Duration.ofSeconds(30),
            Duration.ofDays(30),
            1024));
  }

  /** Starts a daemon; the first one founds the group, the others ask it. */
  Node start(int number, String name) throws IOException {
    MemberKeys keys = MemberKeys.drawn();
    PeerAddress door = PeerAddress.of(new byte[] {10, 0, 0, 1}, 1000 + number);
    List<PeerAddress> join = nodes.values().stream().map(Node::door).limit(1).toList();
    ShareBook book = new ShareBook();
    Set<PiecesRoot> has = ConcurrentHashMap.newKeySet();
    CatalogueDesk desk =
        CatalogueDesk.open(
            folder.resolve("home" + number).resolve("index"), has::contains, Announced.NOBODY);
    GroupMember member =
        GroupMember.start(
            new GroupConfig(
                "lab",
                name,
                folder.resolve("home" + number),
                List.of(PeerAddress.of(new byte[] {10, 0, 0, 1}, 2000 + number)),
                List.of(door),
                freePort(),
                join,
                settings),
            keys,
            this::carry,
            datagram -> {},
            book,
            desk,
            new Random());
    desk.follow(member);
    doors.put(door, member);
    Node node = new Node(number, keys, door, book, desk, member, has);
    nodes.put(number, node);
    await().atMost(LONG).until(() -> member.status().office().isPresent());
    return node;
  }

  private static PeerAddress freePort() throws IOException {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(12_000, 32_000);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return PeerAddress.of(new byte[] {127, 0, 0, 1}, socket.getLocalPort());
      } catch (java.net.BindException e) {
        continue;
      }
    }
  }

  private CompletableFuture<byte[]> carry(PeerAddress to, byte[] message, Duration limit) {
    GroupMember there = doors.get(to);
    if (there == null) {
      return CompletableFuture.failedFuture(new IOException("nobody at " + to));
    }
    return CompletableFuture.supplyAsync(() -> there.receive(message), WIRE)
        .thenCompose(reply -> reply)
        .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  Node node(int number) {
    return Optional.ofNullable(nodes.get(number)).orElseThrow();
  }

  List<Node> nodes() {
    return List.copyOf(nodes.values());
  }

  Node tracker() {
    return await()
        .atMost(LONG)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> nodes.values().stream().filter(n -> n.member().isTracker()).findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  /** As a process that is killed: silent from one moment to the next. */
  void kill(int number) {
    Node node = nodes.remove(number);
    if (node != null) {
      doors.remove(node.door());
      end(node);
    }
  }

  private static void end(Node node) {
    node.member().voter().ifPresent(Voter::close);
    node.member().close(false, Duration.ofMillis(1));
    node.desk().close();
  }

  /**
   * As a process that is killed, as far as others see: nobody reaches it. Its voter takes a moment
   * to close, on a thread of its own.
   */
  void silence(Node node) {
    doors.remove(node.door());
    Thread.ofPlatform().name("silenced").start(() -> node.member().voter().ifPresent(Voter::close));
  }

  /** Registers files, signed by that daemon, and waits until the tracker has them. */
  void share(Node node, SharedFile... files) {
    share(node, node.keys(), List.of(files));
  }

  void share(Node node, MemberKeys signer, List<SharedFile> files) {
    List<Statement> statements =
        files.stream().map(f -> new Statement(f.root(), f.size(), f.name(), SIGNED)).toList();
    put(node, files, Seal.signAll(statements, signer.key(), signer));
    awaitFiles(node);
  }

  /** Registers files under these seals, whatever they say. */
  void put(Node node, List<SharedFile> files, List<Seal.Batch> seals) {
    List<ShareBook.Entry> entries = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      SharedFile file = files.get(i);
      node.has().add(file.root());
      Seal seal = seals.get(i / Seal.MAX_STATEMENTS);
      entries.add(
          new ShareBook.Entry(
              file,
              Optional.of(
                  new ShareBook.Proof(seal, i % Seal.MAX_STATEMENTS, file.name(), SIGNED))));
    }
    node.book().put(entries);
  }

  void awaitFiles(Node node) {
    int count = node.book().size();
    MemberId id = node.keys().id();
    await()
        .atMost(LONG)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> read(state -> state.fileCount(id)) == count);
    // On a busy machine the index may take longer than a search waits for it.
    await()
        .atMost(LONG)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> tracker().desk().index().lag() == 0);
  }

  <T> T read(java.util.function.Function<CatalogueState, T> reader) {
    return tracker().member().voter().orElseThrow().read(reader);
  }

  void awaitVoters(int count) {
    await()
        .atMost(LONG)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptions()
        .until(() -> tracker().member().voter().orElseThrow().standing().seats().size() == count);
  }

  @Override
  public void close() {
    doors.clear();
    // Each waits a moment for its network to fall silent: they do so together.
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      nodes.values().forEach(node -> threads.execute(() -> end(node)));
    }
    nodes.clear();
  }
}

package minibit.daemon.member;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import minibit.core.announce.registry.RegistrySettings;
import minibit.core.catalogue.Catalogues;
import minibit.core.id.PeerAddress;
import minibit.core.identity.MemberId;
import minibit.daemon.trace.WireTrace;
import minibit.group.GroupSettings;
import minibit.group.member.GroupConfig;
import minibit.group.member.GroupListener;
import minibit.group.member.GroupMember;
import minibit.group.member.IdentityFile;
import minibit.group.member.MemberKeys;
import minibit.group.member.ShareBook;
import minibit.group.vote.Voter;

/** A daemon's membership with everything real: HTTP, multicast and votes, all on loopback. */
final class Machine implements AutoCloseable {
  /** As the defaults, but nobody waits long: a test has seconds, not minutes. */
  static final GroupSettings QUICK =
      new GroupSettings(
          Duration.ofMillis(300),
          Duration.ofMillis(1000),
          Duration.ofMillis(1600),
          Duration.ofMillis(300),
          Duration.ofMillis(600),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofMillis(1000),
          Duration.ofMillis(2000),
          5,
          Duration.ofSeconds(4),
          Duration.ofDays(30),
          1024);

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final HttpMemberTransport transport = new HttpMemberTransport();
  private final StockAnnounces stock;
  private final MemberServer server;
  private final MulticastBeacons beacons;
  private final GroupMember member;

  private Machine(Path home, int beaconPort, ShareBook book) throws IOException {
    Random chance = new Random();
    stock =
        new StockAnnounces(
            RegistrySettings.DEFAULTS, InstantSource.system(), chance, WireTrace.NONE);
    int port = KeptPort.choose(home.resolve("member-port"), LOOPBACK, chance);
    server = MemberServer.open(new InetSocketAddress(LOOPBACK, port), stock::ask);
    beacons = MulticastBeacons.open(LOOPBACK, beaconPort);
    List<PeerAddress> addresses = OwnAddresses.of(LOOPBACK, port);
    int seat = KeptPort.choose(home.resolve("voter-port"), LOOPBACK, chance);
    member =
        GroupMember.start(
            new GroupConfig(
                "machines",
                "at " + port,
                home,
                OwnAddresses.of(LOOPBACK, peerPort(port)),
                addresses,
                PeerAddress.of(OwnAddresses.best(LOOPBACK).getAddress(), seat),
                List.of(),
                QUICK),
            new MemberKeys(IdentityFile.loadOrDraw(home.resolve("identity"))),
            transport,
            beacons,
            book,
            new GroupListener() {
              @Override
              public byte[] onRelay(MemberId from, int service, byte[] body) {
                return service == StockAnnounces.SERVICE ? stock.onRelay(body) : new byte[0];
              }
            },
            chance);
    stock.serve(member, addresses);
    server.serve(member::receive);
    beacons.listen(member::onBeacon);
  }

  static Machine start(Path home, int beaconPort, ShareBook book) throws IOException {
    return new Machine(home, beaconPort, book);
  }

  /** Where the BitTorrent of a machine would be, by its member port. */
  static int peerPort(int memberPort) {
    return memberPort + 20_000;
  }

  GroupMember member() {
    return member;
  }

  int port() {
    return server.port();
  }

  /** Files with contents of these numbers. */
  static void share(ShareBook book, int from, int count) {
    List<ShareBook.Entry> entries = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      entries.add(
          new ShareBook.Entry(
              Catalogues.file(i, "folder", "file " + i), java.util.Optional.empty()));
    }
    book.put(entries);
  }

  /** As a process that is killed: silent from one moment to the next. */
  void kill() {
    beacons.close();
    server.close();
    transport.close();
    member.voter().ifPresent(Voter::close);
    member.close(false, Duration.ofMillis(1));
    stock.close();
  }

  /** With a goodbye. */
  @Override
  public void close() {
    member.close();
    kill();
  }
}

package minibit.page;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import minibit.core.words.Sentence;
import minibit.daemon.api.ApiServer;
import minibit.daemon.api.ApiSettings;
import minibit.daemon.api.Backend;
import minibit.daemon.api.access.ApiToken;
import minibit.daemon.api.events.EventFeed;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.CacheView;
import minibit.daemon.api.model.DhtView;
import minibit.daemon.api.model.GroupView;
import minibit.daemon.api.model.LsdView;
import minibit.daemon.api.model.MemberList;
import minibit.daemon.api.model.MemberRef;
import minibit.daemon.api.model.Role;
import minibit.daemon.api.model.Status;
import minibit.daemon.api.model.TransferPieces;
import minibit.daemon.api.model.TransferQuery;
import minibit.daemon.desk.SwarmViews;
import minibit.daemon.desk.TransferPages;
import minibit.daemon.desk.TransferViews;
import minibit.daemon.engine.EngineStatus;
import minibit.daemon.fetch.model.TransferView;

/**
 * The real API before transfers that are only played: sorted, cut, told of and served as a daemon's
 * own are.
 */
final class BusyDaemon implements InvocationHandler, AutoCloseable {
  /** As often as a daemon looks after its transfers. */
  private static final long STEP_MILLIS = 250;

  private static final String NAME = "lab-0";

  private final BusyFeed feed;
  private final TransferPages pages;
  private final ApiToken token = ApiToken.random();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final ApiServer server;

  /** Serves so many transfers at a free port, and lets them go on until it is closed. */
  BusyDaemon(int transfers) throws IOException {
    feed = new BusyFeed(transfers);
    pages =
        new TransferPages(
            feed::list, () -> 0, () -> new EngineStatus(0, 0, 0, 0, 0, 0, 0, 0), List::of);
    Backend daemon =
        (Backend)
            Proxy.newProxyInstance(
                Backend.class.getClassLoader(), new Class<?>[] {Backend.class}, this);
    server =
        ApiServer.open(
            ApiSettings.at(new InetSocketAddress("127.0.0.1", 0)),
            token,
            daemon,
            new EventFeed(1),
            Optional.empty());
    var unused =
        clock.scheduleWithFixedDelay(feed::goOn, STEP_MILLIS, STEP_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Where the page is. */
  String url() {
    return "http://127.0.0.1:" + server.address().getPort() + "/";
  }

  /** What signs in. */
  String token() {
    return token.text();
  }

  /** The transfer with a thousand peers. */
  String swarm() {
    return feed.first().id();
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "transfers" -> pages.list((TransferQuery) arguments[0]);
      case "some" -> some((Collection<?>) arguments[0]);
      case "transfer" -> TransferViews.detail(feed.details(named(arguments[0])));
      case "pieces" -> pieces(named(arguments[0]));
      case "swarm" ->
          SwarmViews.picture(
              TransferViews.detail(feed.details(named(arguments[0]))), NAME, List.of());
      case "status" -> status();
      case "group" -> group();
      case "members" -> new MemberList(false, List.of());
      default ->
          throw ApiException.notFound(
              "no-such-path", Sentence.plain("not played: " + method.getName()));
    };
  }

  private TransferView named(Object id) {
    return feed.find((String) id)
        .orElseThrow(
            () ->
                ApiException.notFound(
                    "not-found", Sentence.of("no-such-transfer", "no transfer goes by {0}", id)));
  }

  private List<Object> some(Collection<?> ids) {
    List<Object> found = new ArrayList<>();
    for (Object id : ids) {
      feed.find((String) id).map(TransferViews::transfer).ifPresent(found::add);
    }
    return found;
  }

  private static TransferPieces pieces(TransferView transfer) {
    byte[] have = new byte[BusyFeed.PIECES / 8];
    for (int i = 0; i < transfer.piecesHave(); i++) {
      have[i >> 3] |= (byte) (0x80 >> (i & 7));
    }
    List<Integer> common = new ArrayList<>();
    for (int i = 0; i < BusyFeed.PIECES; i++) {
      common.add(ThreadLocalRandom.current().nextInt(1, transfer.peers() + 2));
    }
    return new TransferPieces(
        BusyFeed.PIECES,
        1 << 20,
        Base64.getEncoder().encodeToString(have),
        common,
        List.of(transfer.piecesHave()));
  }

  private static GroupView group() {
    MemberRef self = new MemberRef(NAME, "ab".repeat(32), "127.0.0.1:1");
    return new GroupView(
        "busy",
        "cd".repeat(16),
        3,
        0,
        Role.TRACKER,
        Optional.of(self),
        List.of(self),
        List.of(),
        1,
        1,
        true,
        Optional.of(0.0),
        Optional.empty(),
        false,
        Optional.empty());
  }

  private Status status() {
    return new Status(
        NAME,
        "ab".repeat(32),
        "test",
        Instant.EPOCH,
        60,
        1,
        "/srv",
        new Status.Listen("", "", "", "", Optional.empty()),
        group(),
        new Status.Shares(0, 0, 0, 0, 0),
        new Status.Transfers(Math.toIntExact(pages.counts().active()), 0, 0),
        new CacheView(false, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, List.of()),
        DhtView.OFF,
        LsdView.OFF,
        List.of());
  }

  @Override
  public void close() {
    clock.shutdownNow();
    server.close();
  }
}

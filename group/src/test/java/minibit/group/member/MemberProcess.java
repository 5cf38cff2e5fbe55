package minibit.group.member;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import minibit.core.catalogue.CatalogueState;
import minibit.core.catalogue.Catalogues;
import minibit.core.id.PeerAddress;
import minibit.group.GroupSettings;
import minibit.group.vote.Standing;
import minibit.group.vote.Voter;

/**
 * A member in a process of its own, to be killed: speaks HTTP on loopback, shares a few files, and
 * tells what it knows at {@code /status} and, when a quorum confirms it, at {@code /read}.
 *
 * <p>Arguments: home, HTTP port, voter's port, first file, files, port to join (0 founds).
 */
final class MemberProcess {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofMillis(500)).build();

  private MemberProcess() {}

  public static void main(String[] args) throws IOException {
    int port = Integer.parseInt(args[1]);
    int join = Integer.parseInt(args[5]);
    ShareBook book = new ShareBook();
    List<ShareBook.Entry> entries = new ArrayList<>();
    int first = Integer.parseInt(args[3]);
    for (int i = first; i < first + Integer.parseInt(args[4]); i++) {
      entries.add(new ShareBook.Entry(Catalogues.file(i, "d", "f" + i), Optional.empty()));
    }
    book.put(entries);
    GroupMember member =
        GroupMember.start(
            new GroupConfig(
                "processes",
                "p" + port,
                Path.of(args[0]),
                List.of(local(port)),
                List.of(local(port)),
                local(Integer.parseInt(args[2])),
                join == 0 ? List.of() : List.of(local(join)),
                settings()),
            new MemberKeys(IdentityFile.loadOrDraw(Path.of(args[0], "identity"))),
            MemberProcess::send,
            Beacons.NONE,
            book,
            GroupListener.NONE,
            new SecureRandom());
    serve(member, port);
  }

  /** The defaults, or with other election timeouts: {@code -Delection=300-600}. */
  private static GroupSettings settings() {
    GroupSettings d = GroupSettings.DEFAULTS;
    String[] election = System.getProperty("election", "").split("-");
    return election.length < 2
        ? d
        : new GroupSettings(
            d.heartbeat(),
            d.detectMin(),
            d.detectMax(),
            Duration.ofMillis(Long.parseLong(election[0])),
            Duration.ofMillis(Long.parseLong(election[1])),
            d.lease(),
            d.report(),
            d.listenMin(),
            d.listenMax(),
            d.voters(),
            d.voterSilence(),
            d.memory(),
            d.snapshotEvery());
  }

  private static PeerAddress local(int port) {
    return PeerAddress.of(new byte[] {127, 0, 0, 1}, port);
  }

  private static CompletableFuture<byte[]> send(PeerAddress to, byte[] message, Duration limit) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + to + "/member"))
            .timeout(limit)
            .POST(HttpRequest.BodyPublishers.ofByteArray(message))
            .build();
    return CLIENT
        .sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
        .thenApply(HttpResponse::body);
  }

  private static void serve(GroupMember member, int port) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 64);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/member",
        exchange ->
            answer(exchange, member.receive(exchange.getRequestBody().readAllBytes()).join(), 200));
    server.createContext("/status", exchange -> answer(exchange, bytes(status(member)), 200));
    server.createContext(
        "/read",
        exchange -> {
          Optional<String> read = read(member);
          answer(exchange, bytes(read.orElse("not in office")), read.isPresent() ? 200 : 503);
        });
    server.start();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void answer(HttpExchange exchange, byte[] body, int code) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(code, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** Role, epoch, tracker's port, voters. */
  private static String status(GroupMember member) {
    GroupStatus status = member.status();
    return status.role()
        + " "
        + status.epoch().term()
        + " "
        + status.office().map(o -> o.tracker().members().getFirst().port()).orElse(0)
        + " "
        + member.voter().map(v -> v.standing().seats().size()).orElse(0);
  }

  /** Term and number of contents available, if this member is tracker beyond doubt. */
  private static Optional<String> read(GroupMember member) {
    Optional<Voter> voter = member.voter();
    if (voter.isEmpty() || !voter.get().standing().inOffice()) {
      return Optional.empty();
    }
    try {
      voter.get().confirm().get(2, TimeUnit.SECONDS);
      Standing standing = voter.get().standing();
      long available =
          voter
              .get()
              .<Long>read(
                  (CatalogueState state) ->
                      state.contents().stream().filter(c -> state.isAvailable(c)).count());
      return Optional.of(standing.term() + " " + available);
    } catch (Exception e) {
      return Optional.empty();
    }
  }
}

package minibit.daemon.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import minibit.daemon.api.client.ApiClient;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.Event;
import minibit.daemon.api.model.Facets;
import minibit.daemon.api.model.FetchAllAnswer;
import minibit.daemon.api.model.FolderRequest;
import minibit.daemon.api.model.FolderResult;
import minibit.daemon.api.model.FolderView;
import minibit.daemon.api.model.Limits;
import minibit.daemon.api.model.Page;
import minibit.daemon.api.model.Priority;
import minibit.daemon.api.model.SearchAnswer;
import minibit.daemon.api.model.SearchRequest;
import minibit.daemon.api.model.SearchToSave;
import minibit.daemon.api.model.ShareRoots;
import minibit.daemon.api.model.Transfer;
import minibit.daemon.api.model.TransferAction;
import minibit.daemon.api.model.TransferActionAnswer;
import minibit.daemon.api.model.TransferQuery;
import minibit.daemon.api.model.TransferRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What the page and commands let people do, by the API of a daemon among others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WhatPeopleDoTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Path roots = Path.of("");
  private Lab lab = new Lab(Path.of(""), "");
  private @Nullable ApiClient client;
  private String alert = "";
  private final List<Event> heard = Collections.synchronizedList(new ArrayList<>());
  private volatile boolean ended;
  private final List<AutoCloseable> open = new ArrayList<>();

  /** Ana shares an ocean and a few numbered files; Bia has a part of the ocean elsewhere. */
  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    roots = Files.createDirectories(folder.resolve("roots"));
    Files.createDirectories(folder.resolve("roots/inside"));
    lab = new Lab(folder, "people");
    open.add(lab);
    lab.set("share.roots", roots.toRealPath().toString());
    lab.set("fetch.private-urls", "true");
    Path ocean = lab.files("ana").resolve("ocean 2025");
    Lab.write(ocean.resolve("warm.nc"), 70_000, 1);
    Lab.write(ocean.resolve("deep/cold.nc"), 80_000, 2);
    for (int i = 0; i < 4; i++) {
      Lab.write(lab.files("ana").resolve("number " + i + ".bin"), 50_000, 10 + i);
    }
    Lab.write(lab.files("bia").resolve("copies/ocean mirror/warm.nc"), 70_000, 1);
    Daemon ana = lab.start("ana", lab.files("ana"));
    Daemon bia = lab.start("bia", lab.files("bia"));
    ApiClient hearing = ApiClient.of(bia.home());
    client = hearing;
    open.add(hearing);
    Thread.ofVirtual().start(() -> listen(hearing));
    await().atMost(PATIENCE).until(() -> Lab.found(bia.backend(), "number") == 4);
    await().atMost(PATIENCE).until(() -> holders("warm") == 2);
    alert = hearing.saveSearch(new SearchToSave("comets", SearchRequest.of("comet"), true)).id();
    Lab.write(lab.files("ana").resolve("comet tail.txt"), 100, 99);
    ana.backend().refresh();
  }

  /** As a page does: whoever is cut off goes on behind the last event. */
  private void listen(ApiClient client) {
    while (!ended) {
      Optional<String> last =
          heard.isEmpty() ? Optional.empty() : Optional.of(heard.getLast().id());
      try {
        client.events(last, heard::add);
      } catch (ApiException e) {
        assertThat(e.code()).isEqualTo(ApiException.NO_DAEMON);
      }
    }
  }

  /** Bia's daemon, as people and programs reach it. */
  private ApiClient people() {
    return Objects.requireNonNull(client);
  }

  private int holders(String words) {
    return people().search(SearchRequest.of(words)).results().stream()
        .mapToInt(found -> found.holders().size())
        .sum();
  }

  @AfterAll
  void end() throws Exception {
    ended = true;
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
  }

  // Folders and facets count what every holder has, wherever each keeps it.
  @Test
  @Order(1)
  void facetsAndFoldersCountAllHolders() {
    SearchAnswer answer = people().searchWithFacets(SearchRequest.of("ocean"));

    assertThat(answer.total()).isEqualTo(2);
    assertThat(answer.facets().orElseThrow().member())
        .extracting(Facets.Count::name, Facets.Count::count)
        .containsExactlyInAnyOrder(tuple("ana", 2L), tuple("bia", 1L));
    assertThat(answer.folders())
        .extracting(FolderResult::member, FolderResult::path, FolderResult::files)
        .containsExactlyInAnyOrder(
            tuple("ana", "files/ocean 2025", 2L), tuple("bia", "files/copies/ocean mirror", 1L));
  }

  // A folder comes with all folders in it, in its own shape; what is here already is not fetched.
  @Test
  @Order(2)
  void aFolderIsFetchedInItsShape() {
    FetchAllAnswer answer =
        people().fetchFolder(new FolderRequest("ana", "files/ocean 2025", Optional.empty()));

    assertThat(answer.matches()).isEqualTo(2);
    assertThat(answer.started()).extracting(Transfer::name).containsExactly("cold.nc");
    Path cold = downloads().resolve("ocean 2025/deep/cold.nc");
    await().atMost(PATIENCE).until(() -> isComplete(answer.started().getFirst().id()));
    assertThat(cold).hasSize(80_000);

    assertThatThrownBy(
            () -> people().fetchFolder(new FolderRequest("ana", "files/none", Optional.empty())))
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.code()).isEqualTo("no-such-folder"));
  }

  // Whoever chooses folders to share by the page sees nothing outside the roots.
  @Test
  @Order(3)
  void foldersOutsideTheRootsAreNotShown() throws Exception {
    assertThat(people().shareRoots().roots())
        .extracting(ShareRoots.Root::path)
        .contains(roots.toRealPath().toString());
    FolderView inside = people().folder(roots.toRealPath().toString());
    assertThat(inside.entries()).extracting(FolderView.Entry::name).contains("inside");
    Path way = Files.createSymbolicLink(roots.resolve("way out"), Path.of("/etc"));

    for (String outside : List.of("/", "/etc", roots + "/../..", way.toString())) {
      assertThatThrownBy(() -> people().folder(outside))
          .as(outside)
          .isInstanceOfSatisfying(
              ApiException.class, e -> assertThat(e.code()).isEqualTo("outside-roots"));
    }
  }

  // What is chosen is treated alike: stopped, bounded, put first, let go on, and removed with what
  // was fetched or without.
  @Test
  @Order(4)
  void manyTransfersAreTreatedAlike() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      ids.add(people().fetch(paused("number " + i + ".bin")).id());
    }
    act(action(TransferAction.Kind.LIMIT, ids, false));
    act(action(TransferAction.Kind.PRIORITY, ids, false));
    assertThat(some(ids))
        .allSatisfy(
            one -> {
              assertThat(one.state()).isEqualTo(Transfer.State.PAUSED);
              assertThat(one.limits()).isEqualTo(new Limits(Optional.of(7_000L), Optional.empty()));
              assertThat(one.priority()).isEqualTo(Priority.HIGH);
            });

    act(action(TransferAction.Kind.RESUME, ids.subList(0, 3), false));
    await().atMost(PATIENCE).until(() -> ids.subList(0, 3).stream().allMatch(this::isComplete));
    assertThat(people().transfer(ids.getLast()).transfer().state())
        .isEqualTo(Transfer.State.PAUSED);
    act(action(TransferAction.Kind.PAUSE, ids, false));

    act(action(TransferAction.Kind.REMOVE, ids.subList(0, 1), true));
    act(action(TransferAction.Kind.REMOVE, ids.subList(1, 4), false));
    assertThat(people().transfers(TransferQuery.of(Page.FIRST)).transfers())
        .extracting(Transfer::id)
        .doesNotContainAnyElementsOf(ids);
    assertThat(downloads().resolve("number 0.bin")).doesNotExist();
    assertThat(downloads().resolve("number 1.bin")).hasSize(50_000);
    TransferActionAnswer gone = people().act(action(TransferAction.Kind.PAUSE, ids, false));
    assertThat(gone.done()).isZero();
    assertThat(gone.failed()).hasSize(4).allMatch(one -> one.code().equals("not-found"));
  }

  // Three digits of an id fit too many; who names its source gets nothing from anybody else.
  @Test
  @Order(7)
  void onlyTheMemberThatIsMeantIsFetchedFrom() {
    String ana =
        people().members().members().stream()
            .filter(member -> member.name().equals("ana"))
            .map(member -> member.id())
            .findFirst()
            .orElseThrow();

    for (String nobody : List.of("nobody", ana.substring(0, 3))) {
      assertThatThrownBy(() -> people().fetch(paused("number 0.bin", nobody)))
          .isInstanceOfSatisfying(
              ApiException.class, e -> assertThat(e.code()).isEqualTo("no-such-member"));
    }
    for (String named : List.of("ana", ana.substring(0, 8), ana)) {
      String id = people().fetch(paused("number 0.bin", named)).id();
      act(action(TransferAction.Kind.REMOVE, List.of(id), true));
    }
  }

  private static TransferRequest paused(String name, String... from) {
    return new TransferRequest(
        Optional.of(name),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(from),
        true);
  }

  private static TransferAction action(TransferAction.Kind kind, List<String> ids, boolean data) {
    boolean limits = kind == TransferAction.Kind.LIMIT;
    return new TransferAction(
        kind,
        ids,
        Optional.empty(),
        data,
        limits ? Optional.of(7_000L) : Optional.empty(),
        Optional.empty(),
        kind == TransferAction.Kind.PRIORITY ? Optional.of(Priority.HIGH) : Optional.empty());
  }

  private void act(TransferAction action) {
    TransferActionAnswer answer = people().act(action);
    assertThat(answer.failed()).as(action.action().toString()).isEmpty();
    assertThat(answer.done()).isEqualTo(action.ids().size());
  }

  private List<Transfer> some(List<String> ids) {
    return ids.stream().map(id -> people().transfer(id).transfer()).toList();
  }

  private boolean isComplete(String id) {
    return people().transfer(id).transfer().state().isComplete();
  }

  private Path downloads() {
    return lab.home("bia").resolve("downloads");
  }

  // A torrent somewhere on the web is added by its address.
  @Test
  @Order(5)
  void aTorrentIsAddedByItsAddress() throws Exception {
    byte[] torrent = people().torrent("number 3.bin").bytes();
    HttpServer web =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    web.createContext(
        "/a.torrent",
        exchange -> {
          exchange.sendResponseHeaders(200, torrent.length);
          exchange.getResponseBody().write(torrent);
          exchange.close();
        });
    web.start();
    open.add(() -> web.stop(0));

    String url = "http://127.0.0.1:" + web.getAddress().getPort() + "/a.torrent";
    Transfer added = people().fetch(url(url));

    assertThat(added.name()).isEqualTo("number 3.bin");
    assertThat(added.infoHashV2()).contains(people().magnet("number 3.bin").infoHashV2());
    await().atMost(PATIENCE).until(() -> isComplete(added.id()));
  }

  private static TransferRequest url(String url) {
    return new TransferRequest(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(url),
        Optional.empty(),
        List.of(),
        false);
  }

  // Whoever keeps a search with an alert hears of what is new, once.
  @Test
  @Order(6)
  void whatIsNewIsToldToWhoAskedForIt() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(heard)
                    .filteredOn(event -> event.type().equals(Event.SEARCH_HIT))
                    .singleElement()
                    .satisfies(
                        event ->
                            assertThat(event.data().toString())
                                .contains("comet tail.txt", "comets")));
    people().removeSearch(alert);
    assertThat(people().searches().searches()).isEmpty();
  }
}

package minibit.daemon.catalogue;

import static minibit.daemon.catalogue.Answered.get;
import static minibit.daemon.catalogue.Answered.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import minibit.core.catalogue.CanonicalPieces;
import minibit.core.catalogue.Catalogues;
import minibit.core.catalogue.SharedFile;
import minibit.core.id.InfoHash;
import minibit.core.id.PiecesRoot;
import minibit.core.piece.Bitfield;
import minibit.daemon.catalogue.GroupLab.Node;
import minibit.group.member.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Members ask, the tracker answers; whoever it is. */
@Timeout(180)
class CatalogueDeskTest {
  @TempDir Path folder;

  /** Tracker and plain members give the same answers, each with what it has itself. */
  @Test
  void everybodyKnowsTheSame() throws Exception {
    try (GroupLab lab = new GroupLab(folder, 1)) {
      Node ana = lab.start(1, "ana");
      Node bob = lab.start(2, "bob");
      SharedFile report = Catalogues.file(1, "docs", "Relatório.pdf");
      SharedFile copy = Catalogues.file(1, "mine", "report copy.pdf");
      lab.share(ana, report, Catalogues.file(2, "docs", "cat.txt"));
      lab.share(bob, copy, Catalogues.file(3, "", "dog.txt"));

      for (Node node : lab.nodes()) {
        CatalogueDesk desk = node.desk();
        SearchPage page = get(desk.search(SearchQuery.of("relatorio")));
        assertThat(page.total()).isEqualTo(1);
        assertThat(page.stale()).isFalse();
        SearchHit hit = page.hits().getFirst();
        assertThat(hit.root()).isEqualTo(report.root());
        assertThat(hit.name()).isEqualTo("Relatório.pdf");
        assertThat(hit.path()).isEqualTo("docs/Relatório.pdf");
        assertThat(hit.otherNames()).containsExactly("report copy.pdf");
        assertThat(hit.v1()).isEqualTo(report.v1());
        assertThat(hit.holders()).extracting(Holder::name).containsExactly("ana", "bob");
        assertThat(hit.holderCount()).isEqualTo(2);
        Signed signed = hit.signedBy().orElseThrow();
        assertThat(signed.name()).isEqualTo("ana");
        assertThat(signed.valid()).isTrue();
        assertThat(signed.others()).extracting(Signed.Signer::name).containsExactly("bob");

        // What a member has it sees at once.
        List<SearchHit> all = get(desk.search(SearchQuery.of(""))).hits();
        assertThat(all)
            .extracting(SearchHit::name)
            .containsExactly("cat.txt", "dog.txt", "Relatório.pdf");
        assertThat(all).filteredOn(SearchHit::have).hasSize(2);

        SearchPage shelf = get(desk.browse("bob", 0, 10));
        assertThat(shelf.hits())
            .extracting(SearchHit::path)
            .containsExactly("dog.txt", "mine/report copy.pdf");
        assertThat(get(desk.browse(bob.keys().id().hex().substring(0, 12), 1, 1)).hits())
            .extracting(SearchHit::v2)
            .containsExactly(copy.v2());
      }
    }
  }

  /** An id, an info-hash, a name and a path lead to their content, and never to a guess. */
  @Test
  void namesAndHashesLeadToContents() throws Exception {
    try (GroupLab lab = new GroupLab(folder, 1)) {
      Node ana = lab.start(1, "ana");
      Node bob = lab.start(2, "bob");
      SharedFile one = Catalogues.file(1, "a", "same.txt");
      SharedFile two = Catalogues.file(2, "b", "same.txt");
      SharedFile other = Catalogues.file(1, "", "other.txt");
      lab.share(ana, one, two);
      lab.share(bob, other);

      for (Node node : lab.nodes()) {
        CatalogueDesk desk = node.desk();
        assertThat(get(desk.find(one.root().hex().substring(0, 10))))
            .extracting(FoundContent::root)
            .containsExactly(one.root());
        assertThat(get(desk.find(other.v1().hex().toUpperCase(java.util.Locale.ROOT))))
            .extracting(FoundContent::root)
            .containsExactly(one.root());
        assertThat(get(desk.find("same.txt")))
            .extracting(FoundContent::root)
            .containsExactlyInAnyOrder(one.root(), two.root());
        assertThat(get(desk.find("SAME.txt"))).hasSize(2);
        assertThat(get(desk.find("b/same.txt")))
            .extracting(FoundContent::root)
            .containsExactly(two.root());
        assertThat(get(desk.find("other.txt"))).hasSize(1);
        assertThat(get(desk.find("nothing"))).isEmpty();

        FoundContent found = get(desk.content(one.root())).orElseThrow();
        assertThat(found.names())
            .extracting(FoundContent.Name::name)
            .containsExactly("same.txt", "other.txt");
        assertThat(found.proofs()).hasSize(2);
        assertThat(found.proofs()).allMatch(proof -> proof.holdsFor(one.root(), one.size()));
        assertThat(found.proofs()).noneMatch(proof -> proof.holdsFor(one.root(), one.size() + 1));
        assertThat(found.proofs().getFirst().key()).isEqualTo(ana.keys().key());
        assertThat(get(desk.content(Catalogues.root(99)))).isEmpty();

        for (InfoHash hash : List.of(other.v1(), other.v2(), other.v2().wire())) {
          assertThat(get(desk.resolve(hash)))
              .contains(
                  new NamedContent(one.root(), "other.txt", other.v1(), other.v2(), one.size()));
        }
        assertThat(get(desk.resolve(Catalogues.file(99, "", "x").v1()))).isEmpty();
      }
    }
  }

  /** Who is there, what they are, and what they have. */
  @Test
  void membersAreListed() throws Exception {
    try (GroupLab lab = new GroupLab(folder, 1)) {
      Node ana = lab.start(1, "ana");
      Node bob = lab.start(2, "bob");
      Node twin = lab.start(3, "bob");
      lab.share(bob, Catalogues.file(5, "", "five.txt"));

      for (Node node : lab.nodes()) {
        List<MemberView> members = get(node.desk().members());
        assertThat(members).extracting(MemberView::name).containsExactly("ana", "bob", "bob");
        MemberView first = members.getFirst();
        assertThat(first.role()).isEqualTo(MemberView.Role.TRACKER);
        assertThat(first.members()).containsExactly(ana.door());
        assertThat(first.present()).isTrue();
        assertThat(first.lastSeen()).isBetween(Instant.now().minusSeconds(5), Instant.now());
        assertThat(first.uptime()).isBetween(Duration.ZERO, Duration.ofMinutes(3));
        MemberView second =
            members.stream().filter(m -> m.id().equals(bob.keys().id())).findFirst().orElseThrow();
        assertThat(second.files()).isEqualTo(1);
        assertThat(second.bytes()).isEqualTo(5000);
        assertThat(second.role()).isEqualTo(MemberView.Role.MEMBER);
        assertThat(refusal(node.desk().browse("bob", 0, 10)))
            .isEqualTo(CatalogueException.AMBIGUOUS_MEMBER);
        assertThat(refusal(node.desk().browse("eve", 0, 10)))
            .isEqualTo(CatalogueException.NO_SUCH_MEMBER);
        SearchFilter byEve = SearchFilter.heldBy("eve");
        assertThat(refusal(node.desk().search(SearchQuery.of("").with(byEve))))
            .isEqualTo(CatalogueException.NO_SUCH_MEMBER);
      }

      // One that goes is listed, its files are not shown; of two of a name, who is here is meant.
      lab.kill(twin.number());
      await()
          .atMost(GroupLab.LONG)
          .until(() -> !lab.read(state -> state.isPresent(twin.keys().id())));
      assertThat(get(bob.desk().browse("bob", 0, 10)).total()).isEqualTo(1);
      lab.kill(bob.number());
      await()
          .atMost(GroupLab.LONG)
          .until(() -> !lab.read(state -> state.isPresent(bob.keys().id())));
      assertThat(get(ana.desk().search(SearchQuery.of("five"))).total()).isZero();
      assertThat(get(ana.desk().find("five.txt"))).isEmpty();
      assertThat(refusal(ana.desk().browse(bob.keys().id().hex(), 0, 10)))
          .isEqualTo(CatalogueException.MEMBER_AWAY);
      MemberView away =
          get(ana.desk().members()).stream()
              .filter(m -> m.id().equals(bob.keys().id()))
              .findFirst()
              .orElseThrow();
      assertThat(away.present()).isFalse();
      assertThat(away.uptime()).isZero();
      assertThat(away.files()).isEqualTo(1);
    }
  }

  /** Who fetches is a holder of what it has, and hears of others within a second. */
  @Test
  void holdersAndNewsOfThem() throws Exception {
    try (GroupLab lab = new GroupLab(folder, 1)) {
      Node ana = lab.start(1, "ana");
      Node bob = lab.start(2, "bob");
      Node eve = lab.start(3, "eve");
      SharedFile file = Catalogues.file(100, "", "big.bin");
      PiecesRoot root = file.root();
      int pieces = (int) CanonicalPieces.count(file.size());
      lab.share(ana, file);
      Set<String> heard = ConcurrentHashMap.newKeySet();
      ana.desk().onHolder(of -> heard.add("ana " + of));
      bob.desk().onHolder(of -> heard.add("bob " + of));
      eve.desk().onHolder(of -> heard.add("eve " + of));

      Bitfield some = new Bitfield(pieces);
      some.set(2);
      get(bob.member().reportPieces(new Request.Pieces(root, Optional.of(some.toWire()))));
      List<HolderView> holders = get(eve.desk().holders(root));
      assertThat(holders).extracting(HolderView::name).containsExactly("ana", "bob");
      assertThat(holders).extracting(HolderView::complete).containsExactly(true, false);
      assertThat(holders).extracting(HolderView::have).containsExactly((long) pieces, 1L);
      assertThat(holders.getLast().pieces()).isEqualTo(pieces);
      assertThat(holders.getLast().peers()).hasSize(1);
      assertThat(holders.getLast().lastSeen()).isAfter(Instant.now().minusSeconds(5));
      assertThat(heard).isEmpty();

      // Another begins to fetch: the first hears of it. A third has it whole: both hear of it.
      get(
          eve.member()
              .reportPieces(new Request.Pieces(root, Optional.of(new Bitfield(pieces).toWire()))));
      await().atMost(Duration.ofSeconds(1)).until(() -> heard.contains("bob " + root));
      assertThat(heard).containsExactly("bob " + root);
      heard.clear();
      Node zoe = lab.start(4, "zoe");
      lab.share(zoe, file);
      await().atMost(Duration.ofSeconds(1)).until(() -> heard.size() == 2);
      assertThat(heard).containsExactlyInAnyOrder("bob " + root, "eve " + root);
      assertThat(get(zoe.desk().holders(root)))
          .extracting(HolderView::name)
          .containsExactly("ana", "zoe", "bob", "eve");
      assertThat(get(zoe.desk().holders(Catalogues.root(7)))).isEmpty();
    }
  }

  /** A page longer than a message is put together from several. */
  @Test
  void longPagesComeInParts() throws Exception {
    try (GroupLab lab = new GroupLab(folder, 1)) {
      Node ana = lab.start(1, "ana");
      Node bob = lab.start(2, "bob");
      List<SharedFile> files = new ArrayList<>();
      String folderName = "x".repeat(250) + "/" + "y".repeat(250);
      for (int i = 0; i < 1200; i++) {
        files.add(Catalogues.file(i + 1, folderName, "%04d.txt".formatted(i)));
      }
      lab.share(ana, ana.keys(), files);
      SearchQuery query = SearchQuery.of("txt").sortedBy(SearchSort.NAME);
      SearchPage page = get(bob.desk().search(query.page(100, 1000)));
      assertThat(page.total()).isEqualTo(1200);
      assertThat(page.next()).isEqualTo(1100);
      assertThat(page.hits()).hasSize(1000);
      assertThat(page.hits()).extracting(SearchHit::name).isSorted().doesNotHaveDuplicates();
      assertThat(page.hits().getFirst().name()).isEqualTo("0100.txt");
      assertThat(get(bob.desk().browse("ana", 900, 1000)).hits()).hasSize(300);
    }
  }

  /** Limits are said, not run into. */
  @Test
  void limits() throws Exception {
    try (CatalogueDesk desk =
        CatalogueDesk.open(folder.resolve("index"), root -> false, Announced.NOBODY)) {
      assertThat(refusal(desk.search(SearchQuery.of("x"))))
          .isEqualTo(CatalogueException.NO_TRACKER);
      assertThat(CatalogueDesk.answers(1)).isTrue();
      assertThat(CatalogueDesk.answers(1000)).isFalse();
    }
    for (Runnable beyond :
        List.<Runnable>of(
            () -> SearchQuery.of("x".repeat(SearchQuery.MAX_TEXT + 1)),
            () -> SearchQuery.of("x").page(0, SearchQuery.MAX_LIMIT + 1),
            () -> SearchQuery.of("x").page(-1, 5),
            () -> SearchQuery.of("x").page(SearchQuery.MAX_REACH, 1))) {
      assertThat(code(beyond)).isEqualTo(CatalogueException.BAD_QUERY);
    }
    byte[] tooLong =
        ("{\"query\":{\"text\":\"" + "x".repeat(600) + "\",\"filter\":null,\"sort\":\"NAME\"}}")
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    assertThat(code(() -> CatalogueJson.question(Service.SEARCH, tooLong)))
        .isEqualTo(CatalogueException.BAD_QUERY);
    for (Service service : Service.values()) {
      if (service != Service.MEMBERS) {
        assertThat(code(() -> CatalogueJson.question(service, new byte[] {'{', '}'})))
            .isEqualTo(CatalogueException.BAD_QUERY);
      }
    }
    assertThat(code(() -> CatalogueJson.question(Service.FIND, new byte[] {1, 2, 3})))
        .isEqualTo(CatalogueException.BAD_QUERY);
    assertThat(
            code(
                () ->
                    CatalogueJson.question(
                        Service.HOLDERS,
                        "{\"root\":\"12\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8))))
        .isEqualTo(CatalogueException.BAD_QUERY);
    assertThat(code(() -> CatalogueJson.answer(SearchPage.class, new byte[0])))
        .isEqualTo(CatalogueException.BAD_ANSWER);
  }

  private static String code(Runnable beyond) {
    try {
      beyond.run();
      return "no refusal";
    } catch (CatalogueException e) {
      return e.code();
    }
  }
}

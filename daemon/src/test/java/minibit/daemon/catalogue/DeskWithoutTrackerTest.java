package minibit.daemon.catalogue;

import static minibit.daemon.catalogue.Answered.get;
import static minibit.daemon.catalogue.Answered.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import minibit.core.catalogue.Catalogues;
import minibit.daemon.catalogue.GroupLab.Node;
import minibit.group.vote.Standing.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Questions while the tracker is gone. */
@Timeout(180)
class DeskWithoutTrackerTest {
  @TempDir Path folder;

  /** The tracker dies while members search: they wait for the next one, and find everything. */
  @Test
  void aTrackerDiesUnderSearches() throws Exception {
    try (GroupLab lab = new GroupLab(folder, 3)) {
      lab.start(1, "ana");
      lab.start(2, "bob");
      lab.start(3, "eve");
      lab.awaitVoters(3);
      Node plain = lab.start(4, "zoe");
      for (Node node : lab.nodes()) {
        lab.share(node, Catalogues.file(node.number(), "", "file %d.txt".formatted(node.number())));
      }
      await()
          .atMost(GroupLab.LONG)
          .until(
              () ->
                  lab.nodes().stream()
                      .filter(node -> node.member().voter().isPresent())
                      .allMatch(node -> node.desk().index().contents() == 4));
      Node dead = lab.tracker();
      assertThat(get(plain.desk().search(SearchQuery.of("file"))).total()).isEqualTo(4);

      lab.kill(dead.number());

      for (Node node : lab.nodes()) {
        assertThat(sooner(node, "file").total()).isEqualTo(4);
      }
      await().atMost(GroupLab.LONG).until(() -> !sooner(plain, "file").stale());
      await().atMost(GroupLab.LONG).until(() -> sooner(plain, "file").total() == 3);
    }
  }

  /** On a machine where an election outlasts a desk's patience the question is put again. */
  private static SearchPage sooner(Node node, String text) throws Exception {
    for (int i = 0; i < 3; i++) {
      try {
        return get(node.desk().search(SearchQuery.of(text)));
      } catch (ExecutionException e) {
        assertThat(e).hasCauseInstanceOf(CatalogueException.class);
      }
    }
    return get(node.desk().search(SearchQuery.of(text)));
  }

  /** Whether its voter has stopped; the member may have put it away by then. */
  private static boolean isSilent(Node node) {
    return node.member().voter().map(voter -> voter.standing().role() == Role.NONE).orElse(true);
  }

  /** Without a quorum a voter answers from its copy and says so; who keeps none says why not. */
  @Test
  void withoutATracker() throws Exception {
    try (GroupLab lab = new GroupLab(folder, 3)) {
      lab.start(1, "ana");
      lab.start(2, "bob");
      lab.start(3, "eve");
      lab.awaitVoters(3);
      Node plain = lab.start(4, "zoe");
      lab.share(plain, Catalogues.file(4, "", "file.txt"));
      List<Node> voters = lab.nodes().stream().filter(n -> n.member().voter().isPresent()).toList();
      Node left = voters.stream().filter(n -> !n.member().isTracker()).findFirst().orElseThrow();
      await().atMost(GroupLab.LONG).until(() -> left.desk().index().contents() == 1);

      // The tracker last: until then nobody stands for election. None says goodbye, or another
      // would vote in its place.
      Node tracker = lab.tracker();
      for (Node node : voters) {
        if (!node.equals(left) && !node.equals(tracker)) {
          lab.silence(node);
          await().atMost(GroupLab.LONG).until(() -> isSilent(node));
        }
      }
      lab.silence(tracker);
      await().atMost(GroupLab.LONG).until(() -> isSilent(tracker));

      SearchPage page = get(left.desk().search(SearchQuery.of("file")));
      assertThat(page.stale()).isTrue();
      assertThat(page.total()).isEqualTo(1);
      assertThat(get(left.desk().members())).hasSize(4);
      assertThat(get(left.desk().holders(Catalogues.root(4)))).hasSize(1);
      assertThat(refusal(plain.desk().search(SearchQuery.of("file"))))
          .isEqualTo(CatalogueException.NO_TRACKER);
    }
  }
}

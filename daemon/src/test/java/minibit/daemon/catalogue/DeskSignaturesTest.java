package minibit.daemon.catalogue;

import static minibit.daemon.catalogue.Answered.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import minibit.core.catalogue.CatalogueCommand;
import minibit.core.catalogue.Catalogues;
import minibit.core.catalogue.Registration;
import minibit.core.catalogue.SharedFile;
import minibit.core.identity.Seal;
import minibit.core.identity.Statement;
import minibit.daemon.catalogue.GroupLab.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who signed a file is shown, and whether that holds. */
@Timeout(180)
class DeskSignaturesTest {
  @TempDir Path folder;

  /** A signature that does not hold is refused and counted; one that is there is shown as bad. */
  @Test
  void aTamperedSignatureIsShown() throws Exception {
    try (GroupLab lab = new GroupLab(folder, 1)) {
      Node ana = lab.start(1, "ana");
      Node bob = lab.start(2, "bob");
      SharedFile file = Catalogues.file(1, "", "honest.txt");
      SharedFile forged = Catalogues.file(2, "", "forged.txt");
      lab.share(bob, file);
      Seal.Batch seal = badSeal(bob, forged);
      lab.put(bob, List.of(forged), List.of(seal));
      await().atMost(GroupLab.LONG).until(() -> ana.desk().index().tampered() > 0);
      assertThat(get(bob.desk().search(SearchQuery.of("forged"))).total()).isZero();

      // As a tracker would that does not check.
      ana.member()
          .voter()
          .orElseThrow()
          .propose(
              new CatalogueCommand.Register(
                  bob.keys().id(),
                  List.of(seal),
                  List.of(Registration.signed(forged, 0, 0, GroupLab.SIGNED)),
                  Instant.now()))
          .get(20, TimeUnit.SECONDS);
      for (Node node : lab.nodes()) {
        assertThat(signature(node, "forged").valid()).isFalse();
        assertThat(signature(node, "honest").valid()).isTrue();
        FoundContent found = get(node.desk().content(forged.root())).orElseThrow();
        assertThat(found.proofs()).noneMatch(p -> p.holdsFor(found.root(), found.size()));
      }
    }
  }

  private static Signed signature(Node node, String name) throws Exception {
    SearchPage page = get(node.desk().search(SearchQuery.of(name)));
    return page.hits().getFirst().signedBy().orElseThrow();
  }

  private static Seal.Batch badSeal(Node who, SharedFile file) {
    Statement said = new Statement(file.root(), file.size(), file.name(), GroupLab.SIGNED);
    Seal.Batch good = Seal.Batch.sign(List.of(said), who.keys().key(), who.keys());
    byte[] signature = good.signature().clone();
    signature[5] ^= 1;
    return new Seal.Batch(good.key(), good.leaves(), signature);
  }
}

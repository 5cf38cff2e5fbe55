package minibit.group.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import minibit.core.catalogue.CatalogueLimits;
import minibit.core.catalogue.Catalogues;
import minibit.core.catalogue.Registration;
import minibit.core.catalogue.SharedFile;
import minibit.core.identity.Seal;
import minibit.core.identity.Statement;
import minibit.core.identity.TestIdentity;
import org.junit.jupiter.api.Test;

/** What a member has registered goes out in few commands, each with few seals. */
class ShareBookTest {
  private static final TestIdentity WHO = TestIdentity.of(1);
  private static final int SEALS = 20;
  private static final int FILES_A_SEAL = 500;

  /** Files are hashed, and so signed, in another order than that of their paths. */
  private static List<ShareBook.Entry> mixed() {
    List<List<ShareBook.Entry>> bySeal = new ArrayList<>();
    for (int number = 0; number < SEALS; number++) {
      List<SharedFile> files = new ArrayList<>();
      List<Statement> statements = new ArrayList<>();
      for (int i = 0; i < FILES_A_SEAL; i++) {
        int content = i * SEALS + number;
        SharedFile file = Catalogues.file(content + 1, "folder", "file " + content);
        files.add(file);
        statements.add(new Statement(file.root(), file.size(), file.name(), Catalogues.AT));
      }
      Seal seal = Seal.Batch.sign(statements, WHO.key(), WHO);
      List<ShareBook.Entry> entries = new ArrayList<>();
      for (int i = 0; i < FILES_A_SEAL; i++) {
        entries.add(
            new ShareBook.Entry(
                files.get(i),
                Optional.of(new ShareBook.Proof(seal, i, files.get(i).name(), Catalogues.AT))));
      }
      bySeal.add(entries);
    }
    List<ShareBook.Entry> mixed = new ArrayList<>();
    for (int i = 0; i < FILES_A_SEAL; i++) {
      for (List<ShareBook.Entry> entries : bySeal) {
        mixed.add(entries.get(i));
      }
    }
    mixed.add(new ShareBook.Entry(Catalogues.file(1_000_000, "", "unsigned"), Optional.empty()));
    return mixed;
  }

  @Test
  void filesUnderTheSameSealGoTogether() {
    List<ShareBook.Entry> mixed = mixed();
    List<ShareBook.Batch> batches = ShareBook.batches(mixed);

    int brought = batches.stream().mapToInt(batch -> batch.seals().size()).sum();
    assertThat(brought).isLessThan(SEALS + batches.size());
    assertThat(batches).allMatch(batch -> batch.files().size() <= CatalogueLimits.BATCH);
    var sent = new TreeSet<String>();
    for (ShareBook.Batch batch : batches) {
      for (Registration registration : batch.files()) {
        sent.add(registration.file().path());
        registration
            .claim()
            .ifPresent(
                claim -> {
                  SharedFile file = registration.file();
                  Statement said =
                      new Statement(file.root(), file.size(), claim.name(), claim.time());
                  assertThat(batch.seals().get(claim.seal()).covers(said, claim.place())).isTrue();
                });
      }
    }
    assertThat(sent).hasSize(mixed.size());
  }
}

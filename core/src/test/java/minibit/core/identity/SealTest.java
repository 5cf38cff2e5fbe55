package minibit.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import minibit.core.id.PiecesRoot;
import minibit.core.testing.Seeds;
import org.junit.jupiter.api.Test;

class SealTest {
  private static final TestIdentity PUBLISHER = TestIdentity.of(1);

  /** Every statement of a batch is provable alone, and in no place but its own. */
  @Seeds(20)
  void everyStatementIsShownWithItsPath(long seed) {
    Random chance = new Random(seed);
    List<Statement> statements = statements(chance, 1 + chance.nextInt(40));
    Seal.Batch batch = Seal.Batch.sign(statements, PUBLISHER.key(), PUBLISHER);

    assertThat(batch.isGenuine()).isTrue();
    for (int i = 0; i < statements.size(); i++) {
      Seal.Path path = batch.pathOf(i).orElseThrow();
      assertThat(path.covers(statements.get(i), i)).isTrue();
      assertThat(batch.covers(statements.get(i), i)).isTrue();
      assertThat(path.covers(statements.get(i), i + 1)).isFalse();
    }
    int shown = chance.nextInt(statements.size());
    assertThat(batch.pathOf(shown).orElseThrow().isGenuine()).isTrue();
  }

  /** A changed byte anywhere in leaf, path or signature is noticed, and so is a moved index. */
  @Seeds(20)
  void aTamperedPathIsNotGenuine(long seed) {
    Random chance = new Random(seed);
    List<Statement> statements = statements(chance, 8);
    Seal.Path good =
        Seal.Batch.sign(statements, PUBLISHER.key(), PUBLISHER).pathOf(3).orElseThrow();

    List<Seal.Path> forged =
        List.of(
            new Seal.Path(good.key(), 2, good.leaf(), good.path(), good.signature()),
            new Seal.Path(
                good.key(), 3, flipped(chance, good.leaf()), good.path(), good.signature()),
            new Seal.Path(
                good.key(), 3, good.leaf(), flipped(chance, good.path()), good.signature()),
            new Seal.Path(
                good.key(), 3, good.leaf(), good.path(), flipped(chance, good.signature())),
            new Seal.Path(TestIdentity.of(2).key(), 3, good.leaf(), good.path(), good.signature()));

    assertThat(forged).noneMatch(Seal::isGenuine);
  }

  /** The depth is signed: an inner node cannot be passed off as a statement. */
  @Test
  void anInnerNodeIsNoLeaf() {
    Seal.Path good =
        Seal.Batch.sign(statements(new Random(5), 4), PUBLISHER.key(), PUBLISHER)
            .pathOf(0)
            .orElseThrow();
    byte[] node = StatementTree.fold(good.leaf(), 0, first(good.path())).orElseThrow();
    byte[] rest = new byte[32];
    System.arraycopy(good.path(), 32, rest, 0, 32);

    assertThat(new Seal.Path(good.key(), 0, node, rest, good.signature()).isGenuine()).isFalse();
  }

  /** A statement with another name, size, content or time is another statement. */
  @Test
  void everyFieldIsSigned() {
    Statement said = statements(new Random(1), 1).getFirst();
    Seal seal = Seal.Batch.sign(List.of(said), PUBLISHER.key(), PUBLISHER);

    assertThat(seal.covers(said, 0)).isTrue();
    assertThat(
            List.of(
                new Statement(said.root(), said.size() + 1, said.name(), said.time()),
                new Statement(said.root(), said.size(), said.name() + "x", said.time()),
                new Statement(said.root(), said.size(), said.name(), said.time().plusMillis(1)),
                new Statement(PiecesRoot.of(new byte[32]), said.size(), said.name(), said.time())))
        .noneMatch(other -> seal.covers(other, 0));
  }

  /** More statements than a signature takes are signed in batches. */
  @Test
  void manyStatementsAreSignedInBatches() {
    List<Seal.Batch> batches =
        Seal.signAll(statements(new Random(9), 1025), PUBLISHER.key(), PUBLISHER);

    assertThat(batches).extracting(Seal.Batch::count).containsExactly(512, 512, 1);
    assertThat(batches).allMatch(Seal::isGenuine);
    assertThat(batches.getFirst().pathOf(511).orElseThrow().path()).hasSize(9 * 32);
  }

  /** Bytes that are no key verify nothing, and throw nothing. */
  @Seeds(20)
  void strangersKeysVerifyNothing(long seed) {
    byte[] bytes = new byte[32];
    new Random(seed).nextBytes(bytes);

    assertThat(PublisherKey.of(bytes).verifies(new byte[3], new byte[64])).isFalse();
    assertThat(PublisherKey.of(bytes).verifies(new byte[3], new byte[5])).isFalse();
  }

  private static List<Statement> statements(Random chance, int count) {
    List<Statement> statements = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] root = new byte[32];
      chance.nextBytes(root);
      statements.add(
          new Statement(
              PiecesRoot.of(root), chance.nextInt(1 << 30), "file " + i, Instant.ofEpochMilli(i)));
    }
    return statements;
  }

  private static byte[] first(byte[] path) {
    byte[] first = new byte[32];
    System.arraycopy(path, 0, first, 0, 32);
    return first;
  }

  private static byte[] flipped(Random chance, byte[] bytes) {
    byte[] copy = bytes.clone();
    copy[chance.nextInt(copy.length)] ^= (byte) (1 << chance.nextInt(8));
    return copy;
  }
}

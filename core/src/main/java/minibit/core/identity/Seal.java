package minibit.core.identity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One signature over up to {@link #MAX_STATEMENTS} statements. A signature costs a millisecond to
 * verify, a path of nine hashes a few microseconds: so publishers sign trees. Arrays are shared,
 * never changed. Equality is by content.
 */
public sealed interface Seal {
  /** Statements under one signature: paths stay below 300 bytes, batches below 200 KiB. */
  int MAX_STATEMENTS = 512;

  /** Who signed. */
  PublisherKey key();

  /** The signature over the root of the tree. */
  byte[] signature();

  /** Whether the signature is the key owner's; says nothing yet of any statement. */
  boolean isGenuine();

  /** Whether this statement is under the signature, in this place. */
  boolean covers(Statement statement, int index);

  /** The same signature with what is needed to prove the statement in this place. */
  Optional<Path> pathOf(int index);

  /** A batch as its publisher signed it: every leaf is known. */
  record Batch(PublisherKey key, byte[] leaves, byte[] signature) implements Seal {
    /** Checks lengths: 32 bytes a leaf, at least one. */
    public Batch {
      int count = leaves.length / Sha256.LENGTH;
      if (leaves.length % Sha256.LENGTH != 0 || count < 1 || count > MAX_STATEMENTS) {
        throw new IllegalArgumentException("not leaves: " + leaves.length + " bytes");
      }
      if (signature.length != PublisherKey.SIGNATURE_LENGTH) {
        throw new IllegalArgumentException("not a signature: " + signature.length + " bytes");
      }
    }

    /** Signs statements; the place of each is its index in the list. */
    public static Batch sign(List<Statement> statements, PublisherKey key, Signer signer) {
      byte[] leaves = new byte[statements.size() * Sha256.LENGTH];
      for (int i = 0; i < statements.size(); i++) {
        System.arraycopy(statements.get(i).leaf(), 0, leaves, i * Sha256.LENGTH, Sha256.LENGTH);
      }
      int depth = StatementTree.depth(statements.size());
      byte[] message = StatementTree.message(StatementTree.root(leaves), depth);
      return new Batch(key, leaves, signer.sign(message));
    }

    /** How many statements. */
    public int count() {
      return leaves.length / Sha256.LENGTH;
    }

    @Override
    public boolean isGenuine() {
      return key.verifies(
          StatementTree.message(StatementTree.root(leaves), StatementTree.depth(count())),
          signature);
    }

    @Override
    public boolean covers(Statement statement, int index) {
      return index >= 0
          && index < count()
          && Arrays.equals(statement.leaf(), StatementTree.slice(leaves, index));
    }

    @Override
    public Optional<Path> pathOf(int index) {
      if (index < 0 || index >= count()) {
        return Optional.empty();
      }
      return Optional.of(
          new Path(
              key,
              index,
              StatementTree.slice(leaves, index),
              StatementTree.path(leaves, index),
              signature));
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Batch batch
          && key.equals(batch.key)
          && Arrays.equals(signature, batch.signature)
          && Arrays.equals(leaves, batch.leaves);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(signature);
    }
  }

  /** One statement of a batch with the hashes that lead from it to the signed root. */
  record Path(PublisherKey key, int index, byte[] leaf, byte[] path, byte[] signature)
      implements Seal {
    /** Checks lengths. */
    public Path {
      if (leaf.length != Sha256.LENGTH
          || path.length % Sha256.LENGTH != 0
          || path.length > StatementTree.depth(MAX_STATEMENTS) * Sha256.LENGTH
          || signature.length != PublisherKey.SIGNATURE_LENGTH) {
        throw new IllegalArgumentException("not a path");
      }
      if (index < 0 || index >= 1 << path.length / Sha256.LENGTH) {
        throw new IllegalArgumentException("no such place: " + index);
      }
    }

    @Override
    public boolean isGenuine() {
      return StatementTree.fold(leaf, index, path)
          .filter(
              root ->
                  key.verifies(StatementTree.message(root, path.length / Sha256.LENGTH), signature))
          .isPresent();
    }

    @Override
    public boolean covers(Statement statement, int at) {
      return at == index && Arrays.equals(statement.leaf(), leaf);
    }

    @Override
    public Optional<Path> pathOf(int at) {
      return at == index ? Optional.of(this) : Optional.empty();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Path that
          && index == that.index
          && key.equals(that.key)
          && Arrays.equals(leaf, that.leaf)
          && Arrays.equals(path, that.path)
          && Arrays.equals(signature, that.signature);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(leaf);
    }
  }

  /** Signs any number of statements, in batches. */
  static List<Batch> signAll(List<Statement> statements, PublisherKey key, Signer signer) {
    List<Batch> batches = new ArrayList<>();
    for (int from = 0; from < statements.size(); from += MAX_STATEMENTS) {
      int to = Math.min(statements.size(), from + MAX_STATEMENTS);
      batches.add(Batch.sign(statements.subList(from, to), key, signer));
    }
    return List.copyOf(batches);
  }
}

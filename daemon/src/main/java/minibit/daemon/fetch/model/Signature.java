package minibit.daemon.fetch.model;

import java.time.Instant;
import java.util.Optional;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.PublisherKey;
import minibit.core.identity.Seal;
import minibit.core.words.Sentence;
import minibit.daemon.catalogue.FoundContent;
import minibit.daemon.catalogue.Proof;
import minibit.group.member.ShareBook;

/** Who answers for a content with a signature: found out before anything is fetched. */
public sealed interface Signature {
  /** Proofs of one content that are looked at: a millisecond each. */
  int MAX_PROOFS = 16;

  /** Not looked at yet, because it waits for its turn. */
  record Unchecked() implements Signature {}

  /** Nobody signed it. */
  record Unsigned() implements Signature {}

  /**
   * Somebody did, and the signature holds.
   *
   * @param name of the publisher, as the group knew it
   * @param proof to be shown on, when we share the content
   */
  record Signed(PublisherKey key, String name, Proof proof) implements Signature {
    private ShareBook.Proof proofForBook() {
      return new ShareBook.Proof(
          new Seal.Path(proof.key(), proof.place(), proof.leaf(), proof.path(), proof.signature()),
          proof.place(),
          proof.name(),
          proof.time());
    }
  }

  /** What the book of shares shows on, if anybody signed. */
  default Optional<ShareBook.Proof> forBook() {
    return this instanceof Signed signed ? Optional.of(signed.proofForBook()) : Optional.empty();
  }

  /**
   * Checks what a content is shown with: all signatures must hold, and who is named first must have
   * made one.
   *
   * @throws FetchException with {@code bad-signature} if not: somebody tampered with it
   */
  static Signature check(FoundContent content) {
    Optional<Proof> first = Optional.empty();
    for (Proof proof : content.proofs().stream().limit(MAX_PROOFS).toList()) {
      if (!proof.holdsFor(content.root(), content.size())) {
        throw bad(content.root(), proof.key(), proof.time());
      }
      boolean named =
          content.signedBy().filter(signed -> signed.key().equals(proof.key())).isPresent();
      first = first.isEmpty() && named ? Optional.of(proof) : first;
    }
    if (content.signedBy().isEmpty() && content.proofs().isEmpty()) {
      return new Unsigned();
    }
    Proof proof =
        first.orElseThrow(
            () ->
                new FetchException(
                    FetchException.Code.BAD_SIGNATURE,
                    Sentence.of(
                        "signature-unproved",
                        "nothing proves who signed {0}",
                        content.root().hex())));
    return new Signed(proof.key(), content.signedBy().orElseThrow().name(), proof);
  }

  private static FetchException bad(PiecesRoot root, PublisherKey key, Instant time) {
    return new FetchException(
        FetchException.Code.BAD_SIGNATURE,
        Sentence.of(
            "signature-wrong",
            "the signature of {0} of {1} on {2} does not hold",
            key.hex(),
            time,
            root.hex()));
  }
}

package minibit.core.identity;

/** The owner of a private key; Ed25519 needs no chance to sign. */
@FunctionalInterface
public interface Signer {
  /** The signature over these bytes: {@link PublisherKey#SIGNATURE_LENGTH} bytes. */
  byte[] sign(byte[] message);
}

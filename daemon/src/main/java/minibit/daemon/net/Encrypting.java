package minibit.daemon.net;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import minibit.core.id.InfoHash;
import minibit.core.mse.EncryptionPolicy;
import minibit.core.mse.HiddenName;

/**
 * What connections need to shake hands encrypted. Any thread.
 *
 * @param policy what is taken and offered
 * @param keys computes keys, away from the loops; may refuse when too many wait
 * @param chance secrets and pads are drawn from it; safe for threads
 * @param names knows the torrents that are served
 */
public record Encrypting(
    EncryptionPolicy policy, Executor keys, RandomGenerator chance, Names names) {

  /** Who knows torrents by their hidden names. */
  @FunctionalInterface
  public interface Names {
    /** Answers once, at once or later, on any thread; it may take as long as a handshake may. */
    void find(HiddenName name, Consumer<Optional<InfoHash>> answer);
  }
}

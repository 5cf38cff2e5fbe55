package minibit.core.swarm;

import java.time.Duration;
import minibit.core.choker.ChokerSettings;
import minibit.core.session.WindowSettings;

/**
 * How a swarm behaves. Each number has its reason where it is defaulted.
 *
 * @param maxPeers connections at once
 * @param dialUpTo connections up to which we dial; the rest is left to those who dial us
 * @param maxDialing dials under way at once
 * @param unanswered time without a block after which a peer has snubbed us and loses its requests
 * @param patience time in which the holder of a begun piece has to be able to finish it
 * @param endgamePatience time after which a block may be asked of a second peer
 * @param allowedFast pieces a newcomer may have while choked (BEP 6)
 * @param exchangePeers whether to speak peer exchange, private torrents apart
 * @param rules which strategies choose pieces and peers
 * @param prefersEncryption whether peers are told that we had rather be dialled encrypted
 */
public record SwarmSettings(
    ChokerSettings choker,
    WindowSettings window,
    int maxPeers,
    int dialUpTo,
    int maxDialing,
    Duration unanswered,
    Duration patience,
    Duration endgamePatience,
    int allowedFast,
    boolean exchangePeers,
    SwarmRules rules,
    boolean prefersEncryption) {
  /**
   * What is used unless set otherwise. 80 peers know nearly every piece of any swarm; dialling
   * stops at 50 so that newcomers find room. 60 s is what the field waits for a block. 20 s to
   * finish a piece and 2 s for a last block are long for any link worth waiting for.
   */
  public static final SwarmSettings DEFAULTS =
      new SwarmSettings(
          ChokerSettings.DEFAULTS,
          WindowSettings.DEFAULTS,
          80,
          50,
          10,
          Duration.ofSeconds(60),
          Duration.ofSeconds(20),
          Duration.ofSeconds(2),
          10,
          true,
          SwarmRules.USUAL,
          false);

  /** Checks the numbers. */
  public SwarmSettings {
    if (maxPeers < 1 || dialUpTo < 0 || dialUpTo > maxPeers || maxDialing < 1 || allowedFast < 0) {
      throw new IllegalArgumentException(
          "no swarm: " + maxPeers + " peers, dialling to " + dialUpTo + " by " + maxDialing);
    }
    if (!unanswered.isPositive() || !patience.isPositive() || endgamePatience.isNegative()) {
      throw new IllegalArgumentException("no swarm: " + unanswered + ", " + patience);
    }
  }

  /** The same with another way to share uploads. */
  public SwarmSettings withChoker(ChokerSettings other) {
    return new SwarmSettings(
        other,
        window,
        maxPeers,
        dialUpTo,
        maxDialing,
        unanswered,
        patience,
        endgamePatience,
        allowedFast,
        exchangePeers,
        rules,
        prefersEncryption);
  }

  /** The same with other limits of connections. */
  public SwarmSettings withPeers(int max, int dialUpToPeers) {
    return new SwarmSettings(
        choker,
        window,
        max,
        dialUpToPeers,
        maxDialing,
        unanswered,
        patience,
        endgamePatience,
        allowedFast,
        exchangePeers,
        rules,
        prefersEncryption);
  }

  /** The same with other gifts to choked newcomers. */
  public SwarmSettings withAllowedFast(int pieces) {
    return new SwarmSettings(
        choker,
        window,
        maxPeers,
        dialUpTo,
        maxDialing,
        unanswered,
        patience,
        endgamePatience,
        pieces,
        exchangePeers,
        rules,
        prefersEncryption);
  }

  /** The same with other strategies. */
  public SwarmSettings withRules(SwarmRules other) {
    return new SwarmSettings(
        choker,
        window,
        maxPeers,
        dialUpTo,
        maxDialing,
        unanswered,
        patience,
        endgamePatience,
        allowedFast,
        exchangePeers,
        other,
        prefersEncryption);
  }

  /** The same with another wish for encryption. */
  public SwarmSettings withPrefersEncryption(boolean wish) {
    return new SwarmSettings(
        choker,
        window,
        maxPeers,
        dialUpTo,
        maxDialing,
        unanswered,
        patience,
        endgamePatience,
        allowedFast,
        exchangePeers,
        rules,
        wish);
  }
}

package minibit.interop;

/**
 * A BitTorrent program under test. Each job runs in a process of its own, on a loopback address of
 * its own, with discovery (DHT, local discovery, port mapping, peer exchange) off: peers meet only
 * as the test introduces them.
 */
interface Client {
  /** The program's name as it stands in test names and log folders. */
  String name();

  /** Starts to seed: the torrent's files already stand in the job's folder. */
  Running seed(Job job);

  /** Starts to fetch into the job's folder, and goes on as a seeder once complete. */
  Running fetch(Job job);

  /** Whether a v1+v2 torrent file means to it what it means to everybody else. */
  boolean readsHybrids();

  /** Whether it makes the empty files of a torrent. */
  boolean makesEmptyFiles();

  /** Whether it dials peers on loopback addresses. */
  boolean dialsLoopback();

  /**
   * Whether a folder to seed from must hold the padding files, because the program does not know
   * padding.
   */
  boolean wantsPadFiles();

  /**
   * Whether the program can be told of a peer directly; the others hear of peers from the tracker
   * only.
   */
  boolean takesPeers();
}

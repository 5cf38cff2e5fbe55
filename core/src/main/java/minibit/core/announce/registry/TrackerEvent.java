package minibit.core.announce.registry;

import minibit.core.id.InfoHash;
import minibit.core.id.PeerAddress;

/** What happens at a tracker, to be watched. */
public sealed interface TrackerEvent {
  /** The torrent. */
  InfoHash hash();

  /** The peer's name. */
  String peer();

  /** A peer came into a swarm. */
  record Joined(InfoHash hash, String peer, PeerAddress address, boolean seeder)
      implements TrackerEvent {}

  /** A peer has everything now. */
  record Completed(InfoHash hash, String peer) implements TrackerEvent {}

  /** A peer took its leave. */
  record Left(InfoHash hash, String peer) implements TrackerEvent {}

  /** A peer fell silent and was dropped. */
  record TimedOut(InfoHash hash, String peer) implements TrackerEvent {}

  /** A peer asked for others. */
  record Asked(InfoHash hash, String peer, int wanted) implements TrackerEvent {}

  /** A peer was told of others. */
  record Answered(InfoHash hash, String peer, int given) implements TrackerEvent {}

  /** Somebody was refused. */
  record Refused(InfoHash hash, String peer, String reason) implements TrackerEvent {}
}

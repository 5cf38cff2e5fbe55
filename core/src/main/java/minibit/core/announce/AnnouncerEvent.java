package minibit.core.announce;

/** What an {@link Announcer} is told. */
public sealed interface AnnouncerEvent {
  /** The torrent begins. */
  record Started() implements AnnouncerEvent {}

  /**
   * The last piece came while the torrent ran. Not to be told when everything was there from the
   * start; told twice, the second counts for nothing.
   */
  record Completed() implements AnnouncerEvent {}

  /** Somebody wants peers now: announced as soon as the tracker's minimal interval allows. */
  record Hurry() implements AnnouncerEvent {}

  /** The torrent ends; trackers are told, and get five seconds to take it. */
  record Stopping() implements AnnouncerEvent {}

  /** What came of the {@link AnnouncerEffect.Ask} with this ticket. */
  record Answered(long ticket, AnnounceResponse response) implements AnnouncerEvent {}

  /** Nothing but time passed. */
  record DeadlineReached() implements AnnouncerEvent {}
}

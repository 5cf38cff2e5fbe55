package minibit.cli.tracker;

import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import minibit.cli.frame.Messages;
import minibit.cli.output.Output;
import minibit.cli.output.Style;
import minibit.core.announce.registry.SwarmRegistry;
import minibit.core.announce.registry.TrackerEvent;
import minibit.core.id.InfoHash;

/** Prints each event of a tracker as one line, or as one JSON object. Any thread. */
public final class EventLines implements Consumer<TrackerEvent> {
  /** Hexadecimal digits of an info-hash that tell swarms apart on a screen. */
  static final int HASH_DIGITS = 8;

  private final Output output;
  private final Messages messages;
  private final InstantSource clock;

  /** Lines into this output. */
  public EventLines(Output output, Messages messages, InstantSource clock) {
    this.output = output;
    this.messages = messages;
    this.clock = clock;
  }

  @Override
  public void accept(TrackerEvent event) {
    if (output.isJson()) {
      output.json(json(event));
    } else {
      LocalTime time =
          LocalTime.ofInstant(clock.instant(), ZoneId.systemDefault())
              .truncatedTo(ChronoUnit.SECONDS);
      String seconds = time.getSecond() == 0 ? time + ":00" : time.toString();
      output.line(seconds + "  " + text(event));
      output.flush();
    }
  }

  private String text(TrackerEvent event) {
    String text = words(event);
    return switch (event) {
      case TrackerEvent.Completed _ -> output.styled(Style.GOOD, text);
      case TrackerEvent.TimedOut _ -> output.styled(Style.WARNING, text);
      case TrackerEvent.Refused _ -> output.styled(Style.BAD, text);
      case TrackerEvent.Joined _,
          TrackerEvent.Left _,
          TrackerEvent.Asked _,
          TrackerEvent.Answered _ ->
          text;
    };
  }

  private String words(TrackerEvent event) {
    String peer = output.name(PeerNames.shown(event.peer()));
    String swarm = shown(event.hash(), messages);
    return switch (event) {
      case TrackerEvent.Joined joined ->
          messages.text(
              joined.seeder() ? "tracker.joined-seeder" : "tracker.joined",
              peer,
              swarm,
              joined.address().toString());
      case TrackerEvent.Completed _ -> messages.text("tracker.completed", peer, swarm);
      case TrackerEvent.Left _ -> messages.text("tracker.left", peer, swarm);
      case TrackerEvent.TimedOut _ -> messages.text("tracker.timed-out", peer, swarm);
      case TrackerEvent.Asked asked ->
          messages.text("tracker.asked", peer, swarm, String.valueOf(asked.wanted()));
      case TrackerEvent.Answered answered ->
          messages.text("tracker.answered", peer, swarm, String.valueOf(answered.given()));
      case TrackerEvent.Refused refused ->
          messages.text("tracker.refused", peer, swarm, output.name(refused.reason()));
    };
  }

  /** A swarm's name on the screen. */
  static String shown(InfoHash hash, Messages messages) {
    return hash.equals(SwarmRegistry.NO_TORRENT)
        ? messages.text("tracker.no-torrent")
        : hash.hex().substring(0, HASH_DIGITS);
  }

  private Map<String, Object> json(TrackerEvent event) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("event", name(event));
    line.put("time", clock.instant().toString());
    line.put("infoHash", event.hash().hex());
    line.put("peer", event.peer());
    switch (event) {
      case TrackerEvent.Joined joined -> {
        line.put("address", joined.address().toString());
        line.put("seeder", joined.seeder());
      }
      case TrackerEvent.Asked asked -> line.put("wanted", asked.wanted());
      case TrackerEvent.Answered answered -> line.put("given", answered.given());
      case TrackerEvent.Refused refused -> line.put("reason", refused.reason());
      case TrackerEvent.Completed _, TrackerEvent.Left _, TrackerEvent.TimedOut _ -> {}
    }
    return line;
  }

  private static String name(TrackerEvent event) {
    return switch (event) {
      case TrackerEvent.Joined _ -> "joined";
      case TrackerEvent.Completed _ -> "completed";
      case TrackerEvent.Left _ -> "left";
      case TrackerEvent.TimedOut _ -> "timed-out";
      case TrackerEvent.Asked _ -> "asked";
      case TrackerEvent.Answered _ -> "answered";
      case TrackerEvent.Refused _ -> "refused";
    };
  }
}

package minibit.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import minibit.cli.frame.CliException;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.output.Bar;
import minibit.cli.output.Output;
import minibit.daemon.api.client.ApiClient;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.FileResult;
import minibit.daemon.api.model.MemberRef;
import minibit.daemon.api.model.SearchAnswer;
import minibit.daemon.api.model.SearchRequest;
import minibit.daemon.api.model.Status;
import minibit.daemon.api.model.Transfer;
import minibit.daemon.api.model.TransferDetail;
import minibit.daemon.api.model.TransferRequest;

/**
 * The story that the demo tells unattended: search, fetch from all holders, kill the tracker, see a
 * higher epoch, search and fetch again, compare every byte.
 */
final class Story {
  private static final int NAME_WIDTH = 10;

  /** Everything that was registered, whatever it is called. */
  private static final String EVERYTHING = "";

  private final Context context;
  private final Output output;
  private final DemoGroup group;
  private final long began;

  /**
   * A story of this group.
   *
   * @param began when the demo did, by {@link System#nanoTime}
   */
  Story(Context context, DemoGroup group, long began) {
    this.context = context;
    this.output = context.output();
    this.group = group;
    this.began = began;
  }

  /** Tells it. Ends with an exception where the group does not do what it should. */
  void tell() throws IOException, CliException, InterruptedException {
    Status tracker = settle();
    long epoch = tracker.group().epoch();
    int files = registered();
    search("wav");
    DemoDaemon last = group.daemons().getLast();
    fetch(last, DemoFiles.FIRST_FETCHED);
    String killed = tracker.group().tracker().orElseThrow().name();
    kill(killed, epoch, files);
    search("wav");
    fetch(lacking(DemoFiles.SECOND_FETCHED), DemoFiles.SECOND_FETCHED);
    event(
        "complete",
        "story.complete",
        Map.of("verified", true, "seconds", seconds(began)),
        output.seconds(since(began)));
  }

  /** Everybody knows the tracker, the voters are seated, and all files are in the catalogue. */
  private Status settle() throws IOException, CliException, InterruptedException {
    Status status = group.settled();
    group.checkAlive(group.daemons());
    MemberRef tracker = status.group().tracker().orElseThrow();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("group", group.name());
    facts.put("tracker", tracker.name());
    facts.put("epoch", status.group().epoch());
    facts.put("voters", status.group().voters().stream().map(MemberRef::name).toList());
    facts.put("seconds", seconds(began));
    event(
        "elected",
        "story.elected",
        facts,
        tracker.name(),
        status.group().epoch(),
        status.group().voters().size(),
        output.seconds(since(began)));
    return status;
  }

  /** How many contents the group has once every daemon has hashed and registered its files. */
  private int registered() throws IOException, CliException, InterruptedException {
    int wanted = 0;
    for (DemoDaemon daemon : group.alive()) {
      Status hashed =
          group.until(
              () ->
                  daemon
                      .status()
                      .filter(said -> said.shares().waitingFiles() == 0)
                      .filter(said -> said.shares().files() > 0));
      wanted += (int) hashed.shares().files();
    }
    int expected = wanted;
    DemoDaemon asker = group.alive().getLast();
    int contents =
        group.until(
            () ->
                all(asker)
                    .filter(found -> holdings(found) >= expected)
                    .map(found -> (int) found.total()));
    event(
        "registered",
        "story.registered",
        Map.of("files", wanted, "contents", contents, "seconds", seconds(began)),
        wanted,
        contents,
        output.seconds(since(began)));
    return contents;
  }

  private static int holdings(SearchAnswer answer) {
    return answer.results().stream().mapToInt(result -> result.holders().size()).sum();
  }

  /** What a daemon finds when it asks for everything; empty while it finds nobody to ask. */
  private static Optional<SearchAnswer> all(DemoDaemon asker) {
    try (ApiClient client = asker.client()) {
      return Optional.of(client.search(SearchRequest.of(EVERYTHING)))
          .filter(answer -> !answer.stale());
    } catch (ApiException e) {
      return Optional.empty();
    }
  }

  private void search(String words) {
    DemoDaemon asker = group.alive().getLast();
    long start = System.nanoTime();
    try (ApiClient client = asker.client()) {
      SearchAnswer answer = client.search(SearchRequest.of(words));
      event(
          "found",
          "story.found",
          Map.of(
              "query",
              words,
              "by",
              asker.name(),
              "total",
              answer.total(),
              "seconds",
              seconds(start),
              "results",
              answer.results()),
          asker.name(),
          words,
          answer.total(),
          since(start).toMillis());
      if (!output.isJson()) {
        answer.results().forEach(this::print);
      }
    }
  }

  private void print(FileResult result) {
    String holders =
        String.join(", ", result.holders().stream().map(FileResult.HolderRef::member).toList());
    String signed =
        result
            .signedBy()
            .map(by -> context.text(by.valid() ? "story.signed" : "story.badly-signed", by.name()))
            .orElse(context.text("story.unsigned"));
    output.line(
        "  "
            + output.name(result.name())
            + "  "
            + output.bytes(result.size())
            + "  "
            + context.text("story.holders", holders)
            + "  "
            + output.name(signed));
  }

  /** A daemon that lives and does not have that file. */
  private DemoDaemon lacking(String file) {
    for (DemoDaemon daemon : group.alive().reversed()) {
      try (ApiClient client = daemon.client()) {
        boolean has =
            client.search(SearchRequest.of(file)).results().stream()
                .filter(result -> result.name().equals(file))
                .anyMatch(FileResult::have);
        if (!has) {
          return daemon;
        }
      }
    }
    throw new IllegalStateException("everybody has " + file);
  }

  /** Fetches a file, shows who gave how much of it, and compares it with the source. */
  private void fetch(DemoDaemon daemon, String file)
      throws IOException, CliException, InterruptedException {
    long start = System.nanoTime();
    try (ApiClient client = daemon.client()) {
      Transfer transfer = client.fetch(TransferRequest.content(file, Optional.empty(), List.of()));
      TransferDetail done = group.until(() -> complete(client, transfer.id()));
      boolean same = Samples.digest(daemon.downloads().resolve(file)).equals(source(daemon, file));
      List<Map<String, Object>> given = new ArrayList<>();
      for (TransferDetail.Peer peer : done.peers()) {
        if (peer.downloaded() > 0) {
          given.add(
              Map.of("peer", peer.member().orElse(peer.address()), "bytes", peer.downloaded()));
        }
      }
      event(
          "fetched",
          same ? "story.fetched" : "story.fetched-differs",
          Map.of(
              "by",
              daemon.name(),
              "name",
              file,
              "bytes",
              done.transfer().total(),
              "seconds",
              seconds(start),
              "verified",
              same,
              "from",
              given),
          daemon.name(),
          file,
          output.bytes(done.transfer().total()),
          output.seconds(since(start)));
      if (!output.isJson()) {
        done.peers().forEach(this::print);
      }
      if (!same) {
        throw new CliException(ExitCode.VERIFICATION_FAILED, "copies-differ");
      }
    }
  }

  private static Optional<TransferDetail> complete(ApiClient client, String id)
      throws CliException {
    TransferDetail detail = client.transfer(id);
    if (detail.transfer().state() == Transfer.State.FAILED) {
      String why = detail.transfer().problem().map(Transfer.Trouble::message).orElse("?");
      throw new CliException(ExitCode.FAILURE, "demo-fetch-failed", detail.transfer().name(), why);
    }
    return Optional.of(detail).filter(known -> known.transfer().state().isComplete());
  }

  private void print(TransferDetail.Peer peer) {
    if (peer.downloaded() > 0) {
      output.line(
          "  "
              + Bar.column(output.name(peer.member().orElse(peer.address())), NAME_WIDTH)
              + " "
              + context.text("story.gave", output.bytes(peer.downloaded())));
    }
  }

  /** The digest of that file at any other daemon that was dealt it. */
  private String source(DemoDaemon getter, String file) throws IOException {
    for (DemoDaemon other : group.daemons()) {
      Path dealt = other.home().resolveSibling("files").resolve(file);
      if (!other.equals(getter) && Files.exists(dealt)) {
        return Samples.digest(dealt);
      }
    }
    throw new IllegalStateException("nobody was dealt " + file);
  }

  /** Kills the tracker and waits until somebody finds all files again, in a higher epoch. */
  private void kill(String tracker, long epoch, int contents)
      throws IOException, CliException, InterruptedException {
    group.named(tracker).kill();
    long start = System.nanoTime();
    event("killed", "story.killed", Map.of("tracker", tracker, "epoch", epoch), tracker);
    DemoDaemon asker = group.until(() -> Optional.of(group.alive().getLast()));
    SearchAnswer whole = group.until(() -> all(asker).filter(answer -> answer.total() >= contents));
    Duration took = since(start);
    Status after =
        group.until(
            () ->
                asker
                    .status()
                    .filter(said -> said.group().tracker().isPresent())
                    .filter(said -> said.group().epoch() > epoch));
    String successor = after.group().tracker().orElseThrow().name();
    event(
        "re-elected",
        "story.re-elected",
        Map.of(
            "tracker",
            successor,
            "epoch",
            after.group().epoch(),
            "contents",
            whole.total(),
            "seconds",
            took.toMillis() / 1000.0),
        successor,
        after.group().epoch(),
        epoch,
        whole.total(),
        output.seconds(took));
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static double seconds(long start) {
    return since(start).toMillis() / 1000.0;
  }

  /** One thing that happened: a line for people, or one of JSON. */
  private void event(String event, String key, Map<String, Object> facts, Object... args) {
    if (output.isJson()) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("event", event);
      line.putAll(facts);
      output.json(line);
    } else {
      output.line(context.text(key, args));
      output.flush();
    }
  }
}

package minibit.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import minibit.core.words.Sentence;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.FetchAllAnswer;
import minibit.daemon.api.model.FetchAllRequest;
import minibit.daemon.api.model.FilePriority;
import minibit.daemon.api.model.FileResult;
import minibit.daemon.api.model.LimitPlan;
import minibit.daemon.api.model.Limits;
import minibit.daemon.api.model.Page;
import minibit.daemon.api.model.Priority;
import minibit.daemon.api.model.SpeedLimits;
import minibit.daemon.api.model.Transfer;
import minibit.daemon.api.model.TransferDetail;
import minibit.daemon.api.model.TransferFiles;
import minibit.daemon.api.model.TransferList;
import minibit.daemon.api.model.TransferRequest;
import minibit.daemon.api.model.Turtle;

/**
 * Transfers of a {@link FakeDaemon}, and how fast they may be. Each advances by a third whenever it
 * is looked at, unless it is stuck. The daemon's lock guards them.
 */
final class FakeTransfers {
  private final FakeCatalogue catalogue;
  private final Map<String, Integer> looks = new LinkedHashMap<>();
  private Limits limits = Limits.NONE;
  private Turtle turtle = Turtle.OFF;
  private Optional<Transfer.Trouble> trouble = Optional.empty();
  private boolean stuck;

  FakeTransfers(FakeCatalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** From now on every transfer fails so. */
  void trouble(Transfer.Trouble why) {
    trouble = Optional.of(why);
  }

  /** From now on none gets anywhere. */
  void stick() {
    stuck = true;
  }

  TransferList list(Page page) {
    List<Transfer> all = looks.keySet().stream().map(this::advance).toList();
    List<Transfer> part = all.stream().skip(page.offset()).limit(page.limit()).toList();
    return new TransferList(
        all.size(),
        page.offset(),
        all.size(),
        2048,
        0,
        part,
        List.of(new TransferList.Following("f0", "*.pdf", FakeGroup.THEN, 2)),
        new TransferList.Counts(all.size(), all.size(), 0, 0, 0, all.size(), 0, 0, 0, 0));
  }

  Transfer fetch(TransferRequest request) {
    String id =
        request.id().map(named -> catalogue.find(named).id()).orElse(FakeCatalogue.OTHER_NOTES);
    looks.putIfAbsent(id, 0);
    return at(id);
  }

  /** Both notes, whatever is asked for. */
  FetchAllAnswer fetchAll(FetchAllRequest request) {
    looks.put(FakeCatalogue.NOTES, 0);
    looks.put(FakeCatalogue.OTHER_NOTES, 0);
    Optional<String> following = request.follow() ? Optional.of("f1") : Optional.empty();
    return new FetchAllAnswer(
        3, 1, 1626, List.of(at(FakeCatalogue.NOTES), at(FakeCatalogue.OTHER_NOTES)), following);
  }

  /** A look that moves it on. */
  TransferDetail detail(String id) {
    Transfer transfer = advance(known(id));
    return new TransferDetail(
        transfer, List.of(peer("ana", "192.0.2.1:6881"), peer("bia", "192.0.2.2:6881")), List.of());
  }

  private static TransferDetail.Peer peer(String member, String address) {
    return new TransferDetail.Peer(
        address,
        Optional.of(member),
        "minibit 0.1.0",
        true,
        true,
        4,
        512,
        0,
        768,
        0,
        false,
        true,
        false,
        false,
        "D",
        false,
        false,
        false,
        true,
        1,
        "group",
        false,
        "none",
        "tcp");
  }

  /** As it is, moved no further. */
  Transfer show(String id) {
    return at(known(id));
  }

  void remove(String id) {
    looks.remove(known(id));
  }

  private String known(String id) {
    return looks.keySet().stream()
        .filter(each -> each.startsWith(id))
        .findFirst()
        .orElseThrow(
            () ->
                ApiException.notFound("no-such-transfer", Sentence.plain("no transfer is " + id)));
  }

  private Transfer advance(String id) {
    looks.merge(id, stuck ? 0 : 1, Integer::sum);
    return at(id);
  }

  private Transfer at(String id) {
    FileResult file = catalogue.get(id);
    int thirds = Math.min(3, looks.getOrDefault(id, 0));
    Transfer.State state =
        trouble.isPresent()
            ? Transfer.State.FAILED
            : thirds == 3 ? Transfer.State.DONE : Transfer.State.DOWNLOADING;
    return new Transfer(
        id,
        file.name(),
        state,
        "/srv/downloads",
        Optional.of(id),
        Optional.of(file.infoHashV1()),
        Optional.of(file.infoHashV2()),
        file.size(),
        file.size() * thirds / 3,
        3,
        thirds,
        0,
        2048,
        0,
        file.size(),
        0,
        0,
        2,
        2,
        thirds == 3 ? 0 : 1.5,
        FakeGroup.THEN,
        Optional.empty(),
        file.signedBy(),
        List.of(),
        limits,
        Priority.NORMAL,
        trouble);
  }

  /** Two files of a trip, the same in every transfer. */
  static TransferFiles files(Page page) {
    return new TransferFiles(
        3,
        page.offset(),
        List.of(
            new TransferFiles.Entry(0, "trip/" + FakeCatalogue.EVIL, 2048, 1024, FilePriority.HIGH),
            new TransferFiles.Entry(2, "trip/day 2.jpg", 0, 0, FilePriority.SKIP)));
  }

  /** One transfer's limits are everyone's. */
  Transfer limit(String id, Limits wanted) {
    limits = wanted;
    return show(id);
  }

  SpeedLimits limit(LimitPlan wanted) {
    limits = wanted.usual();
    turtle = wanted.turtle();
    return speed();
  }

  SpeedLimits speed() {
    return new SpeedLimits(
        limits.up(),
        limits.down(),
        turtle,
        List.of(),
        turtle.on()
            ? new SpeedLimits.InForce(turtle.up(), turtle.down(), "turtle")
            : new SpeedLimits.InForce(limits.up(), limits.down(), "usual"));
  }
}

package minibit.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import minibit.core.words.Sentence;
import minibit.daemon.api.Backend;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.CacheView;
import minibit.daemon.api.model.ConfigList;
import minibit.daemon.api.model.CreateGroupRequest;
import minibit.daemon.api.model.DhtView;
import minibit.daemon.api.model.ElectionAnswer;
import minibit.daemon.api.model.FetchAllAnswer;
import minibit.daemon.api.model.FetchAllRequest;
import minibit.daemon.api.model.FileChoice;
import minibit.daemon.api.model.FileDetail;
import minibit.daemon.api.model.GroupView;
import minibit.daemon.api.model.HolderList;
import minibit.daemon.api.model.Invite;
import minibit.daemon.api.model.InviteRequest;
import minibit.daemon.api.model.LimitPlan;
import minibit.daemon.api.model.Limits;
import minibit.daemon.api.model.LogLines;
import minibit.daemon.api.model.LsdView;
import minibit.daemon.api.model.MagnetLink;
import minibit.daemon.api.model.MemberList;
import minibit.daemon.api.model.Page;
import minibit.daemon.api.model.SearchAnswer;
import minibit.daemon.api.model.SearchRequest;
import minibit.daemon.api.model.ShareFileList;
import minibit.daemon.api.model.ShareList;
import minibit.daemon.api.model.SpeedLimits;
import minibit.daemon.api.model.Status;
import minibit.daemon.api.model.Stopping;
import minibit.daemon.api.model.TorrentFile;
import minibit.daemon.api.model.Transfer;
import minibit.daemon.api.model.TransferDetail;
import minibit.daemon.api.model.TransferFiles;
import minibit.daemon.api.model.TransferFilter;
import minibit.daemon.api.model.TransferList;
import minibit.daemon.api.model.TransferQuery;
import minibit.daemon.api.model.TransferRequest;

/**
 * A daemon with a small group and nothing behind it: notes what it is asked, and answers from a
 * {@link FakeGroup}, a {@link FakeCatalogue}, {@link FakeTransfers} and {@link FakeShares}. The
 * API's threads ask; the lock of this object guards what they change.
 */
public final class FakeDaemon extends Unasked implements Backend {
  /** A name that would clear the screen and turn the rest around, if it were obeyed. */
  public static final String EVIL = FakeCatalogue.EVIL;

  /** Notes by Ana. */
  public static final String NOTES = FakeCatalogue.NOTES;

  /** Other notes, of the same name. */
  public static final String OTHER_NOTES = FakeCatalogue.OTHER_NOTES;

  private final String name;
  private final FakeGroup group = new FakeGroup();
  private final FakeCatalogue catalogue = new FakeCatalogue();
  private final FakeTransfers transfers = new FakeTransfers(catalogue);
  private final List<String> asked = new ArrayList<>();
  private final List<String> log = new ArrayList<>(List.of("one", "two", "three"));
  private Optional<ApiException> failure = Optional.empty();
  private boolean stale;

  /** A daemon of this name. */
  public FakeDaemon(String name) {
    this.name = name;
  }

  /** From now on every question ends so. */
  public FakeDaemon failing(ApiException e) {
    failure = Optional.of(e);
    return this;
  }

  /** From now on every transfer fails so. */
  public FakeDaemon troubled(String code, String message) {
    transfers.trouble(new Transfer.Trouble(code, Sentence.plain(message)));
    return this;
  }

  /** From now on no transfer gets anywhere. */
  public FakeDaemon stuck() {
    transfers.stick();
    return this;
  }

  /** From now on no tracker vouches for anything. */
  public FakeDaemon stale() {
    stale = true;
    return this;
  }

  /** What was asked so far, with what mattered. */
  public synchronized List<String> asked() {
    return List.copyOf(asked);
  }

  /** Adds to the log. */
  public synchronized void logs(String line) {
    log.add(line);
  }

  private synchronized void ask(String question) {
    asked.add(question);
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  @Override
  public Status status() {
    ask("status");
    return new Status(
        name,
        "a1".repeat(32),
        "0.1.0",
        FakeGroup.THEN,
        3725,
        ProcessHandle.current().pid(),
        "/home/ana/.minibit",
        new Status.Listen(
            "*:6881", "192.0.2.1:7000", "192.0.2.1:7001", "127.0.0.1:7002", Optional.empty()),
        group.view(),
        new Status.Shares(4, 6_000_000, 2, 1024, 3),
        new Status.Transfers(1, 2048, 0),
        new CacheView(
            true,
            4 << 20,
            1 << 20,
            64,
            40,
            10,
            50,
            0.5,
            3,
            7,
            4,
            0,
            List.of(
                new CacheView.Wanted("ab".repeat(32), "film.mkv", 3, 16, 16, 120, true),
                new CacheView.Wanted("cd".repeat(32), "notes.txt", 0, 0, 1, 9, false))),
        new DhtView(true, 120, 90, 20, 15, 2, 30),
        LsdView.OFF,
        List.of("the member port trusts the network"));
  }

  @Override
  public Stopping shutdown() {
    ask("shutdown");
    return new Stopping(ProcessHandle.current().pid());
  }

  @Override
  public synchronized ElectionAnswer election() {
    ask("election");
    return group.election();
  }

  @Override
  public SearchAnswer search(SearchRequest request) {
    ask("search " + request);
    return catalogue.search(request.q(), request.page(), stale);
  }

  @Override
  public FileDetail file(String id) {
    ask("file " + id);
    return catalogue.detail(id);
  }

  @Override
  public HolderList holders(String id) {
    ask("holders " + id);
    return catalogue.holders(id);
  }

  @Override
  public TorrentFile torrent(String id) {
    ask("torrent " + id);
    return catalogue.torrent(id);
  }

  @Override
  public MagnetLink magnet(String id) {
    ask("magnet " + id);
    return catalogue.magnet(id);
  }

  @Override
  public MemberList members() {
    ask("members");
    return FakeGroup.members(stale);
  }

  @Override
  public SearchAnswer browse(String member, Page page) {
    ask("browse " + member);
    if (!member.equals("ana")) {
      throw ApiException.notFound(
          "no-such-member", Sentence.plain("no member is called " + member));
    }
    return catalogue.search("", page, stale);
  }

  @Override
  public ShareList shares() {
    ask("shares");
    return FakeShares.list();
  }

  @Override
  public ShareList.Share share(String path) {
    ask("share " + path);
    return FakeShares.at(path);
  }

  @Override
  public void unshare(String path) {
    ask("unshare " + path);
  }

  @Override
  public ShareList refresh() {
    ask("refresh");
    return shares();
  }

  @Override
  public ShareFileList shareFiles(String q, Page page) {
    ask("shareFiles " + q);
    return FakeShares.files(q);
  }

  @Override
  public synchronized TransferList transfers(TransferQuery query) {
    ask("transfers " + query.q() + " " + query.state().map(TransferFilter::toString).orElse(""));
    return transfers.list(query.page());
  }

  @Override
  public synchronized Transfer fetch(TransferRequest request) {
    ask("fetch " + request);
    return transfers.fetch(request);
  }

  @Override
  public synchronized FetchAllAnswer fetchAll(FetchAllRequest request) {
    ask("fetchAll " + request.query().q() + " " + request.follow());
    return transfers.fetchAll(request);
  }

  @Override
  public synchronized TransferDetail transfer(String id) {
    ask("transfer " + id);
    return transfers.detail(id);
  }

  @Override
  public synchronized Transfer pause(String id) {
    ask("pause " + id);
    return transfers.show(id);
  }

  @Override
  public synchronized Transfer resume(String id) {
    ask("resume " + id);
    return transfers.show(id);
  }

  @Override
  public synchronized void remove(String id, boolean data) {
    ask("remove " + id + " " + data);
    transfers.remove(id);
  }

  @Override
  public synchronized Transfer limitTransfer(String id, Limits wanted) {
    ask("limitTransfer " + id);
    return transfers.limit(id, wanted);
  }

  @Override
  public synchronized SpeedLimits limits() {
    ask("limits");
    return transfers.speed();
  }

  @Override
  public synchronized SpeedLimits limit(LimitPlan wanted) {
    ask("limit " + wanted.usual());
    return transfers.limit(wanted);
  }

  @Override
  public synchronized LogLines log(int lines) {
    ask("log " + lines);
    return new LogLines(
        "/home/ana/.minibit/logs/minibit.log",
        log.subList(Math.max(0, log.size() - lines), log.size()));
  }

  @Override
  public ConfigList config() {
    ask("config");
    return new ConfigList("/home/ana/.minibit/minibit.toml", List.of());
  }

  @Override
  public GroupView group() {
    ask("group");
    return group.view();
  }

  @Override
  public GroupView leaveGroup() {
    ask("leave");
    return group.view();
  }

  @Override
  public GroupView forgetMember(String member) {
    ask("forget " + member);
    return group.view();
  }

  @Override
  public GroupView recoverGroup() {
    ask("recover");
    return group.view();
  }

  @Override
  public TransferFiles transferFiles(String id, Page page) {
    ask("files " + id + " " + page.offset());
    return FakeTransfers.files(page);
  }

  @Override
  public TransferFiles choose(String id, FileChoice choice) {
    ask("choose " + id + " " + choice.changes());
    return transferFiles(id, Page.FIRST);
  }

  @Override
  public GroupView joinGroup(String address) {
    ask("join " + address);
    return group.view();
  }

  @Override
  public GroupView createGroup(CreateGroupRequest request) {
    ask("create " + request.name() + (request.closed() ? " closed" : ""));
    return group.view();
  }

  @Override
  public Invite invite(InviteRequest request) {
    ask("invite " + request.validFor().orElse(0L) + " " + request.reusable());
    boolean closed = request.validFor().isPresent();
    return new Invite(
        "lab",
        "ab",
        "minibit:?group=lab",
        List.of("192.0.2.1:7000"),
        closed,
        closed ? Optional.of(FakeGroup.THEN) : Optional.empty(),
        request.reusable());
  }
}

package minibit.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import minibit.daemon.api.Backend;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.Candidate;
import minibit.daemon.api.model.ConfigList;
import minibit.daemon.api.model.CreateGroupRequest;
import minibit.daemon.api.model.ElectionAnswer;
import minibit.daemon.api.model.FetchAllAnswer;
import minibit.daemon.api.model.FetchAllRequest;
import minibit.daemon.api.model.FileChoice;
import minibit.daemon.api.model.FileDetail;
import minibit.daemon.api.model.FilePriority;
import minibit.daemon.api.model.FileResult;
import minibit.daemon.api.model.GroupView;
import minibit.daemon.api.model.HolderList;
import minibit.daemon.api.model.Invite;
import minibit.daemon.api.model.InviteRequest;
import minibit.daemon.api.model.LimitPlan;
import minibit.daemon.api.model.Limits;
import minibit.daemon.api.model.LogLines;
import minibit.daemon.api.model.MagnetLink;
import minibit.daemon.api.model.MemberList;
import minibit.daemon.api.model.MemberRef;
import minibit.daemon.api.model.Page;
import minibit.daemon.api.model.Priority;
import minibit.daemon.api.model.Role;
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
import minibit.daemon.api.model.Turtle;

/**
 * A daemon with a small group and nothing behind it. Ana is tracker and has everything; two
 * different contents are called notes.txt. A transfer advances by a third whenever it is looked at.
 */
public final class FakeDaemon extends Unasked implements Backend {
  /** A name that would clear the screen and turn the rest around, if it were obeyed. */
  public static final String EVIL = "a\u001b[2Jb\u202egpj.exe";

  /** Notes by Ana. */
  public static final String NOTES = "ab12" + "0".repeat(60);

  /** Other notes, of the same name. */
  public static final String OTHER_NOTES = "cd34" + "0".repeat(60);

  private static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");
  private static final MemberRef ANA = new MemberRef("ana", "a1".repeat(32), "192.0.2.1:7000");
  private static final MemberRef BIA = new MemberRef("bia", "b2".repeat(32), "192.0.2.2:7000");

  private final String name;
  private final Map<String, FileResult> files = new LinkedHashMap<>();
  private final Map<String, Integer> looks = new LinkedHashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final List<String> log = new ArrayList<>(List.of("one", "two", "three"));
  private Limits limits = Limits.NONE;
  private Turtle turtle = Turtle.OFF;
  private Optional<ApiException> failure = Optional.empty();
  private Optional<Transfer.Trouble> trouble = Optional.empty();
  private boolean stale;
  private boolean stuck;
  private long epoch = 7;

  /** A daemon of this name. */
  public FakeDaemon(String name) {
    this.name = name;
    put(NOTES, "notes.txt", 1536, true, List.of(holder(ANA, true), holder(BIA, false)));
    put(OTHER_NOTES, "notes.txt", 90, false, List.of(holder(BIA, true)));
    put("ef56" + "0".repeat(60), "ação final.mp4", 5 << 20, true, List.of(holder(ANA, true)));
    put("0a77" + "0".repeat(60), EVIL, 3, true, List.of());
  }

  private void put(
      String id, String file, long size, boolean signed, List<FileResult.HolderRef> holders) {
    files.put(
        id,
        new FileResult(
            id,
            file,
            "docs/" + file,
            size,
            "text/plain",
            id,
            id.substring(0, 40),
            id,
            id.equals(OTHER_NOTES),
            signed
                ? Optional.of(new FileResult.SignedBy("5e".repeat(32), "ana", size != 3))
                : Optional.empty(),
            holders,
            THEN));
  }

  private static FileResult.HolderRef holder(MemberRef member, boolean complete) {
    return new FileResult.HolderRef(member.name(), member.id(), complete);
  }

  /** From now on every question ends so. */
  public FakeDaemon failing(ApiException e) {
    failure = Optional.of(e);
    return this;
  }

  /** From now on every transfer fails so. */
  public FakeDaemon troubled(String code, String message) {
    trouble = Optional.of(new Transfer.Trouble(code, message));
    return this;
  }

  /** From now on no transfer gets anywhere. */
  public FakeDaemon stuck() {
    stuck = true;
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

  private FileResult find(String id) {
    List<FileResult> fit =
        files.values().stream()
            .filter(file -> file.name().equals(id) || file.id().startsWith(id))
            .toList();
    if (fit.isEmpty()) {
      throw ApiException.notFound("not-found", "no content is called " + id);
    }
    if (fit.size() > 1) {
      throw ApiException.ambiguous(
          id,
          fit.stream()
              .map(
                  file ->
                      new Candidate(
                          file.id(), file.name(), file.size(), file.type(), file.holders().size()))
              .toList());
    }
    return fit.getFirst();
  }

  @Override
  public Status status() {
    ask("status");
    return new Status(
        name,
        "a1".repeat(32),
        "0.1.0",
        THEN,
        3725,
        ProcessHandle.current().pid(),
        "/home/ana/.minibit",
        new Status.Listen(
            "*:6881", "192.0.2.1:7000", "192.0.2.1:7001", "127.0.0.1:7002", Optional.empty()),
        view(),
        new Status.Shares(4, 6_000_000, 2, 1024, 3),
        new Status.Transfers(1, 2048, 0),
        new Status.Cache(0.5, 1 << 20),
        List.of("the member port trusts the network"));
  }

  private GroupView view() {
    return new GroupView(
        "lab",
        "9f".repeat(16),
        epoch,
        0,
        Role.VOTER,
        Optional.of(ANA),
        List.of(ANA, BIA),
        List.of(),
        3,
        2,
        true,
        Optional.of(0.4),
        Optional.of(
            new GroupView.Election(
                epoch, 0, Optional.of(ANA), THEN, Optional.of(ANA), List.of(BIA))),
        false,
        Optional.of(
            new GroupView.Trouble("log-unwritable", "the log cannot be written", "disk full")));
  }

  @Override
  public Stopping shutdown() {
    ask("shutdown");
    return new Stopping(ProcessHandle.current().pid());
  }

  @Override
  public ElectionAnswer election() {
    ask("election");
    return new ElectionAnswer(Optional.of(ANA), epoch, BIA, ++epoch, 0.85);
  }

  @Override
  public SearchAnswer search(SearchRequest request) {
    ask("search " + request);
    List<FileResult> fit =
        files.values().stream().filter(file -> file.name().contains(request.q())).toList();
    return answer(request.q(), fit, request.page());
  }

  private SearchAnswer answer(String query, List<FileResult> fit, Page page) {
    List<FileResult> part = fit.stream().skip(page.offset()).limit(page.limit()).toList();
    return SearchAnswer.plain(query, fit.size(), page.offset(), stale, part);
  }

  @Override
  public FileDetail file(String id) {
    ask("file " + id);
    return new FileDetail(find(id), 16384, 1, "magnet:?xt=urn:btih:" + id, List.of());
  }

  @Override
  public HolderList holders(String id) {
    ask("holders " + id);
    FileResult file = find(id);
    return new HolderList(
        file.id(),
        file.name(),
        file.size(),
        file.holders().stream()
            .map(
                holder ->
                    new HolderList.Holder(
                        holder.member(),
                        holder.memberId(),
                        List.of("192.0.2.1:6881"),
                        THEN,
                        holder.complete() ? 4 : 1,
                        4,
                        holder.complete()))
            .toList());
  }

  @Override
  public TorrentFile torrent(String id) {
    ask("torrent " + id);
    return new TorrentFile(find(id).name() + ".torrent", new byte[] {'d', 'e'});
  }

  @Override
  public MagnetLink magnet(String id) {
    ask("magnet " + id);
    FileResult file = find(id);
    return new MagnetLink(
        file.name(),
        "magnet:?xt=urn:btih:" + file.infoHashV1(),
        file.infoHashV1(),
        file.infoHashV2());
  }

  @Override
  public MemberList members() {
    ask("members");
    return new MemberList(
        stale,
        List.of(
            member(ANA, Role.TRACKER, true),
            member(BIA, Role.VOTER, true),
            member(new MemberRef("rui", "c3".repeat(32), ""), Role.MEMBER, false)));
  }

  private static MemberList.Member member(MemberRef ref, Role role, boolean present) {
    return new MemberList.Member(
        ref.name(),
        ref.id(),
        ref.address(),
        List.of(ref.address()),
        role,
        3,
        4096,
        THEN,
        61,
        present,
        ref.equals(ANA));
  }

  @Override
  public SearchAnswer browse(String member, Page page) {
    ask("browse " + member);
    if (!member.equals("ana")) {
      throw ApiException.notFound("no-such-member", "no member is called " + member);
    }
    return answer("", List.copyOf(files.values()), page);
  }

  @Override
  public ShareList shares() {
    ask("shares");
    return new ShareList(List.of(shareAt("/srv/docs")), 3, 4096, 0, 0, 0);
  }

  private static ShareList.Share shareAt(String path) {
    return new ShareList.Share(
        path,
        "docs",
        4,
        8192,
        3,
        4096,
        1,
        2.5,
        ShareList.State.READY,
        1,
        List.of(
            new ShareList.Trouble("/srv/docs/secret", "unreadable", "secret cannot be read"),
            new ShareList.Trouble("/srv/docs/out", "link-leads-out", "out leads out")));
  }

  @Override
  public ShareList.Share share(String path) {
    ask("share " + path);
    return shareAt(path);
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
    if (q.equals("nothing")) {
      return new ShareFileList(0, 0, List.of());
    }
    return new ShareFileList(
        2,
        0,
        List.of(
            new ShareFileList.ShareFile(
                "notes.txt",
                "docs/notes.txt",
                "/srv/docs/notes.txt",
                1536,
                "text/plain",
                ShareFileList.State.READY,
                Optional.of(NOTES),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            new ShareFileList.ShareFile(
                "big.iso",
                "docs/big.iso",
                "/srv/docs/big.iso",
                1L << 30,
                "application/octet-stream",
                ShareFileList.State.WAITING,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty())));
  }

  @Override
  public synchronized TransferList transfers(TransferQuery query) {
    Page page = query.page();
    ask("transfers " + query.q() + " " + query.state().map(TransferFilter::toString).orElse(""));
    List<Transfer> all = looks.keySet().stream().map(this::advance).toList();
    List<Transfer> part = all.stream().skip(page.offset()).limit(page.limit()).toList();
    return new TransferList(
        all.size(),
        page.offset(),
        all.size(),
        2048,
        0,
        part,
        List.of(new TransferList.Following("f0", "*.pdf", THEN, 2)),
        new TransferList.Counts(all.size(), all.size(), 0, 0, 0, all.size(), 0, 0, 0, 0));
  }

  @Override
  public synchronized Transfer fetch(TransferRequest request) {
    ask("fetch " + request);
    String id = request.id().map(named -> find(named).id()).orElse(OTHER_NOTES);
    looks.putIfAbsent(id, 0);
    return at(id);
  }

  @Override
  public synchronized FetchAllAnswer fetchAll(FetchAllRequest request) {
    ask("fetchAll " + request.query().q() + " " + request.follow());
    looks.put(NOTES, 0);
    looks.put(OTHER_NOTES, 0);
    Optional<String> following = request.follow() ? Optional.of("f1") : Optional.empty();
    return new FetchAllAnswer(3, 1, 1626, List.of(at(NOTES), at(OTHER_NOTES)), following);
  }

  @Override
  public synchronized TransferDetail transfer(String id) {
    ask("transfer " + id);
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
        false);
  }

  private String known(String id) {
    return looks.keySet().stream()
        .filter(each -> each.startsWith(id))
        .findFirst()
        .orElseThrow(() -> ApiException.notFound("no-such-transfer", "no transfer is " + id));
  }

  private Transfer advance(String id) {
    looks.merge(id, stuck ? 0 : 1, Integer::sum);
    return at(id);
  }

  private Transfer at(String id) {
    FileResult file = Objects.requireNonNull(files.get(id));
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
        THEN,
        Optional.empty(),
        file.signedBy(),
        List.of(),
        limits,
        Priority.NORMAL,
        trouble);
  }

  @Override
  public synchronized Transfer pause(String id) {
    ask("pause " + id);
    return at(known(id));
  }

  @Override
  public synchronized Transfer resume(String id) {
    ask("resume " + id);
    return at(known(id));
  }

  @Override
  public synchronized void remove(String id, boolean data) {
    ask("remove " + id + " " + data);
    looks.remove(known(id));
  }

  @Override
  public synchronized Transfer limitTransfer(String id, Limits wanted) {
    ask("limitTransfer " + id);
    limits = wanted;
    return at(known(id));
  }

  @Override
  public SpeedLimits limits() {
    ask("limits");
    return speed();
  }

  private SpeedLimits speed() {
    return new SpeedLimits(
        limits.up(),
        limits.down(),
        turtle,
        List.of(),
        turtle.on()
            ? new SpeedLimits.InForce(turtle.up(), turtle.down(), "turtle")
            : new SpeedLimits.InForce(limits.up(), limits.down(), "usual"));
  }

  @Override
  public SpeedLimits limit(LimitPlan wanted) {
    ask("limit " + wanted.usual());
    limits = wanted.usual();
    turtle = wanted.turtle();
    return speed();
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
    return view();
  }

  @Override
  public GroupView leaveGroup() {
    ask("leave");
    return view();
  }

  @Override
  public GroupView forgetMember(String member) {
    ask("forget " + member);
    return view();
  }

  @Override
  public GroupView recoverGroup() {
    ask("recover");
    return view();
  }

  @Override
  public TransferFiles transferFiles(String id, Page page) {
    ask("files " + id + " " + page.offset());
    return new TransferFiles(
        3,
        page.offset(),
        List.of(
            new TransferFiles.Entry(0, "trip/" + EVIL, 2048, 1024, FilePriority.HIGH),
            new TransferFiles.Entry(2, "trip/day 2.jpg", 0, 0, FilePriority.SKIP)));
  }

  @Override
  public TransferFiles choose(String id, FileChoice choice) {
    ask("choose " + id + " " + choice.changes());
    return transferFiles(id, Page.FIRST);
  }

  @Override
  public GroupView joinGroup(String address) {
    ask("join " + address);
    return view();
  }

  @Override
  public GroupView createGroup(CreateGroupRequest request) {
    ask("create " + request.name() + (request.closed() ? " closed" : ""));
    return view();
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
        closed ? Optional.of(THEN) : Optional.empty(),
        request.reusable());
  }
}

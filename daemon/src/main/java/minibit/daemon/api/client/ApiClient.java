package minibit.daemon.api.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import minibit.core.words.Sentence;
import minibit.daemon.api.access.ApiAddress;
import minibit.daemon.api.access.ApiToken;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.ConfigList;
import minibit.daemon.api.model.CreateGroupRequest;
import minibit.daemon.api.model.ElectionAnswer;
import minibit.daemon.api.model.Event;
import minibit.daemon.api.model.FileDetail;
import minibit.daemon.api.model.FolderView;
import minibit.daemon.api.model.ForgetRequest;
import minibit.daemon.api.model.GroupView;
import minibit.daemon.api.model.HolderList;
import minibit.daemon.api.model.Invite;
import minibit.daemon.api.model.InviteRequest;
import minibit.daemon.api.model.JoinRequest;
import minibit.daemon.api.model.LaboratoryMenu;
import minibit.daemon.api.model.LaboratoryRequest;
import minibit.daemon.api.model.LaboratoryRun;
import minibit.daemon.api.model.LaboratoryStart;
import minibit.daemon.api.model.LogLines;
import minibit.daemon.api.model.LoginCode;
import minibit.daemon.api.model.MagnetLink;
import minibit.daemon.api.model.MemberList;
import minibit.daemon.api.model.Page;
import minibit.daemon.api.model.SavedSearch;
import minibit.daemon.api.model.SavedSearches;
import minibit.daemon.api.model.SearchAnswer;
import minibit.daemon.api.model.SearchRequest;
import minibit.daemon.api.model.SearchToSave;
import minibit.daemon.api.model.ShareFileList;
import minibit.daemon.api.model.ShareList;
import minibit.daemon.api.model.ShareRequest;
import minibit.daemon.api.model.ShareRoots;
import minibit.daemon.api.model.Status;
import minibit.daemon.api.model.Stopping;
import minibit.daemon.api.model.Timeline;
import minibit.daemon.api.model.TorrentFile;

/**
 * A daemon from afar: every method asks its API and waits for the answer.
 *
 * <p>All methods throw {@link ApiException}: with what the daemon said, or by the client itself
 * with {@link ApiException#NO_DAEMON} if nobody answers at the address, {@code timeout} if the
 * answer takes too long, {@code not-understood} if the answer is none of a daemon's. Any thread.
 */
public final class ApiClient extends TransferCalls implements AutoCloseable {
  /** An answer that takes longer will not come: the slowest wait for a vote or a signature. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private volatile boolean closed;

  private ApiClient(Connection connection) {
    super(connection);
  }

  /**
   * The daemon of a home. Nothing is asked yet.
   *
   * @throws ApiException with {@link ApiException#NO_DAEMON} if the home has none, {@code bad-home}
   *     if its files cannot be read
   */
  public static ApiClient of(Path home) {
    try {
      ApiAddress address =
          ApiAddress.read(home)
              .orElseThrow(
                  () ->
                      ApiException.noDaemon(
                          Sentence.of("no-daemon-of", "no daemon runs with the home {0}", home)));
      ApiToken token =
          ApiToken.read(home)
              .orElseThrow(
                  () ->
                      new ApiException(
                          401, "no-token", Sentence.of("no-token-in", "no token in {0}", home)));
      return new ApiClient(Connection.to(address, token, PATIENCE));
    } catch (IOException e) {
      throw new ApiException(
          403,
          "bad-home",
          Sentence.of(
              "api-address-unreadable", "cannot read the daemon's address: {0}", e.getMessage()));
    }
  }

  /**
   * A daemon by its address.
   *
   * @param base {@code http://host:port}
   */
  public static ApiClient of(URI base, ApiToken token) {
    return new ApiClient(new Connection(base, token, PATIENCE, Optional.empty()));
  }

  /** The same daemon, asked with other patience. */
  public ApiClient patient(Duration patience) {
    return new ApiClient(connection.patient(patience));
  }

  /** Where the API is asked. */
  public URI base() {
    return connection.base();
  }

  @Override
  public Status status() {
    return connection.get("status", Status.class);
  }

  @Override
  public Stopping shutdown() {
    return connection.post("shutdown", Stopping.class);
  }

  @Override
  public ElectionAnswer election() {
    return connection.post("election", ElectionAnswer.class);
  }

  @Override
  public SearchAnswer search(SearchRequest request) {
    return connection.get("search" + Query.of(request), SearchAnswer.class);
  }

  @Override
  public SearchAnswer searchWithFacets(SearchRequest request) {
    return connection.get("search" + Query.of(request).add("facets", "true"), SearchAnswer.class);
  }

  @Override
  public SavedSearches searches() {
    return connection.get("searches", SavedSearches.class);
  }

  @Override
  public SavedSearch saveSearch(SearchToSave search) {
    return connection.post("searches", search, SavedSearch.class);
  }

  @Override
  public void removeSearch(String id) {
    connection.delete("searches/" + Query.segment(id));
  }

  @Override
  public FileDetail file(String id) {
    return connection.get("files/" + Query.segment(id), FileDetail.class);
  }

  @Override
  public HolderList holders(String id) {
    return connection.get("files/" + Query.segment(id) + "/holders", HolderList.class);
  }

  @Override
  public TorrentFile torrent(String id) {
    return connection.torrent("files/" + Query.segment(id) + "/torrent");
  }

  @Override
  public MagnetLink magnet(String id) {
    return connection.get("files/" + Query.segment(id) + "/magnet", MagnetLink.class);
  }

  @Override
  public MemberList members() {
    return connection.get("members", MemberList.class);
  }

  @Override
  public SearchAnswer browse(String member, Page page) {
    return connection.get(
        "members/" + Query.segment(member) + "/files" + Query.of(page), SearchAnswer.class);
  }

  @Override
  public ShareList shares() {
    return connection.get("shares", ShareList.class);
  }

  @Override
  public ShareList.Share share(String path) {
    return connection.post("shares", new ShareRequest(path), ShareList.Share.class);
  }

  @Override
  public void unshare(String path) {
    connection.delete("shares" + new Query().add("path", path));
  }

  @Override
  public ShareList refresh() {
    return connection.post("shares/refresh", ShareList.class);
  }

  @Override
  public ShareFileList shareFiles(String q, Page page) {
    return connection.get("shares/files" + new Query().add("q", q).add(page), ShareFileList.class);
  }

  @Override
  public LaboratoryMenu laboratory() {
    return connection.get("laboratory", LaboratoryMenu.class);
  }

  @Override
  public LaboratoryStart startRun(LaboratoryRequest request) {
    return connection.post("laboratory/runs", request, LaboratoryStart.class);
  }

  @Override
  public LaboratoryRun run(String id) {
    return connection.get("laboratory/runs/" + Query.segment(id), LaboratoryRun.class);
  }

  @Override
  public void removeRun(String id) {
    connection.delete("laboratory/runs/" + Query.segment(id));
  }

  @Override
  public Timeline timeline() {
    return connection.get("group/timeline", Timeline.class);
  }

  @Override
  public ShareRoots shareRoots() {
    return connection.get("shares/roots", ShareRoots.class);
  }

  @Override
  public FolderView folder(String path) {
    return connection.get("shares/browse" + new Query().add("path", path), FolderView.class);
  }

  @Override
  public LogLines log(int lines) {
    return connection.get(
        "log" + new Query().add("lines", Integer.toString(lines)), LogLines.class);
  }

  @Override
  public ConfigList config() {
    return connection.get("config", ConfigList.class);
  }

  @Override
  public GroupView group() {
    return connection.get("group", GroupView.class);
  }

  @Override
  public GroupView leaveGroup() {
    return connection.post("group/leave", GroupView.class);
  }

  @Override
  public GroupView forgetMember(String member) {
    return connection.post("group/forget", new ForgetRequest(member), GroupView.class);
  }

  @Override
  public GroupView recoverGroup() {
    return connection.post("group/recover", GroupView.class);
  }

  @Override
  public GroupView joinGroup(String address) {
    return connection.post("group/join", new JoinRequest(address), GroupView.class);
  }

  @Override
  public GroupView createGroup(CreateGroupRequest request) {
    return connection.post("group/create", request, GroupView.class);
  }

  @Override
  public Invite invite(InviteRequest request) {
    return connection.post("group/invite", request, Invite.class);
  }

  /** A way into the page, for one browser, once. */
  public LoginCode loginCode() {
    return connection.post("login-codes", LoginCode.class);
  }

  /**
   * Tells what happens, as it happens, until the daemon stops, the thread is interrupted or this
   * client closed.
   *
   * @param since the id of the last event seen, to go on behind it; empty begins with what comes
   */
  public void events(Optional<String> since, Consumer<Event> listener) {
    Map<String, String> headers = since.map(id -> Map.of("Last-Event-ID", id)).orElseGet(Map::of);
    try (Stream<String> lines = connection.lines("events", headers)) {
      EventReader reader = new EventReader(lines.iterator());
      for (var event = reader.next(); event.isPresent(); event = reader.next()) {
        listener.accept(event.get());
      }
    } catch (UncheckedIOException e) {
      if (!closed && !Thread.currentThread().isInterrupted()) {
        throw ApiException.noDaemon(
            Sentence.of(
                "connection-broke", "the connection to the daemon broke: {0}", e.getMessage()));
      }
    }
  }

  /** Lets connections go, also those of the same daemon asked with other patience. */
  @Override
  public void close() {
    closed = true;
    connection.close();
  }
}

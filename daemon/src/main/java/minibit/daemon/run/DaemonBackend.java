package minibit.daemon.run;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import minibit.daemon.api.Backend;
import minibit.daemon.api.model.CacheView;
import minibit.daemon.api.model.ConfigList;
import minibit.daemon.api.model.CreateGroupRequest;
import minibit.daemon.api.model.ElectionAnswer;
import minibit.daemon.api.model.FetchAllAnswer;
import minibit.daemon.api.model.FetchAllRequest;
import minibit.daemon.api.model.FileChoice;
import minibit.daemon.api.model.FileDetail;
import minibit.daemon.api.model.FolderRequest;
import minibit.daemon.api.model.FolderView;
import minibit.daemon.api.model.GroupView;
import minibit.daemon.api.model.HolderList;
import minibit.daemon.api.model.Invite;
import minibit.daemon.api.model.InviteRequest;
import minibit.daemon.api.model.LaboratoryMenu;
import minibit.daemon.api.model.LaboratoryRequest;
import minibit.daemon.api.model.LaboratoryRun;
import minibit.daemon.api.model.LaboratoryStart;
import minibit.daemon.api.model.LimitPlan;
import minibit.daemon.api.model.Limits;
import minibit.daemon.api.model.LogLines;
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
import minibit.daemon.api.model.ShareRoots;
import minibit.daemon.api.model.SpeedLimits;
import minibit.daemon.api.model.Statistics;
import minibit.daemon.api.model.StatisticsRange;
import minibit.daemon.api.model.Status;
import minibit.daemon.api.model.Stopping;
import minibit.daemon.api.model.SwarmPicture;
import minibit.daemon.api.model.Timeline;
import minibit.daemon.api.model.TorrentFile;
import minibit.daemon.api.model.Transfer;
import minibit.daemon.api.model.TransferAction;
import minibit.daemon.api.model.TransferActionAnswer;
import minibit.daemon.api.model.TransferDetail;
import minibit.daemon.api.model.TransferFiles;
import minibit.daemon.api.model.TransferHistory;
import minibit.daemon.api.model.TransferList;
import minibit.daemon.api.model.TransferLog;
import minibit.daemon.api.model.TransferPieces;
import minibit.daemon.api.model.TransferQuery;
import minibit.daemon.api.model.TransferRequest;
import minibit.daemon.desk.Desk;
import minibit.daemon.desk.LaboratoryDesk;
import minibit.daemon.desk.SwarmViews;
import minibit.daemon.metrics.Latencies;

/** The API's other side: every question goes to the part that knows. Any thread. */
final class DaemonBackend implements Backend {
  private final StatusPart status;
  private final GroupPart group;
  private final CataloguePart catalogue;
  private final SharesPart shares;
  private final TransfersPart transfers;
  private final SwarmPost swarms;
  private final Ears ears;
  private final Desk desk;
  private final Latencies searches;
  private final LaboratoryDesk laboratory;
  private final Supplier<Status.Listen> listen;
  private final Path log;
  private final Runnable stop;

  DaemonBackend(
      StatusPart status,
      GroupPart group,
      CataloguePart catalogue,
      SharesPart shares,
      TransfersPart transfers,
      SwarmPost swarms,
      Ears ears,
      Desk desk,
      Latencies searches,
      LaboratoryDesk laboratory,
      Supplier<Status.Listen> listen,
      Path log,
      Runnable stop) {
    this.status = status;
    this.group = group;
    this.catalogue = catalogue;
    this.shares = shares;
    this.transfers = transfers;
    this.swarms = swarms;
    this.ears = ears;
    this.desk = desk;
    this.searches = searches;
    this.laboratory = laboratory;
    this.listen = listen;
    this.log = log;
    this.stop = stop;
  }

  @Override
  public Status status() {
    return status.status(listen.get(), group.view(), shares.summary(), transfers.summary());
  }

  @Override
  public Stopping shutdown() {
    stop.run();
    return new Stopping(ProcessHandle.current().pid());
  }

  @Override
  public ElectionAnswer election() {
    return group.election();
  }

  @Override
  public SearchAnswer search(SearchRequest request) {
    return searches.time(() -> catalogue.search(request));
  }

  @Override
  public SearchAnswer searchWithFacets(SearchRequest request) {
    return catalogue.searchWithFacets(request);
  }

  @Override
  public SavedSearches searches() {
    return desk.searches();
  }

  @Override
  public SavedSearch saveSearch(SearchToSave search) {
    return desk.save(search);
  }

  @Override
  public void removeSearch(String id) {
    desk.removeSearch(id);
  }

  @Override
  public FetchAllAnswer fetchFolder(FolderRequest request) {
    return transfers.folder(request);
  }

  @Override
  public SwarmPicture swarm(String id) {
    TransferDetail detail = transfers.one(id);
    return SwarmViews.picture(detail, status.name(), swarms.ask(detail.transfer()));
  }

  @Override
  public FileDetail file(String id) {
    return catalogue.file(id);
  }

  @Override
  public HolderList holders(String id) {
    return catalogue.holders(id);
  }

  @Override
  public TorrentFile torrent(String id) {
    return catalogue.torrent(id);
  }

  @Override
  public MagnetLink magnet(String id) {
    return catalogue.magnet(id);
  }

  @Override
  public MemberList members() {
    return catalogue.members();
  }

  @Override
  public SearchAnswer browse(String member, Page page) {
    return catalogue.browse(member, page);
  }

  @Override
  public ShareList shares() {
    return shares.list();
  }

  @Override
  public ShareList.Share share(String path) {
    return shares.add(path);
  }

  @Override
  public void unshare(String path) {
    shares.remove(path);
  }

  @Override
  public ShareList refresh() {
    return shares.refresh();
  }

  @Override
  public ShareFileList shareFiles(String q, Page page) {
    return shares.files(q, page);
  }

  @Override
  public TransferList transfers(TransferQuery query) {
    return transfers.list(query);
  }

  @Override
  public TransferActionAnswer act(TransferAction action) {
    return transfers.act(action);
  }

  @Override
  public Transfer fetch(TransferRequest request) {
    return transfers.fetch(request);
  }

  @Override
  public FetchAllAnswer fetchAll(FetchAllRequest request) {
    return transfers.fetchAll(request);
  }

  @Override
  public List<Transfer> some(Collection<String> ids) {
    return transfers.some(ids);
  }

  @Override
  public TransferDetail transfer(String id) {
    return transfers.one(id);
  }

  @Override
  public TransferPieces pieces(String id) {
    return transfers.pieces(id);
  }

  @Override
  public TransferFiles transferFiles(String id, Page page) {
    return transfers.files(id, page);
  }

  @Override
  public TransferFiles choose(String id, FileChoice choice) {
    return transfers.choose(id, choice);
  }

  @Override
  public TransferHistory history(String id) {
    return transfers.history(id);
  }

  @Override
  public TransferLog transferLog(String id, int limit) {
    return transfers.log(id, limit);
  }

  @Override
  public Transfer pause(String id) {
    return transfers.pause(id);
  }

  @Override
  public Transfer resume(String id) {
    return transfers.resume(id);
  }

  @Override
  public void remove(String id, boolean data) {
    transfers.remove(id, data);
  }

  @Override
  public Transfer limitTransfer(String id, Limits limits) {
    return transfers.limit(id, limits);
  }

  @Override
  public SpeedLimits limits() {
    return desk.limits();
  }

  @Override
  public SpeedLimits limit(LimitPlan plan) {
    return desk.limit(plan);
  }

  @Override
  public Statistics statistics(StatisticsRange range) {
    return desk.statistics(range);
  }

  @Override
  public CacheView cache() {
    return transfers.cache();
  }

  @Override
  public LaboratoryMenu laboratory() {
    return laboratory.menu();
  }

  @Override
  public LaboratoryStart startRun(LaboratoryRequest request) {
    return laboratory.start(request);
  }

  @Override
  public LaboratoryRun run(String id) {
    return laboratory.run(id);
  }

  @Override
  public void removeRun(String id) {
    laboratory.remove(id);
  }

  @Override
  public Timeline timeline() {
    return desk.timeline();
  }

  @Override
  public ShareRoots shareRoots() {
    return shares.browser().roots();
  }

  @Override
  public FolderView folder(String path) {
    return shares.browser().browse(path);
  }

  @Override
  public LogLines log(int lines) {
    return LogTail.of(log, lines);
  }

  @Override
  public ConfigList config() {
    return status.config();
  }

  @Override
  public GroupView group() {
    return group.view();
  }

  @Override
  public GroupView leaveGroup() {
    return group.leave();
  }

  @Override
  public GroupView forgetMember(String member) {
    return group.forget(member);
  }

  @Override
  public GroupView recoverGroup() {
    return group.recover();
  }

  @Override
  public GroupView joinGroup(String address) {
    return group.join(address);
  }

  @Override
  public GroupView createGroup(CreateGroupRequest request) {
    return group.create(request);
  }

  @Override
  public Invite invite(InviteRequest request) {
    return group.invite(request);
  }
}

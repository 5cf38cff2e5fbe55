package minibit.daemon.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import minibit.daemon.api.model.ApiException;
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

/**
 * A daemon as its API shows it, one method an endpoint. The daemon implements it for the server;
 * the client is the same from afar.
 *
 * <p>Any thread, many at once; calls may block. What cannot be done throws {@link ApiException}.
 * The server has checked the form of arguments (lengths, ranges, kinds), not what they name. An id
 * of content or of a transfer is the first hexadecimal digits of a root or info-hash, as many as
 * are unambiguous, or a whole name; what fits several is refused as {@link ApiException#AMBIGUOUS}.
 * A member is named by its name or the first digits of its id.
 */
public interface Backend {
  /** This daemon. */
  Status status();

  /** Stops the daemon, after the answer is sent. */
  Stopping shutdown();

  /** Forces a genuine vote and waits for its end. */
  ElectionAnswer election();

  /** Searches the catalogue. */
  SearchAnswer search(SearchRequest request);

  /** The same, with how many each narrower question would leave, and with folders. */
  SearchAnswer searchWithFacets(SearchRequest request);

  /** The questions that are kept. */
  SavedSearches searches();

  /** Keeps a question; the page of it does not count. */
  SavedSearch saveSearch(SearchToSave search);

  /** Keeps a question no longer. */
  void removeSearch(String id);

  /** One content. */
  FileDetail file(String id);

  /** Who has a content now. */
  HolderList holders(String id);

  /** The canonical torrent of a content. */
  TorrentFile torrent(String id);

  /** The canonical torrent of a content, as a link. */
  MagnetLink magnet(String id);

  /** The members, present and away. */
  MemberList members();

  /** What a member offers, by path; {@code query} of the answer is empty. */
  SearchAnswer browse(String member, Page page);

  /** What this daemon shares. */
  ShareList shares();

  /**
   * Shares a folder or file; hashing goes on after this returns.
   *
   * @param path absolute
   */
  ShareList.Share share(String path);

  /** Where folders may be browsed in order to share them. */
  ShareRoots shareRoots();

  /**
   * What lies in a folder of this machine that may be shared.
   *
   * @param path absolute
   */
  FolderView folder(String path);

  /** Shares a folder or file no longer. */
  void unshare(String path);

  /** Begins to rescan all shares; the states of the answer say how far it is. */
  ShareList refresh();

  /** The files this daemon shares whose path has all words of {@code q}; all if it is empty. */
  ShareFileList shareFiles(String q, Page page);

  /** Those of the transfers that are asked for. */
  TransferList transfers(TransferQuery query);

  /**
   * Some transfers by their whole ids, as they are now; those that are gone are left out. For who
   * looks often at a few of many; no endpoint.
   */
  default List<Transfer> some(Collection<String> ids) {
    List<Transfer> found = new ArrayList<>();
    for (String id : ids) {
      try {
        found.add(transfer(id).transfer());
      } catch (ApiException e) {
        if (e.status() != 404) {
          throw e;
        }
      }
    }
    return found;
  }

  /** Does the same with many transfers; what was not done with some of them is told. */
  TransferActionAnswer act(TransferAction action);

  /** Begins a transfer; one that runs already is answered as it is. */
  Transfer fetch(TransferRequest request);

  /** Begins a transfer for everything that fits, fewest holders first. */
  FetchAllAnswer fetchAll(FetchAllRequest request);

  /** Begins a transfer for everything in a folder of a member. */
  FetchAllAnswer fetchFolder(FolderRequest request);

  /** Who takes part in a transfer, and who sends to whom. */
  SwarmPicture swarm(String id);

  /** One transfer, with its peers. */
  TransferDetail transfer(String id);

  /** Which pieces of a transfer are here, and how common all of them are. */
  TransferPieces pieces(String id);

  /** The files of a transfer. */
  TransferFiles transferFiles(String id, Page page);

  /** Says which files of a transfer are wanted, and which first; answers the first of them. */
  TransferFiles choose(String id, FileChoice choice);

  /** The speeds of a transfer in the last ten minutes. */
  TransferHistory history(String id);

  /**
   * What happened to a transfer since the daemon started.
   *
   * @param limit lines at most, the last ones; 1 to {@link TransferLog#MAX}
   */
  TransferLog transferLog(String id, int limit);

  /** Stops a transfer until it is resumed. */
  Transfer pause(String id);

  /** Lets a paused or failed transfer go on. */
  Transfer resume(String id);

  /**
   * Forgets a transfer, or ends following a query.
   *
   * @param data whether to delete what it fetched, too
   */
  void remove(String id, boolean data);

  /** Bounds one transfer's speed. */
  Transfer limitTransfer(String id, Limits limits);

  /** The bounds of all transfers together, and which of them hold now. */
  SpeedLimits limits();

  /** Bounds the speed of all transfers together, always or at times. */
  SpeedLimits limit(LimitPlan plan);

  /** How much went each way, and how fast. */
  Statistics statistics(StatisticsRange range);

  /** The cache of blocks that are sent again and again. */
  CacheView cache();

  /**
   * The end of the daemon's log.
   *
   * @param lines at most, 1 to {@link LogLines#MAX}
   */
  LogLines log(int lines);

  /** The settings in force. */
  ConfigList config();

  /** The group. */
  GroupView group();

  /** What can be played in the laboratory. */
  LaboratoryMenu laboratory();

  /** Begins a run of the laboratory; one at a time. */
  LaboratoryStart startRun(LaboratoryRequest request);

  /** A run of the laboratory now. */
  LaboratoryRun run(String id);

  /** Ends a run of the laboratory, or forgets one that has ended. */
  void removeRun(String id);

  /** The epochs that this daemon saw. */
  Timeline timeline();

  /** Ends the membership. */
  GroupView leaveGroup();

  /** Drops the records of a member that will not return. */
  GroupView forgetMember(String member);

  /** Founds the group anew from what this member knows, after its voters are lost for good. */
  GroupView recoverGroup();

  /**
   * Joins the group of a member.
   *
   * @param address {@code host:port} or an invite link
   */
  GroupView joinGroup(String address);

  /** Founds a group, if this daemon is in none with others. */
  GroupView createGroup(CreateGroupRequest request);

  /** What to hand to somebody who shall join. */
  Invite invite(InviteRequest request);
}

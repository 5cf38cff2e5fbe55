package minibit.cli;

import minibit.daemon.api.Backend;
import minibit.daemon.api.model.CacheView;
import minibit.daemon.api.model.FetchAllAnswer;
import minibit.daemon.api.model.FolderRequest;
import minibit.daemon.api.model.FolderView;
import minibit.daemon.api.model.LaboratoryMenu;
import minibit.daemon.api.model.LaboratoryRequest;
import minibit.daemon.api.model.LaboratoryRun;
import minibit.daemon.api.model.LaboratoryStart;
import minibit.daemon.api.model.SavedSearch;
import minibit.daemon.api.model.SavedSearches;
import minibit.daemon.api.model.SearchAnswer;
import minibit.daemon.api.model.SearchRequest;
import minibit.daemon.api.model.SearchToSave;
import minibit.daemon.api.model.ShareRoots;
import minibit.daemon.api.model.Statistics;
import minibit.daemon.api.model.StatisticsRange;
import minibit.daemon.api.model.SwarmPicture;
import minibit.daemon.api.model.Timeline;
import minibit.daemon.api.model.TransferAction;
import minibit.daemon.api.model.TransferActionAnswer;
import minibit.daemon.api.model.TransferHistory;
import minibit.daemon.api.model.TransferLog;
import minibit.daemon.api.model.TransferPieces;

/** What commands do not ask a daemon for: the page does. */
abstract class Unasked implements Backend {
  private static UnsupportedOperationException unasked() {
    return new UnsupportedOperationException("no command asks for this");
  }

  @Override
  public TransferActionAnswer act(TransferAction action) {
    throw unasked();
  }

  @Override
  public TransferPieces pieces(String id) {
    throw unasked();
  }

  @Override
  public TransferHistory history(String id) {
    throw unasked();
  }

  @Override
  public TransferLog transferLog(String id, int limit) {
    throw unasked();
  }

  @Override
  public Statistics statistics(StatisticsRange range) {
    throw unasked();
  }

  @Override
  public CacheView cache() {
    throw unasked();
  }

  @Override
  public Timeline timeline() {
    throw unasked();
  }

  @Override
  public ShareRoots shareRoots() {
    throw unasked();
  }

  @Override
  public FolderView folder(String path) {
    throw unasked();
  }

  @Override
  public SearchAnswer searchWithFacets(SearchRequest request) {
    throw unasked();
  }

  @Override
  public SavedSearches searches() {
    throw unasked();
  }

  @Override
  public SavedSearch saveSearch(SearchToSave search) {
    throw unasked();
  }

  @Override
  public void removeSearch(String id) {
    throw unasked();
  }

  @Override
  public FetchAllAnswer fetchFolder(FolderRequest request) {
    throw unasked();
  }

  @Override
  public SwarmPicture swarm(String id) {
    throw unasked();
  }

  @Override
  public LaboratoryMenu laboratory() {
    throw unasked();
  }

  @Override
  public LaboratoryStart startRun(LaboratoryRequest request) {
    throw unasked();
  }

  @Override
  public LaboratoryRun run(String id) {
    throw unasked();
  }

  @Override
  public void removeRun(String id) {
    throw unasked();
  }
}

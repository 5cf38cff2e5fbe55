package minibit.cli;

import minibit.daemon.api.Backend;
import minibit.daemon.api.model.CacheView;
import minibit.daemon.api.model.FileChoice;
import minibit.daemon.api.model.FolderView;
import minibit.daemon.api.model.Page;
import minibit.daemon.api.model.ShareRoots;
import minibit.daemon.api.model.Statistics;
import minibit.daemon.api.model.StatisticsRange;
import minibit.daemon.api.model.Timeline;
import minibit.daemon.api.model.TransferAction;
import minibit.daemon.api.model.TransferActionAnswer;
import minibit.daemon.api.model.TransferFiles;
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
  public TransferFiles transferFiles(String id, Page page) {
    throw unasked();
  }

  @Override
  public TransferFiles choose(String id, FileChoice choice) {
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
}

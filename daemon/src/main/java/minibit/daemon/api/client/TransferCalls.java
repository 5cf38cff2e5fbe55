package minibit.daemon.api.client;

import minibit.daemon.api.Backend;
import minibit.daemon.api.model.CacheView;
import minibit.daemon.api.model.FetchAllAnswer;
import minibit.daemon.api.model.FetchAllRequest;
import minibit.daemon.api.model.FileChoice;
import minibit.daemon.api.model.FolderRequest;
import minibit.daemon.api.model.LimitPlan;
import minibit.daemon.api.model.Limits;
import minibit.daemon.api.model.Page;
import minibit.daemon.api.model.SpeedLimits;
import minibit.daemon.api.model.Statistics;
import minibit.daemon.api.model.StatisticsRange;
import minibit.daemon.api.model.SwarmPicture;
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

/** What a daemon fetches, from afar: the part of the client that is about transfers. Any thread. */
abstract class TransferCalls implements Backend {
  /** Asks the daemon. */
  final Connection connection;

  TransferCalls(Connection connection) {
    this.connection = connection;
  }

  @Override
  public FetchAllAnswer fetchFolder(FolderRequest request) {
    return connection.post("transfers/folder", request, FetchAllAnswer.class);
  }

  @Override
  public SwarmPicture swarm(String id) {
    return connection.get("transfers/" + Query.segment(id) + "/swarm", SwarmPicture.class);
  }

  @Override
  public TransferList transfers(TransferQuery query) {
    return connection.get("transfers" + Query.of(query), TransferList.class);
  }

  @Override
  public TransferActionAnswer act(TransferAction action) {
    return connection.post("transfers/actions", action, TransferActionAnswer.class);
  }

  @Override
  public Transfer fetch(TransferRequest request) {
    return connection.post("transfers", request, Transfer.class);
  }

  @Override
  public FetchAllAnswer fetchAll(FetchAllRequest request) {
    return connection.post("transfers/all", request, FetchAllAnswer.class);
  }

  @Override
  public TransferDetail transfer(String id) {
    return connection.get("transfers/" + Query.segment(id), TransferDetail.class);
  }

  @Override
  public TransferPieces pieces(String id) {
    return connection.get("transfers/" + Query.segment(id) + "/pieces", TransferPieces.class);
  }

  @Override
  public TransferFiles transferFiles(String id, Page page) {
    return connection.get(
        "transfers/" + Query.segment(id) + "/files" + Query.of(page), TransferFiles.class);
  }

  @Override
  public TransferFiles choose(String id, FileChoice choice) {
    return connection.put("transfers/" + Query.segment(id) + "/files", choice, TransferFiles.class);
  }

  @Override
  public TransferHistory history(String id) {
    return connection.get("transfers/" + Query.segment(id) + "/history", TransferHistory.class);
  }

  @Override
  public TransferLog transferLog(String id, int limit) {
    return connection.get(
        "transfers/"
            + Query.segment(id)
            + "/log"
            + new Query().add("limit", Integer.toString(limit)),
        TransferLog.class);
  }

  @Override
  public Transfer pause(String id) {
    return connection.post("transfers/" + Query.segment(id) + "/pause", Transfer.class);
  }

  @Override
  public Transfer resume(String id) {
    return connection.post("transfers/" + Query.segment(id) + "/resume", Transfer.class);
  }

  @Override
  public void remove(String id, boolean data) {
    connection.delete(
        "transfers/" + Query.segment(id) + new Query().add("data", Boolean.toString(data)));
  }

  @Override
  public Transfer limitTransfer(String id, Limits limits) {
    return connection.put("transfers/" + Query.segment(id) + "/limits", limits, Transfer.class);
  }

  @Override
  public SpeedLimits limits() {
    return connection.get("limits", SpeedLimits.class);
  }

  @Override
  public SpeedLimits limit(LimitPlan plan) {
    return connection.put("limits", plan, SpeedLimits.class);
  }

  @Override
  public Statistics statistics(StatisticsRange range) {
    return connection.get("stats" + new Query().add("range", range.toString()), Statistics.class);
  }

  @Override
  public CacheView cache() {
    return connection.get("cache", CacheView.class);
  }
}

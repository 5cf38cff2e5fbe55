package minibit.daemon.fetch.transfer;

import java.util.concurrent.Executor;
import minibit.daemon.engine.Engine;
import minibit.daemon.fetch.files.LocalContents;
import minibit.daemon.fetch.files.TargetNames;
import minibit.daemon.fetch.group.Catalogue;
import minibit.daemon.fetch.group.PieceReports;
import minibit.daemon.fetch.model.FetchConfig;
import minibit.daemon.fetch.store.TransferStore;

/**
 * What all transfers share.
 *
 * @param owner runs what changes a transfer, one thing after another; must not be held up
 * @param helpers run what may wait
 */
public record TransferContext(
    FetchConfig config,
    Engine engine,
    Catalogue catalogue,
    LocalContents contents,
    PieceReports reports,
    TransferStore store,
    TargetNames names,
    TransferOwner owner,
    Executor helpers) {}

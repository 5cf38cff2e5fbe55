package minibit.daemon.fetch;

import java.util.concurrent.Executor;
import minibit.daemon.engine.Engine;

/**
 * What all transfers share.
 *
 * @param owner runs what changes a transfer, one thing after another; must not be held up
 * @param helpers run what may wait
 */
record TransferContext(
    FetchConfig config,
    Engine engine,
    Catalogue catalogue,
    LocalContents contents,
    PieceReports reports,
    TransferStore store,
    TargetNames names,
    Executor owner,
    Executor helpers) {}

package minibit.group.vote;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import minibit.core.catalogue.CatalogueCommand;
import minibit.core.catalogue.CatalogueImage;
import minibit.core.catalogue.CatalogueState;
import minibit.core.catalogue.Change;
import minibit.core.catalogue.CommandCodec;
import minibit.core.packed.BadPacked;
import minibit.core.packed.PackedWriter;
import org.apache.ratis.io.MD5Hash;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftConfigurationProto;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.util.LifeCycle;
import org.apache.ratis.util.MD5FileUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The catalogue as Ratis drives it: one thread applies, any thread reads under a lock. A snapshot
 * copies references while nothing is applied, and is written by a thread of its own.
 */
final class CatalogueMachine extends BaseStateMachine {
  private static final Logger log = LoggerFactory.getLogger(CatalogueMachine.class);

  private final SimpleStateMachineStorage storage = new SimpleStateMachineStorage();
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final ClientId proposer;
  private final ElectionBell bell;
  private final VoterListener listener;
  private CatalogueState state = new CatalogueState(new SecureRandom().nextLong());

  /** Done when no snapshot is being written. */
  private CompletableFuture<Void> writing = CompletableFuture.completedFuture(null);

  /** The snapshot of which Ratis knows: it is told of a new one before the next is started. */
  private long reported = RaftLog.INVALID_LOG_INDEX;

  private volatile boolean closed;

  /**
   * A machine that takes commands from this proposer alone: the Raft port is open to others, and
   * commands are checked before they are proposed.
   */
  CatalogueMachine(ClientId proposer, ElectionBell bell, VoterListener listener) {
    this.bell = bell;
    this.proposer = proposer;
    this.listener = listener;
  }

  <T> T read(Function<CatalogueState, T> reader) {
    lock.readLock().lock();
    try {
      return reader.apply(state);
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public void initialize(RaftServer server, RaftGroupId group, RaftStorage raftStorage)
      throws IOException {
    getLifeCycle()
        .startAndTransition(
            () -> {
              super.initialize(server, group, raftStorage);
              storage.init(raftStorage);
              load();
            });
  }

  @Override
  public void pause() {
    getLifeCycle().transition(LifeCycle.State.PAUSING);
    getLifeCycle().transition(LifeCycle.State.PAUSED);
  }

  @Override
  public void reinitialize() throws IOException {
    getLifeCycle().startAndTransition(this::load);
  }

  private void load() throws IOException {
    SingleFileSnapshotInfo latest = storage.loadLatestSnapshot();
    if (latest == null) {
      return;
    }
    Path file = latest.getFile().getPath();
    MD5Hash expected = latest.getFile().getFileDigest();
    if (expected != null && !expected.equals(MD5FileUtil.computeMd5ForFile(file.toFile()))) {
      throw new IOException("snapshot " + file.getFileName() + " differs from its MD5");
    }
    CatalogueState loaded = SnapshotFile.read(file);
    lock.writeLock().lock();
    try {
      state = loaded;
      setLastAppliedTermIndex(TermIndex.valueOf(latest.getTerm(), latest.getIndex()));
    } finally {
      lock.writeLock().unlock();
    }
    reported = latest.getIndex();
    listener.onReplaced(latest.getIndex());
  }

  @Override
  public TransactionContext startTransaction(RaftClientRequest request) throws IOException {
    TransactionContext transaction = super.startTransaction(request);
    if (!proposer.equals(request.getClientId())) {
      transaction.setException(new IOException("commands come from the tracker itself"));
    }
    return transaction;
  }

  @Override
  public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
    LogEntryProto entry = transaction.getLogEntry();
    ByteString data = entry.getStateMachineLogEntry().getLogData();
    CatalogueCommand command = null;
    List<Change> changes = List.of();
    try {
      command = CommandCodec.decode(data.toByteArray());
    } catch (BadPacked e) {
      // Every replica sees the same bytes, so every replica passes over them alike.
      log.error("log entry {} is no command: {}", entry.getIndex(), e.getMessage());
    }
    lock.writeLock().lock();
    try {
      if (command != null) {
        changes = state.apply(command);
      }
      updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
    } finally {
      lock.writeLock().unlock();
    }
    if (command != null) {
      listener.onApplied(entry.getIndex(), command, changes);
    }
    return CompletableFuture.completedFuture(reply(changes));
  }

  /** The refusals among the changes, by number. */
  private static Message reply(List<Change> changes) {
    PackedWriter out = new PackedWriter();
    for (Change change : changes) {
      if (change instanceof Change.Refused refused) {
        out.octet(refused.reason().ordinal());
      }
    }
    return Message.valueOf(ByteString.copyFrom(out.toBytes()));
  }

  static List<Change.Refusal> refusals(@Nullable Message reply) {
    if (reply == null) {
      return List.of();
    }
    byte[] numbers = reply.getContent().toByteArray();
    Change.Refusal[] all = Change.Refusal.values();
    Change.Refusal[] refusals = new Change.Refusal[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      refusals[i] = all[numbers[i]];
    }
    return List.of(refusals);
  }

  @Override
  public CompletableFuture<Message> query(Message request) {
    return CompletableFuture.completedFuture(Message.EMPTY);
  }

  @Override
  public SimpleStateMachineStorage getStateMachineStorage() {
    return storage;
  }

  /**
   * Starts a snapshot unless one is being written, and answers with the last that is complete:
   * whoever asks drops the log up to there.
   */
  @Override
  public long takeSnapshot() {
    SingleFileSnapshotInfo latest = storage.getLatestSnapshot();
    long complete = latest == null ? RaftLog.INVALID_LOG_INDEX : latest.getIndex();
    TermIndex at = getLastAppliedTermIndex();
    if (complete > reported || !writing.isDone() || at.getIndex() <= complete) {
      reported = complete;
      return complete;
    }
    CatalogueImage image = read(CatalogueState::image);
    CompletableFuture<Void> started = new CompletableFuture<>();
    writing = started;
    Thread.ofPlatform().name("snapshot").daemon().start(() -> write(image, at, started));
    return complete;
  }

  /** Writes the image, which holds all up to that entry; if it cannot, the log stays instead. */
  private void write(CatalogueImage image, TermIndex at, CompletableFuture<Void> done) {
    try {
      Path file = storage.getSnapshotFile(at.getTerm(), at.getIndex()).toPath();
      if (SnapshotFile.write(image, file, () -> closed)) {
        FileInfo info = new FileInfo(file, MD5FileUtil.computeAndSaveMd5ForFile(file.toFile()));
        storage.updateLatestSnapshot(new SingleFileSnapshotInfo(info, at));
      }
    } catch (IOException e) {
      log.warn("snapshot at {} failed, the log is kept instead: {}", at, e.getMessage());
    } finally {
      done.complete(null);
    }
  }

  private void electionChanged() {
    bell.ring();
    listener.onElection();
  }

  @Override
  public void notifyLeaderChanged(RaftGroupMemberId member, @Nullable RaftPeerId leader) {
    electionChanged();
  }

  @Override
  public void notifyLeaderReady() {
    electionChanged();
  }

  @Override
  public void notifyNotLeader(Collection<TransactionContext> pending) {
    electionChanged();
  }

  @Override
  public void notifyConfigurationChanged(
      long term, long index, RaftConfigurationProto configuration) {
    electionChanged();
  }

  @Override
  public void notifyLogFailed(Throwable cause, @Nullable LogEntryProto entry) {
    log.error("the group's log cannot be written: {}", cause.getMessage());
    listener.onLogFailed(String.valueOf(cause.getMessage()));
    electionChanged();
  }

  @Override
  public void close() {
    closed = true;
    writing.join();
    getLifeCycle().checkStateAndClose(() -> {});
  }
}

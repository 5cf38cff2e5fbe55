package minibit.daemon.share;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import minibit.core.id.InfoHash;
import minibit.core.id.PiecesRoot;
import minibit.group.member.MemberKeys;
import minibit.group.member.ShareBook;

/**
 * What this daemon shares: folders and files from anywhere, found, hashed, signed, kept in the book
 * of the group, and found again by content when somebody asks. Any thread.
 *
 * <p>A file enters the book when its hashes are known, and leaves it as soon as it is seen to have
 * changed or gone. What is known of it is kept, also while its disk is away.
 */
public final class Shares implements AutoCloseable {
  private Shares() {}

  /**
   * Opens the store and goes on where the last start ended. Scanning and hashing happen behind.
   *
   * @param keys by which files are signed
   * @param book where files are entered
   * @param transfersRunning whether hashing should leave room for transfers; asked often
   * @throws ShareException if the store cannot be opened
   */
  public static Shares open(
      SharesConfig config, MemberKeys keys, ShareBook book, BooleanSupplier transfersRunning) {
    throw new UnsupportedOperationException("not built yet");
  }

  /**
   * Shares a folder, with all below it, or a single file. Remembered over restarts.
   *
   * @throws ShareException if it is not there, cannot be read, is shared already, or is our own
   */
  public void add(Path path) {
    throw new UnsupportedOperationException("not built yet");
  }

  /** Ends a share; false if the path is none. Its files leave the book before this returns. */
  public boolean remove(Path path) {
    throw new UnsupportedOperationException("not built yet");
  }

  /**
   * Looks at everything anew. Done when all that was found is hashed and in the book; files that
   * somebody goes on writing to are not waited for.
   */
  public CompletableFuture<Void> refresh() {
    throw new UnsupportedOperationException("not built yet");
  }

  /**
   * Leaves a path alone: a transfer writes there, and what it writes is not whole. Remembered over
   * restarts, until {@link #release} or {@link #adopt}.
   *
   * @param path a file, or a folder with all below it
   */
  public void hold(Path path) {
    throw new UnsupportedOperationException("not built yet");
  }

  /** Ends {@link #hold}: what lies there is looked at like anything else. */
  public void release(Path path) {
    throw new UnsupportedOperationException("not built yet");
  }

  /**
   * Shares a fetched file whose hashes are known, without reading it: in its place if it lies in a
   * share or in the download folder, else as a file of its own.
   */
  public void adopt(Path file, LocalContent known) {
    throw new UnsupportedOperationException("not built yet");
  }

  /** Shares a fetched file whose hashes are not known in this form: it is read first. */
  public void adopt(Path file) {
    throw new UnsupportedOperationException("not built yet");
  }

  /** All shares, oldest first; the download folder is among them once something was adopted. */
  public List<ShareView> shares() {
    throw new UnsupportedOperationException("not built yet");
  }

  /**
   * Our files by path, those that wait for their hashes too.
   *
   * @param filter a part of folder or name, in any case; empty for all
   */
  public List<LocalFile> files(String filter, int offset, int limit) {
    throw new UnsupportedOperationException("not built yet");
  }

  /** How many {@link #files} a filter leaves. */
  public long count(String filter) {
    throw new UnsupportedOperationException("not built yet");
  }

  /**
   * A content that we hold, in a file looked at now. Files found changed are withdrawn and hashed
   * anew.
   */
  public Optional<LocalContent> byRoot(PiecesRoot root) {
    throw new UnsupportedOperationException("not built yet");
  }

  /**
   * A content that we hold under the name which has this info-hash; as {@link #byRoot}.
   *
   * @param hash v1, v2, or v2 cut to 20 bytes
   */
  public Optional<LocalContent> byHash(InfoHash hash) {
    throw new UnsupportedOperationException("not built yet");
  }

  /** Whether the file is still what was hashed; if not, it is withdrawn and hashed anew. */
  public boolean stillSame(LocalContent content) {
    throw new UnsupportedOperationException("not built yet");
  }

  /** All shares together. */
  public ShareTotals totals() {
    throw new UnsupportedOperationException("not built yet");
  }

  /** Stops at once; what was hashed is kept. */
  @Override
  public void close() {}
}

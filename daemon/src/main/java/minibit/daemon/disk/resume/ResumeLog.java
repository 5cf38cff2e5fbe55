package minibit.daemon.disk.resume;

import java.io.IOException;
import java.util.List;
import minibit.core.id.PiecesRoot;
import minibit.daemon.disk.FileStamp;

/**
 * The resume data of one torrent, open. Facts are told after they are true on disk, so that a
 * process that is killed loses at most the pieces in flight. Any thread.
 */
public interface ResumeLog extends AutoCloseable {
  /** What was remembered when it was opened. */
  ResumeState state();

  /** The first bytes of this piece are about to be written. */
  void begun(int piece) throws IOException;

  /** The piece is on disk and its hash fits. */
  void verified(int piece) throws IOException;

  /** What is on disk of this piece is worth nothing. */
  void forgotten(int piece) throws IOException;

  /** The raw info that a magnet link's hashes name. */
  void info(byte[] info) throws IOException;

  /** The proven piece layer of a file, which a magnet link does not bring (BEP 52). */
  void layer(PiecesRoot root, byte[] layer) throws IOException;

  /** Nothing will be written any more, and the files look like this. */
  void rest(List<FileStamp> stamps) throws IOException;

  /** What is verified by now is about to be forced to the disk. */
  void forcing() throws IOException;

  /**
   * What was verified at the last {@link #forcing}, and was not written to since, outlives a power
   * cut.
   */
  void forced() throws IOException;

  /** Forgets everything on closing: the download is complete. */
  void discard();

  /** Closes and lets others in. Without {@link #rest} it counts as a crash. Idempotent. */
  @Override
  void close() throws IOException;
}

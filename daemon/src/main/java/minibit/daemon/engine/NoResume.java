package minibit.daemon.engine;

import java.nio.file.Path;
import java.util.List;
import minibit.core.id.InfoHashes;
import minibit.core.id.PiecesRoot;
import minibit.daemon.disk.FileStamp;
import minibit.daemon.disk.resume.ResumeLog;
import minibit.daemon.disk.resume.ResumeState;
import minibit.daemon.disk.resume.ResumeStore;

/** Remembers nothing: for engines without a home, and for content that is believed complete. */
record NoResume() implements ResumeStore, ResumeLog {
  @Override
  public ResumeLog open(InfoHashes hashes, Path folder) {
    return this;
  }

  @Override
  public ResumeState state() {
    return ResumeState.none();
  }

  @Override
  public void begun(int piece) {}

  @Override
  public void verified(int piece) {}

  @Override
  public void forgotten(int piece) {}

  @Override
  public void info(byte[] info) {}

  @Override
  public void layer(PiecesRoot root, byte[] layer) {}

  @Override
  public void rest(List<FileStamp> stamps) {}

  @Override
  public void forcing() {}

  @Override
  public void forced() {}

  @Override
  public void discard() {}

  @Override
  public void close() {}
}

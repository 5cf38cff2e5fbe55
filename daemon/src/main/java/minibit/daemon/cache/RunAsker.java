package minibit.daemon.cache;

import java.nio.ByteBuffer;

/** Who waits for a run that is read. Told once, on any thread; must not wait there. */
public interface RunAsker {
  /**
   * It was read.
   *
   * @param bytes all of it, from 0 to its limit; only until this call returns, and for reading
   */
  void arrived(ByteBuffer bytes);

  /** It could not be read as a whole: each may try with what it wants of it. */
  void failed();
}

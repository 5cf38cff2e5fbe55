package minibit.daemon.disk;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a thread stand back when others want the processor. Java's own thread priorities do nothing
 * on Linux; there each thread has a niceness, which this sets. On other systems it does nothing.
 */
public final class QuietThread {
  /**
   * Half way to the least: a third of the time beside busy others, all of it when they are idle.
   */
  private static final int NICENESS = 10;

  /** {@code PRIO_PROCESS}, which on Linux names a thread; its number 0 is the caller. */
  private static final int THREAD = 0;

  private static final Logger log = LoggerFactory.getLogger(QuietThread.class);
  private static final Optional<MethodHandle> SET = find();

  private QuietThread() {}

  private static Optional<MethodHandle> find() {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return Optional.empty();
    }
    Linker linker = Linker.nativeLinker();
    FunctionDescriptor shape =
        FunctionDescriptor.of(
            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    return linker
        .defaultLookup()
        .find("setpriority")
        .map(address -> linker.downcallHandle(address, shape));
  }

  /**
   * The calling platform thread stands back from now on; there is no way back without privileges.
   *
   * @return whether the system took it
   */
  public static boolean standBack() {
    if (SET.isEmpty() || Thread.currentThread().isVirtual()) {
      return false;
    }
    try {
      return (int) SET.get().invokeExact(THREAD, 0, NICENESS) == 0;
    } catch (Throwable e) {
      log.debug("no niceness: {}", e.getMessage());
      return false;
    }
  }
}

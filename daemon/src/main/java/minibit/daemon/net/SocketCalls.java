package minibit.daemon.net;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.net.BindException;
import java.util.Set;

/**
 * The calls of Linux for {@link DatagramBatch}, with its numbers on x86-64 and AArch64. Any thread.
 */
final class SocketCalls {
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;
  static final int SOL_SOCKET = 1;
  static final int SO_RCVBUF = 8;
  static final int SO_REUSEPORT = 15;
  static final int SO_RCVTIMEO = 20;
  static final int IPPROTO_IPV6 = 41;
  static final int IPV6_V6ONLY = 26;

  private static final int SO_MEMINFO = 55;
  private static final int MEMINFO_NUMBERS = 9;
  private static final int MEMINFO_DROPS = 8;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int SHUT_RDWR = 2;
  private static final int MSG_WAITFORONE = 0x10000;
  private static final int EINTR = 4;
  private static final int EAGAIN = 11;
  private static final int EADDRINUSE = 98;
  private static final int EADDRNOTAVAIL = 99;

  static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle SOCKET = call("socket", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle SETSOCKOPT =
      call("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle GETSOCKOPT =
      call("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle BIND = call("bind", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle CONNECT = call("connect", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle SHUTDOWN = call("shutdown", JAVA_INT, JAVA_INT);
  private static final MethodHandle CLOSE = call("close", JAVA_INT);
  private static final MethodHandle RECVMMSG =
      call("recvmmsg", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle SENDMMSG =
      call("sendmmsg", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);

  private SocketCalls() {}

  private static MethodHandle call(String name, MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(JAVA_INT, arguments),
        Linker.Option.captureCallState("errno"));
  }

  /** Whether this system is the one whose numbers stand here. */
  static boolean areThere() {
    return System.getProperty("os.name", "").equals("Linux")
        && Set.of("amd64", "aarch64").contains(System.getProperty("os.arch", ""));
  }

  static int datagramSocket(boolean v4) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int family = v4 ? AF_INET : AF_INET6;
      return checked(
          "socket", state, (int) SOCKET.invokeExact(state, family, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    } catch (Throwable e) {
      throw thrown(e);
    }
  }

  static void option(int socket, int level, int name, MemorySegment value) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int length = (int) value.byteSize();
      checked(
          "setsockopt",
          state,
          (int) SETSOCKOPT.invokeExact(state, socket, level, name, value, length));
    } catch (Throwable e) {
      throw thrown(e);
    }
  }

  static void bind(int socket, MemorySegment name, int length) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      checked("bind", state, (int) BIND.invokeExact(state, socket, name, length));
    } catch (Throwable e) {
      throw thrown(e);
    }
  }

  static void connect(int socket, MemorySegment name, int length) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      checked("connect", state, (int) CONNECT.invokeExact(state, socket, name, length));
    } catch (Throwable e) {
      throw thrown(e);
    }
  }

  /** Datagrams that are there, at least one unless the time is up. */
  static int receive(MemorySegment state, int socket, MemorySegment vector, int size)
      throws IOException {
    try {
      int count =
          (int)
              RECVMMSG.invokeExact(state, socket, vector, size, MSG_WAITFORONE, MemorySegment.NULL);
      if (count >= 0) {
        return count;
      }
      int errno = (int) ERRNO.get(state, 0L);
      return errno == EINTR || errno == EAGAIN ? 0 : checked("recvmmsg", state, count);
    } catch (Throwable e) {
      throw thrown(e);
    }
  }

  /** How many of these were sent, from the first; less than 1 if that one cannot be. */
  static int send(MemorySegment state, int socket, MemorySegment vector, int size) {
    try {
      return (int) SENDMMSG.invokeExact(state, socket, vector, size, 0);
    } catch (Throwable e) {
      throw new IllegalStateException("sendmmsg", e);
    }
  }

  /** Whoever waits at the socket waits no longer. That it is not connected is no matter. */
  static void shutdown(int socket) {
    try (Arena arena = Arena.ofConfined()) {
      int ignored = (int) SHUTDOWN.invokeExact(arena.allocate(STATE), socket, SHUT_RDWR);
    } catch (Throwable e) {
      throw new IllegalStateException("shutdown", e);
    }
  }

  /** Datagrams that found no room at a socket; 0 if the kernel does not say. */
  static long dropped(int socket) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment numbers = arena.allocate(4L * MEMINFO_NUMBERS, 4);
      MemorySegment length = arena.allocate(JAVA_INT);
      length.set(JAVA_INT, 0, 4 * MEMINFO_NUMBERS);
      MemorySegment state = arena.allocate(STATE);
      int result =
          (int) GETSOCKOPT.invokeExact(state, socket, SOL_SOCKET, SO_MEMINFO, numbers, length);
      boolean known = result == 0 && length.get(JAVA_INT, 0) > 4 * MEMINFO_DROPS;
      return known ? Integer.toUnsignedLong(numbers.get(JAVA_INT, 4L * MEMINFO_DROPS)) : 0;
    } catch (Throwable e) {
      throw new IllegalStateException("getsockopt", e);
    }
  }

  static void close(int socket) {
    try (Arena arena = Arena.ofConfined()) {
      int ignored = (int) CLOSE.invokeExact(arena.allocate(STATE), socket);
    } catch (Throwable e) {
      throw new IllegalStateException("close", e);
    }
  }

  private static int checked(String call, MemorySegment state, int result) throws IOException {
    if (result >= 0) {
      return result;
    }
    int errno = (int) ERRNO.get(state, 0L);
    if (call.equals("bind") && errno == EADDRINUSE) {
      throw new BindException("Address already in use");
    }
    if (call.equals("bind") && errno == EADDRNOTAVAIL) {
      throw new BindException("Cannot assign requested address");
    }
    throw new IOException(call + ": error " + errno);
  }

  private static IOException thrown(Throwable e) {
    return e instanceof IOException io ? io : new IOException(e);
  }
}

package minibit.core.offence;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Instant;
import minibit.daemon.fetch.store.TransferStore;
import org.apache.ratis.protocol.RaftPeerId;

/**
 * Breaks the rules of core and of others, so that the architecture tests can show that they notice.
 */
final class Offence {
  private Offence() {}

  static long transfer(FileChannel file, WritableByteChannel socket) throws IOException {
    return file.transferTo(0, 1, socket);
  }

  static Instant now() {
    return Instant.now();
  }

  static String library(JavaClass type) {
    return type.getName();
  }

  static String voter(RaftPeerId id) {
    return id.toString();
  }

  static void forget(TransferStore store, String id) {
    store.remove(id);
  }
}

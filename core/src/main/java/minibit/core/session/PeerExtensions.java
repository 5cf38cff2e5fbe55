package minibit.core.session;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What a peer has declared by extension handshakes so far (BEP 10). A later handshake changes only
 * what it names. Mutable; owned by the session.
 */
public final class PeerExtensions {
  /** Extension names kept of one peer: there are fewer than twenty in use. */
  public static final int MAX_NAMES = 64;

  private final Map<String, Integer> ids = new TreeMap<>();
  private boolean greeted;
  private String client = "";
  private int reqq = RequestWindow.DEFAULT_REQQ;
  private OptionalInt listenPort = OptionalInt.empty();
  private OptionalInt metadataSize = OptionalInt.empty();
  private boolean uploadOnly;
  private boolean prefersEncryption;

  /** Whether an extension handshake came. */
  public boolean greeted() {
    return greeted;
  }

  /** An extension handshake came. */
  public void greet() {
    greeted = true;
  }

  /** The id under which it wants this extension's messages, if it takes them. */
  public OptionalInt id(String name) {
    Integer id = ids.get(name);
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }

  /** It takes this extension's messages under this id, 1 to 255; 0 turns it off. */
  public void declare(String name, int id) {
    if (id == 0) {
      ids.remove(name);
    } else if (id > 0 && id < 256 && (ids.size() < MAX_NAMES || ids.containsKey(name))) {
      ids.put(name, id);
    }
  }

  /** Its program's name and version as it says, or empty. */
  public String client() {
    return client;
  }

  /** Sets its program's name, cut to a length fit to show. */
  public void client(String name) {
    client = name.length() > 100 ? name.substring(0, 100) : name;
  }

  /** Requests it queues. */
  public int reqq() {
    return reqq;
  }

  /** Sets the requests it queues; what is not positive is passed over. */
  public void reqq(int requests) {
    if (requests > 0) {
      reqq = requests;
    }
  }

  /** The port it listens on, if it said. */
  public Optional<Integer> listenPort() {
    return listenPort.isPresent() ? Optional.of(listenPort.getAsInt()) : Optional.empty();
  }

  /** Sets the port it listens on; what is no port is passed over. */
  public void listenPort(int port) {
    if (port > 0 && port < 65536) {
      listenPort = OptionalInt.of(port);
    }
  }

  /** Bytes of its metadata, if it has them (BEP 9). */
  public OptionalInt metadataSize() {
    return metadataSize;
  }

  /** Sets the bytes of its metadata. */
  public void metadataSize(int bytes) {
    metadataSize = OptionalInt.of(bytes);
  }

  /** Whether it downloads nothing (BEP 21). */
  public boolean uploadOnly() {
    return uploadOnly;
  }

  /** Sets whether it downloads nothing. */
  public void uploadOnly(boolean only) {
    uploadOnly = only;
  }

  /** Whether it would rather be encrypted. */
  public boolean prefersEncryption() {
    return prefersEncryption;
  }

  /** Sets whether it would rather be encrypted. */
  public void prefersEncryption(boolean prefers) {
    prefersEncryption = prefers;
  }
}

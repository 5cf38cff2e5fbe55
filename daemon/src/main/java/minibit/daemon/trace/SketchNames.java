package minibit.daemon.trace;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the first sketches of this system called the messages that the BEPs and we call otherwise.
 * {@code docs/protocol.md} keeps the same table for people.
 */
final class SketchNames {
  /** Ours, then the sketches'. A message that the sketches had no word for is not in it. */
  static final Map<String, String> TABLE = table();

  private SketchNames() {}

  private static Map<String, String> table() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("announce", "REGISTRO");
    names.put("announce-stopped", "UNREGISTER");
    names.put("announce-response", "LISTA_PEERS");
    names.put("register", "REGISTRO");
    names.put("register-response", "LISTA_PEERS");
    names.put("peers-response", "LISTA_PEERS");
    names.put("ping", "HEARTBEAT");
    names.put("unregister", "UNREGISTER");
    names.put("bitfield", "ESTOQUE");
    names.put("have", "ESTOQUE");
    names.put("have-all", "ESTOQUE");
    names.put("have-none", "ESTOQUE");
    names.put("request", "PEDIDO");
    names.put("piece", "BLOCO");
    names.put("ut_pex", "NOVO_PEER");
    return Collections.unmodifiableMap(names);
  }

  /** The sketches' name of a message of ours. */
  static Optional<String> of(String name) {
    return Optional.ofNullable(TABLE.get(name));
  }
}

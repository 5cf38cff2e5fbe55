package minibit.interop;

import java.util.List;
import java.util.stream.Stream;

/** The clients, by name. */
final class Cast {
  static final Client MINIBIT = new Minibit();
  static final Client LIBTORRENT = new Libtorrent();
  static final Client TRANSMISSION = new Transmission();
  static final Client ARIA2 = new Aria2();
  static final Client RTORRENT = new Rtorrent();

  private Cast() {}

  /** Everybody's client but ours. */
  static Stream<Client> foreign() {
    return Stream.of(LIBTORRENT, TRANSMISSION, ARIA2, RTORRENT);
  }

  /** The same clients, each of which speaks to those alone who encrypt everything. */
  static Client encrypting(String name) {
    List<Client> all =
        List.of(
            new Minibit("required"),
            new Libtorrent(true),
            new Transmission(true),
            new Aria2(true),
            new Rtorrent(true));
    return all.stream().filter(client -> client.name().equals(name)).findFirst().orElseThrow();
  }

  static Client named(String name) {
    List<Client> all = List.of(MINIBIT, LIBTORRENT, TRANSMISSION, ARIA2, RTORRENT);
    return all.stream().filter(client -> client.name().equals(name)).findFirst().orElseThrow();
  }
}

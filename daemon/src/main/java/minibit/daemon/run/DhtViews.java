package minibit.daemon.run;

import java.util.Optional;
import minibit.core.dht.DhtStatus;
import minibit.daemon.api.model.DhtView;

/** How our node of the DHT is shown. */
final class DhtViews {
  private DhtViews() {}

  static DhtView of(Optional<DhtStatus> node) {
    return node.map(DhtViews::of).orElse(DhtView.OFF);
  }

  private static DhtView of(DhtStatus status) {
    int nodes4 = status.v4().map(DhtStatus.Table::nodes).orElse(0);
    int nodes6 = status.v6().map(DhtStatus.Table::nodes).orElse(0);
    int good4 = status.v4().map(DhtStatus.Table::good).orElse(0);
    int good6 = status.v6().map(DhtStatus.Table::good).orElse(0);
    return new DhtView(
        true,
        nodes4 + nodes6,
        good4 + good6,
        nodes6,
        good6,
        status.torrents(),
        status.storedTorrents());
  }
}

package minibit.daemon.api.model;

/**
 * Local service discovery.
 *
 * @param enabled whether neighbours are told and heard; all else is 0 if not
 * @param adapters of the network on which they are, now; none while there is no torrent for it
 * @param torrents info-hashes of ours that they are told of
 * @param found peers of ours that they named since the daemon began, the same ones counted again
 */
public record LsdView(boolean enabled, int adapters, int torrents, long found) {
  /** It is off. */
  public static final LsdView OFF = new LsdView(false, 0, 0, 0);
}

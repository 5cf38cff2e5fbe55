package minibit.group.member;

/** Calls a datagram out to the LAN; what others call is given to {@link GroupMember#onBeacon}. */
@FunctionalInterface
public interface Beacons {
  /** Discovery switched off. */
  Beacons NONE = datagram -> {};

  /** Sends; it does not matter whether anybody hears it. Must not block for long. */
  void send(byte[] datagram);
}

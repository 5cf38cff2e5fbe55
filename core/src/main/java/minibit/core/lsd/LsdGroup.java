package minibit.core.lsd;

import minibit.core.id.PeerAddress;

/** The two multicast groups of BEP 14, one for each address family. */
public enum LsdGroup {
  /** 239.192.152.143. */
  IPV4(
      "239.192.152.143:6771",
      PeerAddress.of(new byte[] {(byte) 239, (byte) 192, (byte) 152, (byte) 143}, 6771)),

  /** ff15::efc0:988f. */
  IPV6(
      "[ff15::efc0:988f]:6771",
      PeerAddress.of(
          new byte[] {
            -1,
            0x15,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            (byte) 0xef,
            (byte) 0xc0,
            (byte) 0x98,
            (byte) 0x8f
          },
          6771));

  private final String host;
  private final PeerAddress address;

  LsdGroup(String host, PeerAddress address) {
    this.host = host;
    this.address = address;
  }

  /** As the {@code Host} header names it. */
  public String host() {
    return host;
  }

  /** Its address and port. */
  public PeerAddress address() {
    return address;
  }
}

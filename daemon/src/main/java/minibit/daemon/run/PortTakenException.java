package minibit.daemon.run;

import java.io.IOException;
import java.io.Serial;
import java.net.InetSocketAddress;

/** A port that was asked for cannot be opened: it is in use, or the address is not ours. */
public final class PortTakenException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  private final String address;
  private final String flag;

  PortTakenException(InetSocketAddress address, String flag, Throwable cause) {
    super(
        StatusPart.text(address)
            + " is in use, or no address of this machine; choose another with "
            + flag,
        cause);
    this.address = StatusPart.text(address);
    this.flag = flag;
  }

  /** What could not be opened. */
  public String address() {
    return address;
  }

  /** The flag that chooses another. */
  public String flag() {
    return flag;
  }
}

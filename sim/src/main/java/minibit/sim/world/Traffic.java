package minibit.sim.world;

/** The books of a simulation: what was sent came, was lost with its connection, or is under way. */
public final class Traffic {
  private long sent;
  private long delivered;
  private long lost;
  private long control;
  private long duplicate;
  private long corrupt;
  private long messages;

  Traffic() {}

  void sent(long bytes) {
    sent += bytes;
  }

  void delivered(long bytes) {
    delivered += bytes;
    messages++;
  }

  void lost(long bytes) {
    lost += bytes;
  }

  void control(long bytes) {
    control += bytes;
    messages++;
  }

  void duplicate(long bytes) {
    duplicate += bytes;
  }

  void corrupt(long bytes) {
    corrupt += bytes;
  }

  /** Bytes of blocks that left their senders. */
  public long sent() {
    return sent;
  }

  /** Of those, bytes that came. */
  public long delivered() {
    return delivered;
  }

  /** Of those, bytes on connections that ended first. */
  public long lost() {
    return lost;
  }

  /** Bytes sent and not accounted for yet: what must be under way. */
  public long underWay() {
    return sent - delivered - lost;
  }

  /** Bytes of all messages but blocks. */
  public long control() {
    return control;
  }

  /** Bytes of blocks that came although they were there. */
  public long duplicate() {
    return duplicate;
  }

  /** Bytes of pieces that did not pass their hash. */
  public long corrupt() {
    return corrupt;
  }

  /** Messages, blocks included. */
  public long messages() {
    return messages;
  }
}

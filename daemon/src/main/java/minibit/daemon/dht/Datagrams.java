package minibit.daemon.dht;

import java.io.IOException;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import minibit.core.id.PeerAddress;

/** By what a node hears and speaks. One thread, but for {@link #wake} and the ports. */
public interface Datagrams extends AutoCloseable {
  /** Where nodes of this family reach us. Any thread. */
  OptionalInt port(boolean ipv6);

  /** Waits for datagrams, at most so many milliseconds, and reads some. */
  void receive(long millis, BiConsumer<PeerAddress, byte[]> taker) throws IOException;

  /** Sends if it can be at once: what is lost is asked again, or not missed. */
  void send(PeerAddress to, byte[] packet);

  /** Ends the wait for datagrams. Any thread. */
  void wake();

  @Override
  void close();
}

package minibit.core.dht;

import minibit.core.dht.krpc.KrpcMessage;
import minibit.core.id.PeerAddress;

/** Takes what is to be sent. */
@FunctionalInterface
interface Outbox {
  void send(PeerAddress to, KrpcMessage message);
}

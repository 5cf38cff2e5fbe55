package minibit.daemon.tracker;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import minibit.core.announce.registry.Asker;
import minibit.core.announce.udp.HostBudget;
import minibit.core.announce.udp.UdpTrackerPackets;
import minibit.daemon.net.DatagramBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers datagrams as many at a time as wait, where the system can do so. */
final class UdpBatchWorker implements UdpWorker {
  private static final Logger LOG = LoggerFactory.getLogger(UdpBatchWorker.class);

  /** Beyond this many the call to the kernel is a small part of what each costs. */
  private static final int BATCH = 64;

  private final DatagramBatch batch;
  private final UdpAskers askers;
  private final UdpFace face;
  private final InstantSource clock;
  private final HostBudget budget;
  private final SocketTurns turns;

  UdpBatchWorker(
      InetSocketAddress address,
      boolean shares,
      UdpAskers askers,
      UdpFace face,
      InstantSource clock,
      HostBudget budget)
      throws IOException {
    this.askers = askers;
    this.face = face;
    this.clock = clock;
    this.budget = budget;
    this.turns = new SocketTurns(face::failed);
    this.batch =
        DatagramBatch.open(
            address,
            new DatagramBatch.Settings(
                BATCH,
                UdpTrackerPackets.MAX_REQUEST,
                UdpTrackerPackets.MAX_ANSWER,
                shares,
                UdpTrackerServer.RECEIVE_BUFFER,
                0));
  }

  @Override
  public void run() {
    turns.run(this::turn);
  }

  private void turn() throws IOException {
    int count = batch.receive();
    Instant now = clock.instant();
    for (int i = 0; i < count; i++) {
      answer(i, now);
    }
    face.lost(batch.flush());
  }

  private void answer(int index, Instant now) {
    int port = batch.port(index);
    if (port == 0) {
      return; // nobody can be answered there
    }
    try {
      Asker asker = askers.of(batch.ip(index), port);
      if (!budget.take(asker.remote(), now)) {
        face.limited();
      } else if (face.answer(batch.in(index), asker, batch.out(), now)) {
        batch.reply(index);
      }
    } catch (RuntimeException e) {
      LOG.error("a request failed", e);
    }
  }

  @Override
  public void stop() {
    turns.stop();
    batch.stop();
  }

  @Override
  public long dropped() {
    return batch.dropped();
  }

  @Override
  public void close() {
    batch.close();
  }
}

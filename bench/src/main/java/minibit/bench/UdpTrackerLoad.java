package minibit.bench;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import minibit.core.announce.udp.UdpPackets;
import minibit.daemon.net.DatagramBatch;

/**
 * Asks a UDP tracker as fast as it answers, from one thread and some sockets with loopback
 * addresses of their own, each with a batch of requests on its way: so that one is always waiting
 * at the tracker. Prints a line of JSON for each phase, with the processor time of the tracker's
 * process.
 */
public final class UdpTrackerLoad {
  private static final int SOCKETS = 12;
  private static final int BATCH = 16;
  private static final int WAIT_MILLIS = 100;
  private static final int WANTED = 50;
  private static final int SCRAPED = 5;

  private final int torrents;
  private final int peers;
  private final long pid;
  private final byte[][] hashes;
  private final SplittableRandom random = new SplittableRandom(1);
  private final List<Client> clients = new ArrayList<>();

  private UdpTrackerLoad(int torrents, int peers, long pid) throws Exception {
    this.torrents = torrents;
    this.peers = peers;
    this.pid = pid;
    this.hashes = new byte[torrents][];
    for (int i = 0; i < torrents; i++) {
      hashes[i] = MessageDigest.getInstance("SHA-1").digest(("torrent " + i).getBytes());
    }
  }

  /** {@code HOST:PORT PID TORRENTS PEERS SECONDS ROUNDS}. */
  public static void main(String[] args) throws Exception {
    UdpTrackerLoad load =
        new UdpTrackerLoad(
            Integer.parseInt(args[2]), Integer.parseInt(args[3]), Long.parseLong(args[1]));
    int colon = args[0].lastIndexOf(':');
    InetSocketAddress tracker =
        new InetSocketAddress(
            InetAddress.ofLiteral(args[0].substring(0, colon).replaceAll("[\\[\\]]", "")),
            Integer.parseInt(args[0].substring(colon + 1)));
    int seconds = Integer.parseInt(args[4]);
    int rounds = Integer.parseInt(args[5]);
    for (int i = 1; i <= SOCKETS; i++) {
      load.clients.add(load.new Client(i, tracker));
    }
    load.clients.forEach(Client::connect);
    load.fill();
    load.phase("warm", false, seconds);
    load.phase("warm", true, Math.max(1, seconds / 3));
    for (int round = 0; round < rounds; round++) {
      load.clients.forEach(Client::connect);
      load.phase("announce", false, seconds);
      load.phase("scrape", true, Math.max(1, seconds / 3));
    }
  }

  /** Everybody announces once. */
  private void fill() throws IOException {
    long began = System.nanoTime();
    int next = 0;
    long lost = 0;
    while (next < torrents * peers) {
      for (Client client : clients) {
        for (int i = 0; i < BATCH && next < torrents * peers; i++) {
          client.announce(next++, 2);
        }
        client.batch.flush();
      }
      for (Client client : clients) {
        lost += client.take();
      }
    }
    System.out.printf(
        "{\"phase\":\"fill\",\"peers\":%d,\"lost\":%d,\"seconds\":%.2f}%n",
        torrents * peers, lost, (System.nanoTime() - began) / 1e9);
  }

  private void phase(String name, boolean scrape, int seconds) throws IOException {
    for (Client client : clients) {
      client.reset();
      client.ask(scrape);
    }
    double cpuBefore = processorSeconds(pid);
    double ownBefore = processorSeconds(ProcessHandle.current().pid());
    long began = System.nanoTime();
    long lost = 0;
    while (System.nanoTime() - began < seconds * 1_000_000_000L) {
      for (Client client : clients) {
        lost += client.take();
        client.ask(scrape);
      }
    }
    long nanos = System.nanoTime() - began;
    double cpu = processorSeconds(pid) - cpuBefore;
    double own = processorSeconds(ProcessHandle.current().pid()) - ownBefore;
    long answers = clients.stream().mapToLong(client -> client.answers).sum();
    long bytes = clients.stream().mapToLong(client -> client.bytes).sum();
    long errors = clients.stream().mapToLong(client -> client.errors).sum();
    for (Client client : clients) {
      client.take();
    }
    System.out.printf(
        "{\"phase\":\"%s\",\"kind\":\"%s\",\"answers\":%d,\"lost\":%d,\"errors\":%d,"
            + "\"bytes\":%.1f,\"perSecond\":%.0f,\"cpuPer100k\":%.4f,\"load\":%.2f,"
            + "\"ownLoad\":%.2f,\"rssKiB\":%d}%n",
        name,
        scrape ? "scrape" : "announce",
        answers,
        lost,
        errors,
        (double) bytes / Math.max(1, answers),
        answers * 1e9 / nanos,
        cpu * 100_000 / Math.max(1, answers),
        cpu * 1e9 / nanos,
        own * 1e9 / nanos,
        resident(pid));
  }

  /** Of all threads, in the kernel's nanoseconds. */
  private static double processorSeconds(long pid) throws IOException {
    long nanos = 0;
    try (var tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
      for (Path task : tasks.toList()) {
        nanos += Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ")[0]);
      }
    }
    return nanos / 1e9;
  }

  private static long resident(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .sum();
  }

  /** One socket, and the peers that announced themselves through it. */
  private final class Client {
    private final int number;
    private final DatagramBatch batch;
    private long connection;
    private int asked;
    private int transaction;
    private long answers;
    private long bytes;
    private long errors;

    Client(int number, InetSocketAddress tracker) throws IOException {
      this.number = number - 1;
      // Of IPv6 there is one loopback address.
      String own = tracker.getAddress() instanceof Inet6Address ? "::1" : "127.0.1." + number;
      this.batch =
          DatagramBatch.open(
              new InetSocketAddress(InetAddress.ofLiteral(own), 0),
              new DatagramBatch.Settings(BATCH, 2_048, 1_600, false, 4 << 20, WAIT_MILLIS));
      batch.connect(tracker);
    }

    void connect() {
      try {
        for (int attempt = 0; attempt < 10; attempt++) {
          batch.out().put(UdpPackets.connect(++transaction));
          batch.send();
          batch.flush();
          if (batch.receive() == 1 && batch.in(0).getInt(0) == 0) {
            connection = batch.in(0).getLong(8);
            return;
          }
        }
        throw new IOException("no connection id");
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    void reset() {
      answers = 0;
      bytes = 0;
      errors = 0;
    }

    void announce(int peer, int event) {
      ByteBuffer out = batch.out();
      out.putLong(connection).putInt(1).putInt(++transaction);
      out.put(hashes[peer / peers]);
      out.put(ID).putInt(peer).putInt(~peer);
      out.putLong(0).putLong(peer % 2 * 1_000L).putLong(0);
      out.putInt(event).putInt(0).putInt(peer + 1).putInt(WANTED);
      out.putShort((short) (1_024 + peer % peers));
      batch.send();
      asked++;
    }

    void scrape() {
      ByteBuffer out = batch.out();
      out.putLong(connection).putInt(2).putInt(++transaction);
      for (int i = 0; i < SCRAPED; i++) {
        out.put(hashes[random.nextInt(torrents)]);
      }
      batch.send();
      asked++;
    }

    void ask(boolean scrape) {
      for (int i = 0; i < BATCH; i++) {
        if (scrape) {
          scrape();
        } else {
          announce(own(random.nextInt(torrents * peers / (BATCH * SOCKETS) * BATCH)), 0);
        }
      }
      batch.flush();
    }

    /** A peer of this socket's: {@link #fill} dealt them out batch by batch. */
    private int own(int index) {
      return index / BATCH * (BATCH * SOCKETS) + number * BATCH + index % BATCH;
    }

    /** Takes the answers to what was asked; how many never came. */
    int take() throws IOException {
      int first = transaction - asked + 1;
      while (asked > 0) {
        int came = batch.receive();
        if (came == 0) {
          break;
        }
        for (int i = 0; i < came; i++) {
          ByteBuffer in = batch.in(i);
          if (in.remaining() >= 8 && in.getInt(4) - first >= 0) {
            asked--;
            answers++;
            bytes += in.remaining();
            errors += in.getInt(0) == 3 ? 1 : 0;
          }
        }
      }
      int lost = asked;
      asked = 0;
      return lost;
    }
  }

  private static final byte[] ID = "-XX0100-abcd".getBytes();
}

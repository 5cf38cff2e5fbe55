package minibit.cli.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Deals files to the daemons of the demo: samples of several kinds that some of them have in
 * common, a text of its own for each, and two long recordings that have several holders and that
 * the last daemons lack, so that there is something to fetch from many at once.
 */
final class DemoFiles {
  /** Held by all but the last daemon. */
  static final String FIRST_FETCHED = "recording-of-the-sea.wav";

  /** Held by all but the last two. */
  static final String SECOND_FETCHED = "recording-of-the-wind.wav";

  /** A second of CD sound in one channel. */
  private static final int RATE = 44_100;

  /** Six minutes, 30 MiB: long enough that every holder gives some of it, also on a fast disk. */
  private static final int SECONDS = 360;

  private static final int HEADER = 44;

  private DemoFiles() {}

  /** What is dealt to one daemon: samples, its own text, and what it holds of the recordings. */
  static void deal(Path folder, int number, int peers) throws IOException {
    Files.createDirectories(folder);
    for (int i = 0; i < Samples.NAMES.size(); i++) {
      // Each sample to two of three daemons: common, and not everywhere.
      if ((i + number) % 3 != 0) {
        Samples.write(folder, Samples.NAMES.get(i));
      }
    }
    Files.writeString(
        folder.resolve("diary-of-peer" + number + ".txt"),
        "Written by peer" + number + ", and nobody else has it.\n");
    if (number <= Math.max(1, peers - 1)) {
      recording(folder.resolve(FIRST_FETCHED), 1);
    }
    if (number <= Math.max(1, peers - 2)) {
      recording(folder.resolve(SECOND_FETCHED), 2);
    }
  }

  /** Deals somebody's own files in turn; folders whole, each file in the second daemon, too. */
  static List<List<Path>> dealOwn(List<Path> own, int peers) {
    List<List<Path>> hands = new ArrayList<>();
    for (int i = 0; i < peers; i++) {
      hands.add(new ArrayList<>());
    }
    for (int i = 0; i < own.size(); i++) {
      hands.get(i % peers).add(own.get(i));
      if (peers > 2) {
        hands.get((i + 1) % peers).add(own.get(i));
      }
    }
    return hands;
  }

  /** Noise that swells and fades like surf: a file of that seed is the same everywhere. */
  private static void recording(Path file, long seed) throws IOException {
    Path unfinished = file.resolveSibling("." + file.getFileName() + ".part");
    try (OutputStream out = Files.newOutputStream(unfinished)) {
      out.write(header(2 * RATE * SECONDS));
      SplittableRandom chance = new SplittableRandom(seed);
      ByteBuffer second = ByteBuffer.allocate(2 * RATE).order(ByteOrder.LITTLE_ENDIAN);
      double smooth = 0;
      for (int s = 0; s < SECONDS; s++) {
        second.clear();
        for (int i = 0; i < RATE; i++) {
          double swell = 0.55 + 0.45 * Math.sin(2 * Math.PI * (s + (double) i / RATE) / (6 + seed));
          smooth += 0.2 * (chance.nextDouble(-1, 1) - smooth);
          second.putShort((short) (smooth * swell * 24_000));
        }
        out.write(second.array());
      }
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** RIFF: 16 bits, one channel. */
  private static byte[] header(int bytes) {
    ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    header.put("RIFF".getBytes(StandardCharsets.US_ASCII));
    header.putInt(HEADER - 8 + bytes);
    header.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII));
    header.putInt(16).putShort((short) 1).putShort((short) 1);
    header.putInt(RATE).putInt(2 * RATE).putShort((short) 2).putShort((short) 16);
    header.put("data".getBytes(StandardCharsets.US_ASCII));
    header.putInt(bytes);
    return header.array();
  }
}

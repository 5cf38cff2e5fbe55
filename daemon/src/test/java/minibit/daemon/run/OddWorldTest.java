package minibit.daemon.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.FileResult;
import minibit.daemon.api.model.Page;
import minibit.daemon.api.model.ShareList;
import minibit.daemon.api.model.Transfer;
import minibit.daemon.api.model.TransferRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole daemons among odd names, folders that go away and logs that a crash cut short. */
@Timeout(180)
class OddWorldTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /** Composed and decomposed letters, right to left, four-byte letters, line breaks, overrides. */
  private static final List<String> NAMES =
      List.of(
          "caf\u00e9 composed.txt",
          "cafe\u0301 decomposed.txt",
          "\u0645\u0631\u062d\u0628\u0627.txt",
          "\u65e5\u672c\u8a9e.txt",
          "party \ud83c\udf89.txt",
          "two\nlines.txt",
          "\u202egpj.exe.txt",
          "\u001b[31mred.txt",
          "CON.txt",
          "trailing dot.",
          "-rf");

  @TempDir Path folder;

  /** Whatever a file is called, others find it, fetch it, and have its bytes. */
  @Test
  void namesInEveryScriptTravel() throws Exception {
    try (Lab lab = new Lab(folder, "names")) {
      Path files = lab.files("one");
      for (int i = 0; i < NAMES.size(); i++) {
        Lab.write(files.resolve(NAMES.get(i)), 2_000 + i, i);
      }
      lab.start("one", files);
      Daemon two = lab.start("two");
      await().atMost(PATIENCE).until(() -> offered(two).size() == NAMES.size());

      List<Transfer> transfers =
          offered(two).stream()
              .map(
                  found ->
                      two.backend()
                          .fetch(TransferRequest.content(found.id(), Optional.empty(), List.of())))
              .toList();
      for (Transfer transfer : transfers) {
        await()
            .atMost(PATIENCE)
            .until(() -> two.backend().transfer(transfer.id()).transfer().state().isComplete());
      }

      assertThat(contents(lab.home("two").resolve("downloads"))).isEqualTo(contents(files));
    }
  }

  private static List<FileResult> offered(Daemon daemon) {
    try {
      return daemon.backend().browse("one", new Page(0, 100)).results();
    } catch (ApiException e) {
      return List.of();
    }
  }

  /** The sizes differ, so they tell which file is which, whatever it is called on this disk. */
  private static Set<List<Byte>> contents(Path folder) throws Exception {
    try (Stream<Path> walk = Files.walk(folder)) {
      List<Path> files =
          walk.filter(Files::isRegularFile)
              .filter(file -> !file.toString().endsWith(".part"))
              .toList();
      Set<List<Byte>> contents = new java.util.HashSet<>();
      for (Path file : files) {
        byte[] bytes = Files.readAllBytes(file);
        contents.add(
            Stream.iterate(0, i -> i + 1)
                .limit(bytes.length)
                .map(i -> bytes[i])
                .collect(Collectors.toList()));
      }
      return contents;
    }
  }

  /** A share that vanishes is hidden from all and said to be missing; with it, its files return. */
  @Test
  void aShareThatVanishesComesBackWithItsFiles() throws Exception {
    try (Lab lab = new Lab(folder, "vanishing")) {
      Path files = lab.files("one");
      Lab.write(files.resolve("paper.txt"), 5_000, 1);
      Daemon one = lab.start("one", files);
      Daemon two = lab.start("two");
      await().atMost(PATIENCE).until(() -> Lab.found(two.backend(), "paper") == 1);

      Path elsewhere = Files.move(files, files.resolveSibling("elsewhere"));
      one.backend().refresh();
      await().atMost(PATIENCE).until(() -> Lab.found(two.backend(), "paper") == 0);
      assertThat(one.backend().shares().shares())
          .extracting(ShareList.Share::state)
          .contains(ShareList.State.MISSING);

      Files.move(elsewhere, files);
      one.backend().refresh();
      await().atMost(PATIENCE).until(() -> Lab.found(two.backend(), "paper") == 1);
    }
  }

  /** A daemon whose log ends in half an entry starts with all that was acknowledged before. */
  @Test
  void aLogThatACrashCutShortIsNoTrouble() throws Exception {
    try (Lab lab = new Lab(folder, "torn")) {
      Path files = lab.files("one");
      Lab.write(files.resolve("paper.txt"), 5_000, 1);
      Daemon one = lab.again("one", files);
      await().atMost(PATIENCE).until(() -> Lab.found(one.backend(), "paper") == 1);
      one.close();
      tearLogs(lab.home("one"));

      Daemon again = lab.again("one");

      await().atMost(PATIENCE).until(() -> Lab.found(again.backend(), "paper") == 1);
      assertThat(again.backend().status().group().trouble()).isEmpty();
    }
  }

  private static void tearLogs(Path home) throws Exception {
    try (Stream<Path> walk = Files.walk(home.resolve("log"))) {
      for (Path log : walk.filter(file -> file.toString().contains("log_inprogress")).toList()) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
          byte[] bytes = new byte[(int) file.length()];
          file.readFully(bytes);
          int end = bytes.length;
          while (end > 0 && bytes[end - 1] == 0) {
            end--;
          }
          // Half of another entry, as a power cut leaves it.
          file.seek(end);
          file.write(new byte[] {40, 8, 1, 16, 9, 26, 3});
        }
      }
    }
  }
}

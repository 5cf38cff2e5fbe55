package minibit.daemon.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.SplittableRandom;
import minibit.daemon.config.ListenAt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A home serves one daemon at a time, shows nothing to others, and keeps its ports. */
class HomeFolderTest {
  @TempDir Path folder;

  @Test
  void aSecondDaemonIsRefusedAndToldWhoIsThere() throws IOException {
    Path home = folder.resolve("home");
    try (HomeFolder first = HomeFolder.open(home)) {
      assertThatThrownBy(() -> HomeFolder.open(home))
          .isInstanceOf(HomeException.class)
          .hasMessageContaining(first.path().toString())
          .hasMessageContaining("process id " + ProcessHandle.current().pid());
    }
    HomeFolder.open(home).close();
  }

  @Test
  void onlyTheOwnerMayLook() throws IOException {
    Path wide = Files.createDirectory(folder.resolve("wide"));
    Files.setPosixFilePermissions(wide, PosixFilePermissions.fromString("rwxr-xr-x"));

    HomeFolder.open(wide).close();
    HomeFolder.open(folder.resolve("a/b/new")).close();

    assertThat(Files.getPosixFilePermissions(wide))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(Files.getPosixFilePermissions(folder.resolve("a/b/new")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void anIdentityIsDrawnOnce() throws IOException {
    try (HomeFolder home = HomeFolder.open(folder)) {
      assertThat(home.identity().getPublic()).isEqualTo(home.identity().getPublic());
    }
  }

  @Test
  void aFileIsNoHome() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertThatThrownBy(() -> HomeFolder.open(file))
        .isInstanceOf(HomeException.class)
        .hasMessageContaining("not a folder");
  }

  @Test
  void portsAreTakenAgainUnlessSomebodySitsOnThem() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    KeptPorts first = KeptPorts.load(folder, new SplittableRandom(1));
    InetSocketAddress chosen = first.choose("member", ListenAt.AUTO, loopback);
    first.keep("member", chosen.getPort());
    first.save();

    KeptPorts second = KeptPorts.load(folder, new SplittableRandom(2));
    assertThat(second.choose("member", ListenAt.AUTO, loopback)).isEqualTo(chosen);
    try (ServerSocket sitting = new ServerSocket(chosen.getPort(), 1, loopback)) {
      assertThat(second.choose("member", ListenAt.AUTO, loopback).getPort())
          .isNotEqualTo(sitting.getLocalPort());
    }
    InetSocketAddress asked = new InetSocketAddress(loopback, 12_345);
    assertThat(second.choose("member", ListenAt.of(asked), loopback)).isEqualTo(asked);
  }
}

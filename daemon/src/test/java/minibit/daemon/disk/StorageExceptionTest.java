package minibit.daemon.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import minibit.daemon.disk.StorageException.Code;
import org.junit.jupiter.api.Test;

class StorageExceptionTest {
  /** Java's own message of many faults is the path and nothing else. */
  @Test
  void aFaultSaysMoreThanThePath() {
    assertThat(StorageException.ofWrite(new NoSuchFileException("/proc/x")))
        .hasMessage("/proc/x is not there")
        .returns(Code.WRITE_FAILED, StorageException::code);
    assertThat(StorageException.ofWrite(new FileSystemException("/x")))
        .hasMessageContaining("FileSystemException");
    assertThat(StorageException.ofWrite(new IOException())).hasMessage("IOException");
  }

  @Test
  void whatIsToldApartHasACodeOfItsOwn() {
    assertThat(StorageException.ofWrite(new AccessDeniedException("/root/x")))
        .hasMessage("/root/x")
        .returns(Code.DENIED, StorageException::code);
    assertThat(
            StorageException.ofWrite(
                new FileSystemException("/x", null, "No space left on device")))
        .returns(Code.DISK_FULL, StorageException::code);
  }
}

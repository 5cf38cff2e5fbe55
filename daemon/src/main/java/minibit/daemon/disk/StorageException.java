package minibit.daemon.disk;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import minibit.core.words.Sentence;

/** A fault of the disk, or a refusal to touch what is on it, under a stable code. */
public final class StorageException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  private final Code code;
  private final transient Sentence sentence;

  /** What went wrong, in a closed set. */
  public enum Code {
    /** Less free space than the download needs. */
    NO_SPACE("no-space"),
    /** The disk became full. */
    DISK_FULL("disk-full"),
    /** Something else is where a file should be. */
    FILE_EXISTS("file-exists"),
    /** A file that should be there is not, or is too short. */
    FILE_MISSING("file-missing"),
    /** A name that this system cannot write. */
    UNUSABLE_PATH("unusable-path"),
    /** Not allowed by the system. */
    DENIED("denied"),
    /** A link, or a file in place of a folder, stands in the way. */
    UNSAFE_PATH("unsafe-path"),
    /** Another process runs the same torrent in the same folder. */
    IN_USE("in-use"),
    /** A file that was whole has been changed by somebody since. */
    CONTENT_CHANGED("content-changed"),
    /** Reading failed otherwise. */
    READ_FAILED("read-failed"),
    /** Writing failed otherwise. */
    WRITE_FAILED("write-failed");

    private final String text;

    Code(String text) {
      this.text = text;
    }

    /** Lower case, joined by hyphens: for programs. */
    public String text() {
      return text;
    }
  }

  /** A fault, and what to say of it. */
  public StorageException(Code code, Sentence sentence) {
    super(sentence.text());
    this.code = code;
    this.sentence = sentence;
  }

  /** A fault with its cause. */
  public StorageException(Code code, Sentence sentence, Throwable cause) {
    super(sentence.text(), cause);
    this.code = code;
    this.sentence = sentence;
  }

  /** The same fault as one of ours: a full disk is told apart by the words of the system. */
  public static StorageException ofWrite(IOException fault) {
    if (fault instanceof StorageException ours) {
      return ours;
    }
    if (fault instanceof AccessDeniedException denied) {
      return new StorageException(
          Code.DENIED, Sentence.plain(String.valueOf(denied.getFile())), fault);
    }
    Sentence said = sentence(fault);
    String text = said.text();
    Code code =
        text.contains("No space left") || text.contains("quota exceeded")
            ? Code.DISK_FULL
            : Code.WRITE_FAILED;
    return new StorageException(code, said, fault);
  }

  /** Where the system gives no words, Java gives the path alone, and its class says what it is. */
  private static Sentence sentence(IOException fault) {
    return switch (fault) {
      case FileAlreadyExistsException there ->
          Sentence.of("there-already", "{0} is there already", there.getFile());
      case NoSuchFileException missing ->
          Sentence.of("not-there", "{0} is not there", missing.getFile());
      case FileSystemException file when file.getReason() == null ->
          Sentence.plain(file.getFile() + ": " + file.getClass().getSimpleName());
      default ->
          Sentence.plain(
              fault.getMessage() == null ? fault.getClass().getSimpleName() : fault.getMessage());
    };
  }

  /** What is wrong, for people. */
  public Sentence sentence() {
    return sentence;
  }

  /** Which fault. */
  public Code code() {
    return code;
  }
}

package minibit.daemon.api.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import minibit.daemon.api.access.ApiToken;
import minibit.daemon.api.access.PrivateFiles;
import minibit.daemon.api.model.ApiJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * Where sessions are kept while the daemon is away: hashes of their secrets, which open nothing, in
 * a file that only its owner can read. It belongs to one token: with another, who had signed in
 * signs in again. Not for several threads.
 */
final class SessionFile {
  private static final Logger LOG = LoggerFactory.getLogger(SessionFile.class);

  private final Path file;
  private final String token;
  private boolean unwritable;

  /** As JSON. */
  record Kept(String token, List<Session> sessions) {
    Kept {
      sessions = List.copyOf(sessions);
    }
  }

  /** One session: its secret's hash, when it began, when it was used last. */
  record Session(String hash, Instant since, Instant used) {}

  SessionFile(Path file, ApiToken token) {
    this.file = file;
    this.token = Secrets.hash(token.text());
  }

  /** What was written last under this token; nothing if that cannot be read. */
  List<Session> read() {
    try {
      if (!Files.exists(file)) {
        return List.of();
      }
      Kept kept = ApiJson.read(Files.readAllBytes(file), Kept.class);
      return kept.token().equals(token) ? kept.sessions() : List.of();
    } catch (IOException | JacksonException e) {
      LOG.warn("pages must sign in again, their sessions cannot be read: {}", e.getMessage());
      return List.of();
    }
  }

  /** Keeps these and no others. What cannot be written ends with the daemon; said once. */
  void write(List<Session> sessions) {
    try {
      PrivateFiles.write(file, ApiJson.bytes(new Kept(token, sessions)));
      unwritable = false;
    } catch (IOException e) {
      if (!unwritable) {
        LOG.warn("pages must sign in again after a restart: {}", e.getMessage());
      }
      unwritable = true;
    }
  }
}

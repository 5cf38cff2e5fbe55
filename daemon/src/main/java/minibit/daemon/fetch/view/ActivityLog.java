package minibit.daemon.fetch.view;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import minibit.daemon.fetch.model.LogLine;

/** What happened to one transfer since the daemon started, in words. Only the owner's thread. */
final class ActivityLog {
  /** Lines kept: some pages to read, a few kilobytes. */
  static final int MAX_LINES = 200;

  private final Deque<LogLine> lines = new ArrayDeque<>(4);

  /** Writes a line, unless it says what the last one says. */
  void write(String text) {
    LogLine last = lines.peekLast();
    if (last != null && last.text().equals(text)) {
      return;
    }
    if (lines.size() == MAX_LINES) {
      lines.removeFirst();
    }
    lines.addLast(new LogLine(Instant.now(), text));
  }

  /** All lines, the oldest first. */
  List<LogLine> lines() {
    return List.copyOf(lines);
  }
}

package minibit.cli.daemon;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.LayoutBase;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import minibit.cli.output.Printable;
import minibit.daemon.config.Keys;
import minibit.daemon.config.Settings;
import minibit.daemon.run.HomeFolder;
import org.slf4j.LoggerFactory;

/**
 * A daemon's own log, in its home: files of bounded size, the older ones compressed and the oldest
 * dropped. What the terminal shows stays warnings and what {@code -v} asks for.
 */
final class DaemonLog implements AutoCloseable {
  /** Who asked for votes, who gave or refused them and why: in the words of who elects. */
  private static final List<String> ELECTIONS =
      List.of(
          "org.apache.ratis.server.impl.LeaderElection",
          "org.apache.ratis.server.impl.VoteContext");

  /** Libraries tell of every lost connection, with stacks; what matters of it the group says. */
  private static final Map<String, Level> LIBRARIES =
      Map.of(
          "org.apache.ratis", Level.ERROR,
          "org.eclipse.jetty", Level.WARN,
          // Warns of every Host header that is nonsense; who sends it is told with a 400.
          "org.eclipse.jetty.util.HostPort", Level.ERROR);

  /** Logs by the JDK's own means, to the terminal; kept here, for loggers nobody holds are lost. */
  private static final java.util.logging.Logger GRPC =
      java.util.logging.Logger.getLogger("org.apache.ratis.thirdparty");

  /** A member's id in full, as elections name it; elsewhere eight digits do. */
  private static final Pattern WHOLE_ID = Pattern.compile("\\b([0-9a-f]{8})[0-9a-f]{56}\\b");

  private final Logger root;
  private final Appender<ILoggingEvent> file;

  private DaemonLog(Logger root, Appender<ILoggingEvent> file) {
    this.root = root;
    this.file = file;
  }

  /** Opens the log of this home; from now on it is written. */
  static DaemonLog open(Path home, Settings settings, int verbosity) {
    LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
    Logger root = loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Level level = Level.toLevel(settings.get(Keys.LOG_LEVEL));
    Level shown = verbosity == 0 ? Level.WARN : verbosity == 1 ? Level.INFO : Level.DEBUG;
    root.iteratorForAppenders().forEachRemaining(appender -> quieten(loggers, appender, shown));
    Appender<ILoggingEvent> file = file(loggers, HomeFolder.logFile(home), settings);
    root.addAppender(file);
    loggers.getLogger("minibit").setLevel(level.isGreaterOrEqual(shown) ? shown : level);
    LIBRARIES.forEach((name, least) -> loggers.getLogger(name).setLevel(least));
    ELECTIONS.forEach(name -> loggers.getLogger(name).setLevel(Level.INFO));
    GRPC.setLevel(java.util.logging.Level.WARNING);
    return new DaemonLog(root, file);
  }

  /** Writes no more. */
  @Override
  public void close() {
    root.detachAppender(file);
    file.stop();
  }

  private static void quieten(
      LoggerContext loggers, Appender<ILoggingEvent> appender, Level least) {
    ThresholdFilter filter = new ThresholdFilter();
    filter.setContext(loggers);
    filter.setLevel(least.toString());
    filter.start();
    appender.addFilter(filter);
  }

  private static Appender<ILoggingEvent> file(LoggerContext loggers, Path file, Settings settings) {
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setContext(loggers);
    appender.setFile(file.toString());
    FixedWindowRollingPolicy rolling = new FixedWindowRollingPolicy();
    rolling.setContext(loggers);
    rolling.setParent(appender);
    rolling.setFileNamePattern(file.resolveSibling("minibit.%i.log.gz").toString());
    rolling.setMinIndex(1);
    rolling.setMaxIndex(settings.get(Keys.LOG_FILES));
    rolling.start();
    SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
    size.setContext(loggers);
    size.setMaxFileSize(new FileSize(settings.get(Keys.LOG_SIZE)));
    size.setCheckIncrement(Duration.buildByMilliseconds(200));
    size.start();
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setContext(loggers);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setLayout(started(new Lines(), loggers));
    encoder.start();
    appender.setRollingPolicy(rolling);
    appender.setTriggeringPolicy(size);
    appender.setEncoder(encoder);
    appender.start();
    return appender;
  }

  private static Lines started(Lines lines, LoggerContext loggers) {
    lines.setContext(loggers);
    lines.start();
    return lines;
  }

  /**
   * A line an event; names from elsewhere cannot make two of it, nor colour the reader's screen.
   */
  private static final class Lines extends LayoutBase<ILoggingEvent> {
    private static final DateTimeFormatter TIME =
        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

    @Override
    public String doLayout(ILoggingEvent event) {
      String logger = event.getLoggerName();
      StringBuilder line =
          new StringBuilder()
              .append(TIME.format(Instant.ofEpochMilli(event.getTimeStamp())))
              .append(String.format(" %-5s ", event.getLevel()))
              .append(logger, logger.lastIndexOf('.') + 1, logger.length())
              .append(": ")
              .append(Printable.of(message(event)))
              .append('\n');
      IThrowableProxy thrown = event.getThrowableProxy();
      if (thrown != null) {
        line.append(ThrowableProxyUtil.asString(thrown)).append('\n');
      }
      return line.toString();
    }

    private static String message(ILoggingEvent event) {
      String message = event.getFormattedMessage();
      return ELECTIONS.contains(event.getLoggerName())
          ? WHOLE_ID.matcher(message).replaceAll("$1")
          : message;
    }
  }
}

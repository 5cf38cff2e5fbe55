package minibit.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.function.Consumer;

/**
 * Logging without a configuration file: found by logback at the first log statement, so that
 * commands which log nothing never load it. Warnings by default, {@code -v} informs, {@code -v -v}
 * also shows why pieces were picked and peers unchoked.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_TOP_PRIORITY)
public final class LogSetup extends ContextAwareBase implements Configurator {
  // Logback makes its configurators itself, so what they need can only be left here for them.
  private static volatile Level level = Level.WARN;
  private static volatile Consumer<String> sink = System.err::println;

  /** Chooses what is logged and where lines go; to be called before the first log statement. */
  static void prepare(int verbosity, Consumer<String> lines) {
    level =
        switch (verbosity) {
          case 0 -> Level.WARN;
          case 1 -> Level.INFO;
          default -> Level.DEBUG;
        };
    sink = lines;
  }

  @Override
  public ExecutionStatus configure(LoggerContext loggers) {
    Lines appender = new Lines();
    appender.setContext(loggers);
    appender.start();
    var root = loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    // Libraries stay at warnings: their inner life is not what -v asks about.
    root.setLevel(Level.WARN);
    root.addAppender(appender);
    loggers.getLogger("minibit").setLevel(level);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private static final class Lines extends AppenderBase<ILoggingEvent> {
    // Here, and not above: most commands log nothing, and need not know the time zones.
    private static final DateTimeFormatter TIME =
        DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

    @Override
    protected void append(ILoggingEvent event) {
      StringBuilder line =
          new StringBuilder()
              .append(TIME.format(Instant.ofEpochMilli(event.getTimeStamp())))
              .append(' ')
              .append(event.getLevel())
              .append(' ')
              .append(event.getLoggerName().substring(event.getLoggerName().lastIndexOf('.') + 1))
              .append(": ")
              .append(event.getFormattedMessage());
      IThrowableProxy thrown = event.getThrowableProxy();
      if (thrown != null) {
        line.append(System.lineSeparator()).append(ThrowableProxyUtil.asString(thrown));
      }
      sink.accept(line.toString());
    }
  }
}

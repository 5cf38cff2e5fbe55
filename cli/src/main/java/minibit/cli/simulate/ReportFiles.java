package minibit.cli.simulate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import minibit.cli.frame.CliException;
import minibit.cli.frame.ExitCode;
import minibit.sim.Comparison;
import minibit.sim.report.HtmlReport;
import minibit.sim.report.Pictures;
import minibit.sim.report.Texts;
import org.jspecify.annotations.Nullable;

/**
 * The files of a comparison.
 *
 * @param html the page, if one is wanted
 * @param svg the picture, if one is wanted
 * @param kind which picture
 */
record ReportFiles(@Nullable Path html, @Nullable Path svg, Pictures.Kind kind) {
  /** Sees to it that nobody waits for a run whose page cannot be written. */
  void check() throws CliException {
    List<Path> files = Stream.of(html, svg).filter(Objects::nonNull).toList();
    for (Path file : files) {
      Path folder = file.toAbsolutePath().getParent();
      if (folder == null || !Files.isDirectory(folder)) {
        throw new CliException(ExitCode.USAGE, "report-no-folder", file);
      }
      if (Files.isDirectory(file)) {
        throw new CliException(ExitCode.USAGE, "report-is-folder", file);
      }
      if (!Files.isWritable(Files.exists(file) ? file : folder)) {
        throw new CliException(ExitCode.DENIED, "denied", file);
      }
    }
  }

  void write(Comparison comparison, Texts texts, String command) throws IOException {
    if (html != null) {
      Files.writeString(html, HtmlReport.of(comparison, texts, command));
    }
    if (svg != null) {
      Files.writeString(svg, new Pictures(comparison, texts).alone(kind));
    }
  }
}

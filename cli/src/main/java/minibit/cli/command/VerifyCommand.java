package minibit.cli.command;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import minibit.cli.frame.Arguments;
import minibit.cli.frame.CliException;
import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.frame.Kind;
import minibit.cli.output.Output;
import minibit.cli.output.Style;
import minibit.cli.transfer.TorrentInput;
import minibit.core.metainfo.Metainfo;
import minibit.core.piece.Bitfield;
import minibit.daemon.disk.ContentVerifier;
import minibit.daemon.disk.ContentVerifier.FileResult;
import minibit.daemon.disk.ContentVerifier.FileState;
import minibit.daemon.disk.ContentVerifier.Result;

/** {@code verify FILE DIR}: whether a folder holds what a torrent says, piece by piece. */
public final class VerifyCommand implements Command {
  /** Runs of bad pieces that are listed; whoever has more knows enough. */
  private static final int MAX_RUNS = 1_000;

  private Path file = Path.of("");
  private Path folder = Path.of("");

  @Override
  public void declare(Arguments arguments) {
    arguments.needed(Kind.PATH, "FILE", value -> file = value);
    arguments.needed(Kind.PATH, "DIR", value -> folder = value);
  }

  @Override
  public int run(Context context) throws Exception {
    Metainfo torrent = TorrentInput.torrent(file);
    if (!Files.exists(folder)) {
      throw new NoSuchFileException(folder.toString());
    }
    ContentVerifier verifier = new ContentVerifier(torrent, folder);
    if (!verifier.canJudge()) {
      throw new CliException(ExitCode.FAILURE, "no-layers", file.toString());
    }
    HashProgress progress = new HashProgress(context, torrent.geometry().size());
    Result result;
    try {
      result = verifier.verify(progress::at);
    } finally {
      progress.end();
    }
    if (context.output().isJson()) {
      context.output().json(json(torrent, result));
    } else {
      print(context, torrent, result);
    }
    return result.isOk() ? ExitCode.OK : ExitCode.VERIFICATION_FAILED;
  }

  private Map<String, Object> json(Metainfo torrent, Result result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", torrent.name());
    json.put("dir", folder.toString());
    json.put("ok", result.isOk());
    json.put("size", torrent.contentSize());
    json.put("good", result.goodBytes());
    json.put("pieces", torrent.geometry().pieces());
    json.put("goodPieces", result.pieces().count());
    json.put("badPieces", badRuns(result.pieces()));
    List<Map<String, Object>> files = new ArrayList<>();
    for (FileResult one : result.files()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("path", TorrentJson.inTorrent(torrent, one.file().path()));
      entry.put("size", one.file().length());
      entry.put("state", one.state().name().toLowerCase(Locale.ROOT));
      entry.put("good", one.goodBytes());
      files.add(entry);
    }
    json.put("files", files);
    json.put("extra", result.extra().paths());
    json.put("moreExtra", result.extra().more());
    return json;
  }

  /** First and last of each run of bad pieces. */
  private static List<List<Integer>> badRuns(Bitfield good) {
    List<List<Integer>> runs = new ArrayList<>();
    int first = good.nextMissing(0);
    while (first >= 0 && runs.size() < MAX_RUNS) {
      int after = good.next(first);
      int last = after < 0 ? good.size() - 1 : after - 1;
      runs.add(List.of(first, last));
      first = after < 0 ? -1 : good.nextMissing(after);
    }
    return runs;
  }

  private static void print(Context context, Metainfo torrent, Result result) {
    Output output = context.output();
    for (FileResult one : result.files()) {
      if (one.state() != FileState.OK) {
        print(output, Style.BAD, state(context, one.state()), one.file().slashed());
      }
    }
    for (List<String> path : result.extra().paths()) {
      String shown = torrent.name() + "/" + String.join("/", path);
      print(output, Style.WARNING, context.text("verify.state-extra"), shown);
    }
    if (result.extra().more()) {
      output.line(context.text("verify.more-extra"));
    }
    if (result.isOk()) {
      String ok =
          context.text(
              "verify.ok", output.name(torrent.name()), output.bytes(torrent.contentSize()));
      output.line(output.styled(Style.GOOD, ok));
    } else {
      String failed =
          context.text(
              "verify.failed",
              output.name(torrent.name()),
              result.pieces().count(),
              torrent.geometry().pieces(),
              output.bytes(result.goodBytes()),
              output.bytes(torrent.contentSize()));
      output.line(output.styled(Style.BAD, failed));
    }
  }

  private static void print(Output output, Style style, String state, String path) {
    String column = output.styled(style, String.format("%-10s", state));
    output.line(column + " " + output.name(path));
  }

  private static String state(Context context, FileState state) {
    return switch (state) {
      case OK -> context.text("verify.state-ok");
      case MISSING -> context.text("verify.state-missing");
      case SHORT -> context.text("verify.state-short");
      case LONG -> context.text("verify.state-long");
      case CORRUPT -> context.text("verify.state-corrupt");
    };
  }
}

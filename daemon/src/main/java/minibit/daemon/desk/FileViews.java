package minibit.daemon.desk;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import minibit.core.swarm.PieceMap;
import minibit.core.swarm.Wishes;
import minibit.daemon.api.model.FileChoice;
import minibit.daemon.api.model.FilePriority;
import minibit.daemon.api.model.TransferFiles;
import minibit.daemon.api.model.TransferPieces;
import minibit.daemon.fetch.model.FileView;
import minibit.daemon.fetch.model.PiecesView;

/** Files and pieces of transfers in the words of the API. */
public final class FileViews {
  private static final int LOW = 1;

  private FileViews() {}

  /** The pieces of a transfer. */
  public static TransferPieces pieces(PiecesView pieces) {
    return new TransferPieces(
        pieces.number(),
        pieces.length(),
        pieces.have().map(have -> Base64.getEncoder().encodeToString(have.toWire())).orElse(""),
        pieces.map().map(PieceMap::availability).orElse(List.of()),
        pieces.map().map(PieceMap::begun).orElse(List.of()));
  }

  /** A file of a transfer. */
  public static TransferFiles.Entry file(FileView file) {
    return new TransferFiles.Entry(
        file.index(), file.path(), file.size(), file.done(), priority(file.priority()));
  }

  private static FilePriority priority(int number) {
    if (number == Wishes.SKIP) {
      return FilePriority.SKIP;
    }
    if (number == Wishes.NORMAL) {
      return FilePriority.NORMAL;
    }
    return number < Wishes.NORMAL ? FilePriority.LOW : FilePriority.HIGH;
  }

  /** Priorities by the index of the file, as a swarm takes them. */
  public static Map<Integer, Integer> wishes(FileChoice choice) {
    Map<Integer, Integer> wishes = new LinkedHashMap<>();
    for (FileChoice.Change change : choice.changes()) {
      int number =
          switch (change.priority()) {
            case SKIP -> Wishes.SKIP;
            case LOW -> LOW;
            case NORMAL -> Wishes.NORMAL;
            case HIGH -> Wishes.HIGH;
          };
      wishes.put(change.index(), number);
    }
    return wishes;
  }
}

package minibit.daemon.fetch.files;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import minibit.core.id.InfoHash;
import minibit.core.id.PiecesRoot;
import minibit.daemon.share.LocalContent;
import minibit.daemon.share.Shares;
import minibit.daemon.share.scan.Stamp;

/** The shares of this daemon. */
record SharedContents(Shares shares) implements LocalContents {
  @Override
  public Optional<LocalContent> byRoot(PiecesRoot root) {
    return shares.byRoot(root);
  }

  @Override
  public Optional<LocalContent> byHash(InfoHash hash) {
    return shares.byHash(hash);
  }

  @Override
  public void eachName(Consumer<InfoHash> to) {
    shares.eachName(to);
  }

  @Override
  public boolean stillSame(LocalContent content) {
    return shares.stillSame(content);
  }

  @Override
  public void adopt(Path file, LocalContent known) {
    shares.adopt(file, known);
  }

  @Override
  public void adopt(Path file) {
    shares.adopt(file);
  }

  @Override
  public void hold(Path path) {
    shares.hold(path);
  }

  @Override
  public void release(Path path) {
    shares.release(path);
  }

  @Override
  public void leave(Path path, Map<Path, Stamp> begun) {
    shares.leave(path, begun);
  }

  @Override
  public void releaseAllBut(Collection<Path> owned) {
    shares.releaseAllBut(owned);
  }
}

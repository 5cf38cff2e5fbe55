package minibit.daemon.fetch;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import minibit.core.id.InfoHash;
import minibit.core.mse.HiddenName;
import minibit.daemon.catalogue.NamedContent;
import minibit.daemon.engine.TorrentFinder;
import minibit.daemon.engine.TorrentSpec;
import minibit.daemon.fetch.files.LocalContents;
import minibit.daemon.fetch.group.Catalogue;
import minibit.daemon.share.LocalContent;

/**
 * Serves every shared file to whoever dials in for it: under the name it has here, and under any
 * other name that the group knows for the same content. Any thread that may wait.
 */
public final class OnDemandSeeds implements TorrentFinder {
  /** A peer waits with its handshake; an election takes less. */
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private final LocalContents contents;
  private final Catalogue catalogue;
  private final HiddenNames hidden;
  private volatile Consumer<InfoHash> resting = _ -> {};
  private volatile Supplier<Collection<InfoHash>> restingNames = List::of;

  /** Finds these contents under the names of that catalogue. */
  public OnDemandSeeds(LocalContents contents, Catalogue catalogue) {
    this.contents = contents;
    this.catalogue = catalogue;
    this.hidden = new HiddenNames(this::eachName, System::nanoTime);
  }

  /**
   * Asks first whether a seed of this name only rests.
   *
   * @param waking runs it again, if there is one; may wait
   * @param names those of all that rest; may wait
   */
  public void askFirst(Consumer<InfoHash> waking, Supplier<Collection<InfoHash>> names) {
    resting = waking;
    restingNames = names;
  }

  /** Those that rest, and shared files under the names they have here: not under others. */
  @Override
  public Optional<InfoHash> named(HiddenName name) {
    return hidden.find(name);
  }

  private void eachName(Consumer<InfoHash> to) {
    restingNames.get().forEach(to);
    contents.eachName(to);
  }

  @Override
  public Optional<TorrentSpec> find(InfoHash name) {
    resting.accept(name);
    Optional<LocalContent> here = contents.byHash(name);
    if (here.isPresent()) {
      return spec(here.get(), here.get().name());
    }
    return resolve(name)
        .flatMap(
            named -> contents.byRoot(named.root()).flatMap(found -> spec(found, named.name())));
  }

  private Optional<NamedContent> resolve(InfoHash name) {
    try {
      return catalogue.resolve(name).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException | TimeoutException e) {
      // Without a tracker other names of what we hold are not known: the peer tries again.
      return Optional.empty();
    }
  }

  private Optional<TorrentSpec> spec(LocalContent content, String asName) {
    if (content.size() == 0) {
      return Optional.empty();
    }
    try {
      // Where a share leads through links, the engine shall see the file itself.
      Path file = content.file().toRealPath();
      return Optional.of(
          TorrentSpec.ofKnownFile(
              content.torrent(asName), file, () -> contents.stillSame(content)));
    } catch (IOException e) {
      // Gone since: the shares find out when they are asked whether it is the same.
      contents.stillSame(content);
      return Optional.empty();
    }
  }
}

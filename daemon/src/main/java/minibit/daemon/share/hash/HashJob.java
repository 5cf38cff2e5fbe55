package minibit.daemon.share.hash;

import java.nio.file.Path;
import minibit.daemon.share.scan.Stamp;

/** A file to be hashed, as it looked when it was found. Identity is its id. */
public interface HashJob {
  /** Which file this is; one job each at a time. */
  long id();

  /** Where it lies; asked when its turn comes. */
  Path file();

  /** What it must look like before and after. */
  Stamp stamp();
}

package minibit.cli;

import java.util.List;
import java.util.Optional;
import minibit.daemon.api.model.ShareFileList;
import minibit.daemon.api.model.ShareList;

/** What a {@link FakeDaemon} shares: a folder with troubles, a file of it ready and one waiting. */
final class FakeShares {
  private FakeShares() {}

  static ShareList list() {
    return new ShareList(List.of(at("/srv/docs")), 3, 4096, 0, 0, 0);
  }

  /** The same folder, wherever it is said to be. */
  static ShareList.Share at(String path) {
    return new ShareList.Share(
        path,
        "docs",
        4,
        8192,
        3,
        4096,
        1,
        2.5,
        ShareList.State.READY,
        1,
        List.of(
            new ShareList.Trouble("/srv/docs/secret", "unreadable", "secret cannot be read"),
            new ShareList.Trouble("/srv/docs/out", "link-leads-out", "out leads out")));
  }

  /** Both files, unless nothing is asked for. */
  static ShareFileList files(String q) {
    if (q.equals("nothing")) {
      return new ShareFileList(0, 0, List.of());
    }
    return new ShareFileList(
        2,
        0,
        List.of(
            new ShareFileList.ShareFile(
                "notes.txt",
                "docs/notes.txt",
                "/srv/docs/notes.txt",
                1536,
                "text/plain",
                ShareFileList.State.READY,
                Optional.of(FakeCatalogue.NOTES),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            new ShareFileList.ShareFile(
                "big.iso",
                "docs/big.iso",
                "/srv/docs/big.iso",
                1L << 30,
                "application/octet-stream",
                ShareFileList.State.WAITING,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty())));
  }
}

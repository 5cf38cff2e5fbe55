package minibit.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import minibit.core.words.Sentence;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.Candidate;
import minibit.daemon.api.model.FileDetail;
import minibit.daemon.api.model.FileResult;
import minibit.daemon.api.model.HolderList;
import minibit.daemon.api.model.MagnetLink;
import minibit.daemon.api.model.MemberRef;
import minibit.daemon.api.model.Page;
import minibit.daemon.api.model.SearchAnswer;
import minibit.daemon.api.model.TorrentFile;

/**
 * What the group of a {@link FakeDaemon} has: two different contents called notes.txt, one with a
 * name in Portuguese, and one with a name that nobody may obey. Never changes.
 */
final class FakeCatalogue {
  /** A name that would clear the screen and turn the rest around, if it were obeyed. */
  static final String EVIL = "a\u001b[2Jb\u202egpj.exe";

  /** Notes by Ana. */
  static final String NOTES = "ab12" + "0".repeat(60);

  /** Other notes, of the same name. */
  static final String OTHER_NOTES = "cd34" + "0".repeat(60);

  private final Map<String, FileResult> files = new LinkedHashMap<>();

  FakeCatalogue() {
    MemberRef ana = FakeGroup.ANA;
    MemberRef bia = FakeGroup.BIA;
    put(NOTES, "notes.txt", 1536, true, List.of(holder(ana, true), holder(bia, false)));
    put(OTHER_NOTES, "notes.txt", 90, false, List.of(holder(bia, true)));
    put("ef56" + "0".repeat(60), "ação final.mp4", 5 << 20, true, List.of(holder(ana, true)));
    put("0a77" + "0".repeat(60), EVIL, 3, true, List.of());
  }

  private void put(
      String id, String file, long size, boolean signed, List<FileResult.HolderRef> holders) {
    files.put(
        id,
        new FileResult(
            id,
            file,
            "docs/" + file,
            size,
            "text/plain",
            id,
            id.substring(0, 40),
            id,
            id.equals(OTHER_NOTES),
            signed
                ? Optional.of(new FileResult.SignedBy("5e".repeat(32), "ana", size != 3))
                : Optional.empty(),
            holders,
            FakeGroup.THEN));
  }

  private static FileResult.HolderRef holder(MemberRef member, boolean complete) {
    return new FileResult.HolderRef(member.name(), member.id(), complete);
  }

  /** The one content that an id or a name fits. */
  FileResult find(String id) {
    List<FileResult> fit =
        files.values().stream()
            .filter(file -> file.name().equals(id) || file.id().startsWith(id))
            .toList();
    if (fit.isEmpty()) {
      throw ApiException.notFound("not-found", Sentence.plain("no content is called " + id));
    }
    if (fit.size() > 1) {
      throw ApiException.ambiguous(
          id,
          fit.stream()
              .map(
                  file ->
                      new Candidate(
                          file.id(), file.name(), file.size(), file.type(), file.holders().size()))
              .toList());
    }
    return fit.getFirst();
  }

  /** The content of exactly this id, which is one of them. */
  FileResult get(String id) {
    return Objects.requireNonNull(files.get(id));
  }

  /** Names that contain the words; all names contain none. */
  SearchAnswer search(String words, Page page, boolean stale) {
    List<FileResult> fit =
        files.values().stream().filter(file -> file.name().contains(words)).toList();
    List<FileResult> part = fit.stream().skip(page.offset()).limit(page.limit()).toList();
    return SearchAnswer.plain(words, fit.size(), page.offset(), stale, part);
  }

  FileDetail detail(String id) {
    return new FileDetail(find(id), 16384, 1, "magnet:?xt=urn:btih:" + id, List.of());
  }

  HolderList holders(String id) {
    FileResult file = find(id);
    return new HolderList(
        file.id(),
        file.name(),
        file.size(),
        file.holders().stream()
            .map(
                holder ->
                    new HolderList.Holder(
                        holder.member(),
                        holder.memberId(),
                        List.of("192.0.2.1:6881"),
                        FakeGroup.THEN,
                        holder.complete() ? 4 : 1,
                        4,
                        holder.complete()))
            .toList());
  }

  TorrentFile torrent(String id) {
    return new TorrentFile(find(id).name() + ".torrent", new byte[] {'d', 'e'});
  }

  MagnetLink magnet(String id) {
    FileResult file = find(id);
    return new MagnetLink(
        file.name(),
        "magnet:?xt=urn:btih:" + file.infoHashV1(),
        file.infoHashV1(),
        file.infoHashV2());
  }
}

package minibit.core.catalogue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import minibit.core.id.InfoHash;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.MemberId;
import minibit.core.identity.Passport;
import minibit.core.identity.Seal;
import minibit.core.packed.BadPacked;
import minibit.core.packed.PackedReader;

/** Reads an image of this form or an earlier one into a new state, chunk by chunk. */
final class ImageReader {
  /** Contents in a chunk of the earlier forms. */
  private static final int WHOLE_CONTENTS = 512;

  private final Iterator<byte[]> chunks;
  private final CatalogueState state;
  private final List<MemberId> members = new ArrayList<>();
  private final List<Seal> seals = new ArrayList<>();
  private final Map<String, String> texts = new HashMap<>();

  /** Folders of the chunk that is read, in the order they came. */
  private final List<String> folders = new ArrayList<>();

  private int format;

  /** Contents that have not come yet. */
  private long left;

  ImageReader(Iterator<byte[]> chunks, long chance) {
    this.chunks = chunks;
    this.state = new CatalogueState(chance);
  }

  CatalogueState read() throws BadPacked {
    try {
      header(next());
      if (format == CatalogueImage.FORMAT) {
        contents();
      } else {
        wholeContents();
      }
      if (left < 0 || chunks.hasNext()) {
        throw new BadPacked("more contents than the image announces");
      }
      return state;
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new BadPacked("not an image: " + e.getMessage());
    }
  }

  private PackedReader next() throws BadPacked {
    if (!chunks.hasNext()) {
      throw new BadPacked("image cut short");
    }
    return new PackedReader(chunks.next());
  }

  /** Contents, each of which may go on in the chunks behind the one it begins in. */
  private void contents() throws BadPacked {
    while (left > 0) {
      PackedReader in = chunk();
      while (!in.atEnd()) {
        Head head = head(in);
        long due = in.number(CatalogueLimits.FILES);
        List<Holding> holdings = new ArrayList<>();
        while (holdings.size() < due) {
          if (in.atEnd()) {
            in = chunk();
          }
          holdings.add(holding(in, head));
        }
        restore(head, holdings);
      }
    }
  }

  private PackedReader chunk() throws BadPacked {
    PackedReader in = next();
    if (in.atEnd()) {
      throw new BadPacked("an empty chunk");
    }
    folders.clear();
    return in;
  }

  /** The earlier forms: a chunk says how many contents it has, and has them whole. */
  private void wholeContents() throws BadPacked {
    while (left > 0) {
      PackedReader in = next();
      int count = in.count(WHOLE_CONTENTS);
      if (count == 0) {
        throw new BadPacked("an empty chunk");
      }
      for (int i = 0; i < count; i++) {
        Head head = start(in);
        int due = in.count(CatalogueLimits.FILES);
        List<Holding> holdings = new ArrayList<>(due);
        for (int j = 0; j < due; j++) {
          holdings.add(holding(in, head));
        }
        publications(in, head);
        restore(head, holdings);
      }
      in.end();
    }
  }

  /** Puts a content into the state; one that earlier versions took and this refuses is left out. */
  private void restore(Head head, List<Holding> holdings) {
    left--;
    if (head.size() > CatalogueLimits.FILE_BYTES) {
      return;
    }
    state.restore(
        new Content(
            head.root(), head.size(), head.since(), head.namings(), holdings, head.publications()));
  }

  private void header(PackedReader in) throws BadPacked {
    format = in.octet();
    if (format != CatalogueImage.FORMAT
        && format != CatalogueImage.WHOLE_CONTENTS
        && format != CatalogueImage.WITHOUT_INVITATIONS) {
      throw new BadPacked("image of another form: " + format);
    }
    left = in.number(CatalogueLimits.FILES);
    Optional<CatalogueCommand.Founded> founded =
        command(in).map(CatalogueCommand.Founded.class::cast);
    Optional<CatalogueCommand.Moved> moved = command(in).map(CatalogueCommand.Moved.class::cast);
    boolean grown = in.flag();
    List<Member> list = membersOf(in);
    List<UsedInvitation> invitations =
        format == CatalogueImage.WITHOUT_INVITATIONS ? List.of() : invitations(in);
    in.end();
    state.restore(new CatalogueImage.Header(founded, moved, grown, list, invitations));
  }

  private List<Member> membersOf(PackedReader in) throws BadPacked {
    int known = in.count(CatalogueLimits.MEMBERS);
    List<Member> list = new ArrayList<>(known);
    for (int i = 0; i < known; i++) {
      Passport passport = Passport.of(in.bytes(Passport.MAX_BYTES));
      Instant joined = Instant.ofEpochMilli(in.number());
      boolean present = in.flag();
      list.add(
          new Member(passport.id(), passport, joined, present, Instant.ofEpochMilli(in.number())));
      members.add(list.getLast().id());
    }
    return list;
  }

  private static List<UsedInvitation> invitations(PackedReader in) throws BadPacked {
    int known = in.count(CatalogueLimits.MEMBERS);
    List<UsedInvitation> used = new ArrayList<>(known);
    for (int i = 0; i < known; i++) {
      used.add(
          new UsedInvitation(
              CommandCodec.uuid(in),
              MemberId.of(in.raw(MemberId.LENGTH)),
              Instant.ofEpochMilli(in.number())));
    }
    return used;
  }

  private static Optional<CatalogueCommand> command(PackedReader in) throws BadPacked {
    byte[] bytes = in.bytes(CatalogueLimits.COMMAND_BYTES);
    return bytes.length == 0 ? Optional.empty() : Optional.of(CommandCodec.decode(bytes));
  }

  /** A content without its holdings. */
  private record Head(
      PiecesRoot root,
      long size,
      long since,
      List<Naming> namings,
      List<Publication> publications) {}

  private Head head(PackedReader in) throws BadPacked {
    Head head = start(in);
    publications(in, head);
    return head;
  }

  /** What both forms begin a content with; its publications come later. */
  private Head start(PackedReader in) throws BadPacked {
    PiecesRoot root = PiecesRoot.of(in.raw(PiecesRoot.LENGTH));
    long size = in.number(Long.MAX_VALUE);
    long since = in.number();
    int known = in.count(CatalogueLimits.NAMES_PER_CONTENT);
    List<Naming> namings = new ArrayList<>(known);
    for (int i = 0; i < known; i++) {
      namings.add(naming(in));
    }
    return new Head(root, size, since, namings, new ArrayList<>());
  }

  private void publications(PackedReader in, Head head) throws BadPacked {
    int known = in.count(CatalogueLimits.PUBLISHERS_PER_CONTENT);
    for (int i = 0; i < known; i++) {
      head.publications()
          .add(
              new Publication(
                  seal(in),
                  (int) in.number(Seal.MAX_STATEMENTS - 1),
                  name(in.text(CatalogueLimits.NAME_BYTES), head.namings()),
                  in.number()));
    }
  }

  private Holding holding(PackedReader in, Head head) throws BadPacked {
    MemberId member = members.get((int) in.number(members.size() - 1L));
    String folder =
        format == CatalogueImage.FORMAT
            ? folder(in)
            : shared(in.text(CatalogueLimits.FOLDER_BYTES));
    int known = (int) in.number(head.namings().size());
    Naming naming = known == 0 ? naming(in) : head.namings().get(known - 1);
    return new Holding(member, head.root(), folder, naming, in.number());
  }

  private String folder(PackedReader in) throws BadPacked {
    int known = (int) in.number(folders.size());
    if (known > 0) {
      return folders.get(known - 1);
    }
    folders.add(shared(in.text(CatalogueLimits.FOLDER_BYTES)));
    return folders.getLast();
  }

  private Seal seal(PackedReader in) throws BadPacked {
    int known = (int) in.number(seals.size());
    if (known > 0) {
      return seals.get(known - 1);
    }
    Seal seal = SealPool.COMMON.shared(CommandCodec.seal(in));
    seals.add(seal);
    return seal;
  }

  private Naming naming(PackedReader in) throws BadPacked {
    return new Naming(
        in.text(CatalogueLimits.NAME_BYTES),
        shared(in.text(CatalogueLimits.MEDIA_TYPE_BYTES)),
        InfoHash.of(in.raw(InfoHash.WIRE_LENGTH)),
        InfoHash.of(in.raw(InfoHash.V2_LENGTH)));
  }

  private static String name(String name, List<Naming> namings) {
    for (Naming naming : namings) {
      if (naming.name().equals(name)) {
        return naming.name();
      }
    }
    return name;
  }

  private String shared(String text) {
    String known = texts.putIfAbsent(text, text);
    return known == null ? text : known;
  }
}

package minibit.core.catalogue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
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
import minibit.core.packed.PackedWriter;

/**
 * A catalogue at one moment, to be written out. It goes in chunks of a few hundred kilobytes, so
 * that nobody ever holds the whole in bytes. Its order is the state's own, so equal states give
 * equal bytes.
 */
public final class CatalogueImage {
  /** The form of the chunks; a snapshot of another form is not read. */
  private static final int FORMAT = 2;

  /** The form before invitations; read all the same. */
  private static final int WITHOUT_INVITATIONS = 1;

  /** Contents in a chunk. */
  private static final int CHUNK = 512;

  /** Bytes of a chunk: contents at their limits may be long, but not without end. */
  public static final int MAX_CHUNK_BYTES = 64 << 20;

  record Header(
      Optional<CatalogueCommand.Founded> founded,
      Optional<CatalogueCommand.Moved> moved,
      boolean grown,
      List<Member> members,
      List<UsedInvitation> invitations) {}

  private final Header header;
  private final Content[] contents;

  CatalogueImage(
      Optional<CatalogueCommand.Founded> founded,
      Optional<CatalogueCommand.Moved> moved,
      boolean grown,
      List<Member> members,
      List<UsedInvitation> invitations,
      Content[] contents) {
    this.header = new Header(founded, moved, grown, members, invitations);
    this.contents = contents;
  }

  /** The chunks, made as they are asked for. */
  public Iterator<byte[]> chunks() {
    return new Chunks();
  }

  private final class Chunks implements Iterator<byte[]> {
    private final Map<Seal, Integer> seals = new IdentityHashMap<>();
    private final Map<MemberId, Integer> numbers = new HashMap<>();
    private int next = -1;

    @Override
    public boolean hasNext() {
      return next < contents.length;
    }

    @Override
    public byte[] next() {
      PackedWriter out = new PackedWriter();
      if (next < 0) {
        header.members().forEach(member -> numbers.put(member.id(), numbers.size()));
        writeHeader(out);
        next = 0;
        return out.toBytes();
      }
      int end = Math.min(contents.length, next + CHUNK);
      out.number(end - next);
      for (; next < end; next++) {
        writeContent(out, contents[next]);
      }
      return out.toBytes();
    }

    private void writeHeader(PackedWriter out) {
      out.octet(FORMAT).number(contents.length);
      command(out, header.founded());
      command(out, header.moved());
      out.flag(header.grown()).number(header.members().size());
      for (Member member : header.members()) {
        out.bytes(member.passport().toBytes()).number(member.joined().toEpochMilli());
        out.flag(member.present()).number(member.changed().toEpochMilli());
      }
      out.number(header.invitations().size());
      for (UsedInvitation used : header.invitations()) {
        CommandCodec.uuid(out, used.invitation()).raw(used.by().toBytes());
        out.number(used.expires().toEpochMilli());
      }
    }

    private void command(PackedWriter out, Optional<? extends CatalogueCommand> command) {
      out.bytes(command.map(CommandCodec::encode).orElse(new byte[0]));
    }

    private void writeContent(PackedWriter out, Content content) {
      out.raw(content.root().toBytes()).number(content.size()).number(content.since());
      out.number(content.namings().size());
      content.namings().forEach(naming -> writeNaming(out, naming));
      out.number(content.holdings().size());
      for (Holding holding : content.holdings()) {
        Integer member = numbers.get(holding.member());
        if (member == null) {
          throw new IllegalStateException("a holder who is no member");
        }
        int naming = content.namings().indexOf(holding.naming());
        out.number(member).text(holding.folder()).number(naming + 1);
        if (naming < 0) {
          writeNaming(out, holding.naming());
        }
        out.number(holding.mark());
      }
      out.number(content.publications().size());
      for (Publication publication : content.publications()) {
        Integer known = seals.putIfAbsent(publication.seal(), seals.size() + 1);
        out.number(known == null ? 0 : known);
        if (known == null) {
          CommandCodec.seal(out, publication.seal());
        }
        out.number(publication.place()).text(publication.name()).number(publication.time());
      }
    }

    private void writeNaming(PackedWriter out, Naming naming) {
      out.text(naming.name()).text(naming.mediaType());
      out.raw(naming.v1().toBytes()).raw(naming.v2().toBytes());
    }
  }

  /**
   * Reads the chunks of an image, in order, into a new state.
   *
   * @throws BadPacked if they are not all of one image
   */
  public static CatalogueState restore(Iterator<byte[]> chunks) throws BadPacked {
    return new Restorer().read(chunks);
  }

  private static final class Restorer {
    private final CatalogueState state = new CatalogueState();
    private final List<MemberId> members = new ArrayList<>();
    private final List<Seal> seals = new ArrayList<>();
    private final Map<String, String> texts = new HashMap<>();

    CatalogueState read(Iterator<byte[]> chunks) throws BadPacked {
      try {
        long left = readHeader(new PackedReader(next(chunks)));
        while (left > 0) {
          PackedReader in = new PackedReader(next(chunks));
          int count = in.count(CHUNK);
          for (int i = 0; i < count; i++) {
            state.restore(content(in));
          }
          in.end();
          left -= Math.max(1, count);
        }
        if (left < 0 || chunks.hasNext()) {
          throw new BadPacked("more contents than the image announces");
        }
        return state;
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        throw new BadPacked("not an image: " + e.getMessage());
      }
    }

    private static byte[] next(Iterator<byte[]> chunks) throws BadPacked {
      if (!chunks.hasNext()) {
        throw new BadPacked("image cut short");
      }
      return chunks.next();
    }

    private long readHeader(PackedReader in) throws BadPacked {
      int format = in.octet();
      if (format != FORMAT && format != WITHOUT_INVITATIONS) {
        throw new BadPacked("image of another form: " + format);
      }
      final long count = in.number(CatalogueLimits.FILES);
      Optional<CatalogueCommand.Founded> founded =
          command(in).map(CatalogueCommand.Founded.class::cast);
      Optional<CatalogueCommand.Moved> moved = command(in).map(CatalogueCommand.Moved.class::cast);
      boolean grown = in.flag();
      int known = in.count(CatalogueLimits.MEMBERS);
      List<Member> list = new ArrayList<>(known);
      for (int i = 0; i < known; i++) {
        Passport passport = Passport.of(in.bytes(Passport.MAX_BYTES));
        Instant joined = Instant.ofEpochMilli(in.number());
        boolean present = in.flag();
        list.add(
            new Member(
                passport.id(), passport, joined, present, Instant.ofEpochMilli(in.number())));
        members.add(list.getLast().id());
      }
      List<UsedInvitation> invitations =
          format == WITHOUT_INVITATIONS ? List.of() : invitations(in);
      in.end();
      state.restore(new Header(founded, moved, grown, list, invitations));
      return count;
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

    private Content content(PackedReader in) throws BadPacked {
      PiecesRoot root = PiecesRoot.of(in.raw(PiecesRoot.LENGTH));
      long size = in.number(Long.MAX_VALUE);
      long since = in.number();
      Naming[] namings = new Naming[in.count(CatalogueLimits.NAMES_PER_CONTENT)];
      for (int i = 0; i < namings.length; i++) {
        namings[i] = naming(in);
      }
      Holding[] holdings = new Holding[in.count(CatalogueLimits.FILES)];
      for (int i = 0; i < holdings.length; i++) {
        MemberId member = members.get((int) in.number(members.size() - 1L));
        String folder = shared(in.text(CatalogueLimits.FOLDER_BYTES));
        int naming = (int) in.number(namings.length);
        holdings[i] =
            new Holding(
                member, root, folder, naming == 0 ? naming(in) : namings[naming - 1], in.number());
      }
      Publication[] publications =
          new Publication[in.count(CatalogueLimits.PUBLISHERS_PER_CONTENT)];
      for (int i = 0; i < publications.length; i++) {
        publications[i] =
            new Publication(
                seal(in),
                (int) in.number(Seal.MAX_STATEMENTS - 1),
                name(in.text(CatalogueLimits.NAME_BYTES), namings),
                in.number());
      }
      return new Content(
          root,
          size,
          since,
          Arrays.asList(namings),
          Arrays.asList(holdings),
          Arrays.asList(publications));
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

    private static String name(String name, Naming[] namings) {
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
}

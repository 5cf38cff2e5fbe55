package minibit.core.catalogue;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import minibit.core.identity.MemberId;
import minibit.core.identity.Seal;
import minibit.core.packed.PackedWriter;

/**
 * The chunks of an image, one after another. A seal is written once in an image; a folder once in a
 * chunk, so that what travels once in a command is not written for each of its files.
 */
final class ImageWriter implements Iterator<byte[]> {
  private final CatalogueImage image;
  private final Map<Seal, Integer> seals = new IdentityHashMap<>();
  private final Map<MemberId, Integer> members = new HashMap<>();
  private final Map<String, Integer> folders = new HashMap<>();

  /** The content that is written next; before the header, -1. */
  private int next = -1;

  /** The holding of it that is written next; before its head, -1. */
  private int holding = -1;

  ImageWriter(CatalogueImage image) {
    this.image = image;
  }

  @Override
  public boolean hasNext() {
    return next < image.count();
  }

  @Override
  public byte[] next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the image is written");
    }
    PackedWriter out = new PackedWriter();
    if (next < 0) {
      image.header().members().forEach(member -> members.put(member.id(), members.size()));
      header(out, image.header());
      next = 0;
      return out.toBytes();
    }
    folders.clear();
    while (hasNext() && !isFull(out)) {
      content(out, image.content(next));
    }
    return out.toBytes();
  }

  private static boolean isFull(PackedWriter out) {
    return out.size() >= CatalogueImage.CHUNK_BYTES;
  }

  private void header(PackedWriter out, CatalogueImage.Header header) {
    out.octet(CatalogueImage.FORMAT).number(image.count());
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

  private static void command(PackedWriter out, Optional<? extends CatalogueCommand> command) {
    out.bytes(command.map(CommandCodec::encode).orElse(new byte[0]));
  }

  /** Goes on with a content, until it or the chunk is done. */
  private void content(PackedWriter out, Content content) {
    List<Holding> holdings = content.holdings();
    if (holding < 0) {
      head(out, content);
      holding = 0;
    }
    while (holding < holdings.size() && !isFull(out)) {
      holding(out, content, holdings.get(holding++));
    }
    if (holding == holdings.size()) {
      holding = -1;
      next++;
    }
  }

  private void head(PackedWriter out, Content content) {
    out.raw(content.root().toBytes()).number(content.size()).number(content.since());
    out.number(content.namings().size());
    content.namings().forEach(naming -> naming(out, naming));
    out.number(content.publications().size());
    content.publications().forEach(publication -> publication(out, publication));
    out.number(content.holdings().size());
  }

  private void publication(PackedWriter out, Publication publication) {
    Integer known = seals.putIfAbsent(publication.seal(), seals.size() + 1);
    out.number(known == null ? 0 : known);
    if (known == null) {
      CommandCodec.seal(out, publication.seal());
    }
    out.number(publication.place()).text(publication.name()).number(publication.time());
  }

  private void holding(PackedWriter out, Content content, Holding held) {
    Integer member = members.get(held.member());
    if (member == null) {
      throw new IllegalStateException("a holder who is no member");
    }
    Integer folder = folders.putIfAbsent(held.folder(), folders.size() + 1);
    out.number(member).number(folder == null ? 0 : folder);
    if (folder == null) {
      out.text(held.folder());
    }
    int naming = content.namings().indexOf(held.naming());
    out.number(naming + 1);
    if (naming < 0) {
      naming(out, held.naming());
    }
    out.number(held.mark());
  }

  private static void naming(PackedWriter out, Naming naming) {
    out.text(naming.name()).text(naming.mediaType());
    out.raw(naming.v1().toBytes()).raw(naming.v2().toBytes());
  }
}

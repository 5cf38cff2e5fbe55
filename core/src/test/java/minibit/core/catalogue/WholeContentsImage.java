package minibit.core.catalogue;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import minibit.core.identity.MemberId;
import minibit.core.identity.Seal;
import minibit.core.packed.PackedWriter;

/** Writes images of the forms 1 and 2, as daemons did that had those. */
public final class WholeContentsImage {
  private static final int CHUNK = 512;

  private final CatalogueImage image;
  private final int format;
  private final Map<Seal, Integer> seals = new IdentityHashMap<>();

  private WholeContentsImage(CatalogueImage image, int format) {
    this.image = image;
    this.format = format;
  }

  /** All chunks, the header first. */
  public static List<byte[]> chunks(CatalogueImage image, int format) {
    return new WholeContentsImage(image, format).chunks();
  }

  private List<byte[]> chunks() {
    List<byte[]> chunks = new ArrayList<>();
    chunks.add(header(image.header()));
    for (int next = 0; next < image.count(); ) {
      int end = Math.min(image.count(), next + CHUNK);
      PackedWriter out = new PackedWriter().number(end - next);
      for (; next < end; next++) {
        content(out, image.content(next));
      }
      chunks.add(out.toBytes());
    }
    return chunks;
  }

  private byte[] header(CatalogueImage.Header header) {
    PackedWriter out = new PackedWriter().octet(format).number(image.count());
    command(out, header.founded());
    command(out, header.moved());
    out.flag(header.grown()).number(header.members().size());
    for (Member member : header.members()) {
      out.bytes(member.passport().toBytes()).number(member.joined().toEpochMilli());
      out.flag(member.present()).number(member.changed().toEpochMilli());
    }
    if (format > 1) {
      out.number(header.invitations().size());
      for (UsedInvitation used : header.invitations()) {
        CommandCodec.uuid(out, used.invitation()).raw(used.by().toBytes());
        out.number(used.expires().toEpochMilli());
      }
    }
    return out.toBytes();
  }

  private static void command(PackedWriter out, Optional<? extends CatalogueCommand> command) {
    out.bytes(command.map(CommandCodec::encode).orElse(new byte[0]));
  }

  private void content(PackedWriter out, Content content) {
    List<MemberId> members = image.header().members().stream().map(Member::id).toList();
    out.raw(content.root().toBytes()).number(content.size()).number(content.since());
    out.number(content.namings().size());
    content.namings().forEach(naming -> naming(out, naming));
    out.number(content.holdings().size());
    for (Holding holding : content.holdings()) {
      int naming = content.namings().indexOf(holding.naming());
      out.number(members.indexOf(holding.member())).text(holding.folder()).number(naming + 1);
      if (naming < 0) {
        naming(out, holding.naming());
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

  private static void naming(PackedWriter out, Naming naming) {
    out.text(naming.name()).text(naming.mediaType());
    out.raw(naming.v1().toBytes()).raw(naming.v2().toBytes());
  }
}

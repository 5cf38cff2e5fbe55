package minibit.group.member;

import java.util.UUID;
import minibit.core.catalogue.CatalogueLimits;
import minibit.core.identity.GroupId;
import minibit.core.packed.BadPacked;
import minibit.core.packed.PackedReader;
import minibit.core.packed.PackedWriter;
import minibit.group.office.Epoch;
import minibit.group.office.GroupFace;

/** Groups' faces in messages. */
final class Faces {
  private Faces() {}

  static void write(PackedWriter out, GroupFace face) {
    out.number(face.id().high()).number(face.id().low()).text(face.name());
    out.number(face.recovery()).flag(face.grown()).flag(face.closed());
  }

  static GroupFace read(PackedReader in) throws BadPacked {
    GroupId id = new GroupId(new UUID(in.number(), in.number()));
    String name = in.text(CatalogueLimits.GROUP_NAME_BYTES);
    return new GroupFace(id, name, (int) in.number(Epoch.MAX_RECOVERY), in.flag(), in.flag());
  }
}

package minibit.daemon.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import minibit.core.identity.MemberId;
import minibit.daemon.api.model.FileDetail;
import minibit.daemon.api.model.FileResult;
import minibit.daemon.catalogue.FoundContent;
import minibit.daemon.catalogue.Holder;
import minibit.daemon.catalogue.Proof;
import minibit.daemon.catalogue.Signed;

/** Who offers a content under which name, and whether their signatures hold. */
final class Publications {
  private Publications() {}

  /** One entry a proof, and one for each holder that gave none. */
  static List<FileDetail.Publication> of(FoundContent content) {
    Set<MemberId> holding =
        content.holders().stream().map(Holder::member).collect(Collectors.toSet());
    List<FileDetail.Publication> publications = new ArrayList<>();
    Set<MemberId> proven =
        content.proofs().stream().map(proof -> proof.key().memberId()).collect(Collectors.toSet());
    for (Proof proof : content.proofs()) {
      MemberId member = proof.key().memberId();
      boolean valid = proof.holdsFor(content.root(), content.size());
      String name = nameOf(content, member);
      publications.add(
          publication(
              content,
              proof.name(),
              name,
              member,
              Optional.of(new FileResult.SignedBy(proof.key().hex(), name, valid)),
              Optional.of(proof.time()),
              holding.contains(member)));
    }
    for (Holder holder : content.holders()) {
      if (!proven.contains(holder.member())) {
        publications.add(
            publication(
                content,
                content.name().name(),
                holder.name(),
                holder.member(),
                Optional.empty(),
                Optional.empty(),
                true));
      }
    }
    return publications;
  }

  private static FileDetail.Publication publication(
      FoundContent content,
      String fileName,
      String memberName,
      MemberId member,
      Optional<FileResult.SignedBy> signedBy,
      Optional<Instant> signed,
      boolean present) {
    FoundContent.Name name =
        content.names().stream()
            .filter(known -> known.name().equals(fileName))
            .findFirst()
            .orElse(content.name());
    return new FileDetail.Publication(
        memberName,
        member.hex(),
        fileName,
        name.v1().hex(),
        name.v2().hex(),
        signedBy,
        signed,
        present);
  }

  private static String nameOf(FoundContent content, MemberId member) {
    Optional<String> holding =
        content.holders().stream()
            .filter(holder -> holder.member().equals(member))
            .map(Holder::name)
            .findFirst();
    return holding
        .or(
            () ->
                content
                    .signedBy()
                    .filter(signed -> signed.key().memberId().equals(member))
                    .map(Signed::name))
        .orElse(member.brief());
  }
}

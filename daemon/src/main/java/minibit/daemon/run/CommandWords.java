package minibit.daemon.run;

import minibit.core.catalogue.CatalogueCommand;

/** Entries of the group's log in a few words, for the daemon's log. */
final class CommandWords {
  private CommandWords() {}

  static String of(CatalogueCommand command) {
    return switch (command) {
      case CatalogueCommand.Founded founded -> "group " + founded.name() + " founded";
      case CatalogueCommand.MemberJoined joined ->
          joined.passport().name() + " (" + joined.passport().id().brief() + ") joined";
      case CatalogueCommand.MemberAdmitted admitted ->
          admitted.passport().name()
              + " ("
              + admitted.passport().id().brief()
              + ") joined by an invitation";
      case CatalogueCommand.MemberLeft left -> left.member().brief() + " left for good";
      case CatalogueCommand.Away away -> away.member().brief() + " is away";
      case CatalogueCommand.Back back -> back.member().brief() + " is back";
      case CatalogueCommand.Register register ->
          register.member().brief() + " registered " + register.files().size() + " files";
      case CatalogueCommand.Withdraw withdraw ->
          withdraw.member().brief() + " withdrew " + withdraw.paths().size() + " files";
      case CatalogueCommand.Moved moved -> "the group moved to " + moved.to();
    };
  }
}

package minibit.daemon.catalogue;

import java.util.Optional;
import java.util.stream.Stream;

/** The numbers under which questions travel between members; they never change their meaning. */
enum Service {
  SEARCH(1),
  BROWSE(2),
  MEMBERS(3),
  FIND(4),
  CONTENT(5),
  HOLDERS(6),
  RESOLVE(7),
  /** The tracker tells a member that fetches a content of somebody who has it. */
  NEW_HOLDER(8),
  ANNOUNCED(9);

  private final int number;

  Service(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  static Optional<Service> of(int number) {
    return Stream.of(values()).filter(service -> service.number == number).findFirst();
  }

  static Service of(Question<?> question) {
    return switch (question) {
      case Question.Search q -> SEARCH;
      case Question.Browse q -> BROWSE;
      case Question.Members q -> MEMBERS;
      case Question.Find q -> FIND;
      case Question.ContentOf q -> CONTENT;
      case Question.Holders q -> HOLDERS;
      case Question.Resolve q -> RESOLVE;
      case Question.Announced q -> ANNOUNCED;
    };
  }
}

package minibit.group.member;

import minibit.group.closed.Ticket;

/** How a daemon that remembers no group comes into one. */
public sealed interface Entry {
  /** It looks for a group of the name, and founds an open one if nobody answers. */
  record Look() implements Entry {}

  /** It founds one at once; a closed one takes in the invited only. */
  record Found(boolean closed) implements Entry {}

  /** It was invited into a closed one. */
  record Invited(Ticket ticket) implements Entry {}
}

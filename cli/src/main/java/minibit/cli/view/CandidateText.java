package minibit.cli.view;

import minibit.cli.frame.Messages;
import minibit.cli.output.Output;
import minibit.daemon.api.model.Candidate;

/** What could have been meant, a line each. */
public final class CandidateText {
  private final Messages messages;
  private final Output output;

  /** In this language. */
  public CandidateText(Messages messages, Output output) {
    this.messages = messages;
    this.output = output;
  }

  /** Name, size, type, holders, and the digits that name it alone. */
  public String line(Candidate candidate) {
    return messages.text(
        "choice.candidate",
        output.name(candidate.name()),
        output.bytes(candidate.size()),
        output.name(candidate.type()),
        candidate.holders(),
        Ids.brief(candidate.id()));
  }
}

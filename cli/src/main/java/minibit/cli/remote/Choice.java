package minibit.cli.remote;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import minibit.cli.frame.CliException;
import minibit.cli.frame.Context;
import minibit.cli.frame.Dialogue;
import minibit.cli.frame.ExitCode;
import minibit.cli.output.Output;
import minibit.cli.view.CandidateText;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.Candidate;

/**
 * A content named by somebody: by name, by the first digits of an id, or by the number it had in
 * the last list. What fits several is asked about where there is somebody to ask; otherwise it is
 * refused with the candidates, never guessed.
 */
final class Choice {
  /** Numbers are typed; an id of digits only is longer than this. */
  private static final int MAX_DIGITS = 4;

  private Choice() {}

  /** Does something with what is named; asks and does it again if the name fits several. */
  static <T> T with(Context context, String named, Function<String, T> action) throws CliException {
    String id = numbered(context, named);
    try {
      return action.apply(id);
    } catch (ApiException e) {
      Optional<Dialogue> dialogue = context.session().dialogue();
      if (!e.code().equals(ApiException.AMBIGUOUS) || dialogue.isEmpty()) {
        throw e;
      }
      return action.apply(ask(context, dialogue.get(), named, e.candidates()));
    }
  }

  private static String numbered(Context context, String named) throws CliException {
    boolean number =
        context.session().dialogue().isPresent()
            && named.length() <= MAX_DIGITS
            && named.chars().allMatch(c -> c >= '0' && c <= '9')
            && !named.isEmpty();
    if (!number) {
      return named;
    }
    return context
        .session()
        .results()
        .numbered(Integer.parseInt(named))
        .orElseThrow(() -> new CliException(ExitCode.NOT_FOUND, "no-such-number", named))
        .id();
  }

  private static String ask(
      Context context, Dialogue dialogue, String named, List<Candidate> candidates)
      throws CliException {
    Output output = context.output();
    CandidateText text = new CandidateText(context.messages(), output);
    List<String> lines = candidates.stream().map(text::line).toList();
    OptionalInt chosen =
        dialogue.choose(context.text("choice.question", output.name(named)), lines);
    if (chosen.isEmpty()) {
      throw new CliException(ExitCode.USAGE, "none-chosen");
    }
    return candidates.get(chosen.getAsInt()).id();
  }
}

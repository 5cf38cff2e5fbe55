package minibit.cli.frame;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.IGetter;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ScopeType;

/**
 * The flags and arguments that a command declares, and where their values go. They are told by
 * calls, not by annotations: reading those by reflection took a third of a short command's start.
 * What is not given is not set, so a field keeps what it began with. One thread.
 */
public final class Arguments {
  private final CommandSpec spec;
  private final ScopeType scope;
  private int positions;

  private Arguments(CommandSpec spec, ScopeType scope) {
    this.spec = spec;
    this.scope = scope;
  }

  /** A parser's view of a command: its object, with all it declares. */
  public static CommandSpec of(String name, Command command) {
    Arguments arguments =
        new Arguments(CommandSpec.wrapWithoutInspection(command).name(name), ScopeType.LOCAL);
    command.declare(arguments);
    return arguments.spec;
  }

  /** The parser's view of the program itself, whose flags may stand after a command, too. */
  public static CommandSpec of(String name, GlobalOptions global) {
    Arguments arguments =
        new Arguments(CommandSpec.wrapWithoutInspection(global).name(name), ScopeType.INHERIT);
    global.declare(arguments);
    return arguments.spec;
  }

  /** A flag without a value. */
  public void flag(Consumer<Boolean> into, String... names) {
    add(OptionSpec.builder(names).type(Boolean.class), into);
  }

  /** A flag with one value. */
  public <T> void option(Kind<T> kind, String label, Consumer<T> into, String... names) {
    add(one(kind, label, names), into);
  }

  /** A flag that may be given again; all its values, in their order. */
  public <T> void options(Kind<T> kind, String label, Consumer<List<T>> into, String... names) {
    add(many(kind, label, names), into);
  }

  /** The same, and each may hold several, with commas between. */
  public <T> void listed(Kind<T> kind, String label, Consumer<List<T>> into, String... names) {
    add(many(kind, label, names).splitRegex(","), into);
  }

  /** A flag with at least one value, and as many more as follow. */
  public <T> void several(Kind<T> kind, String label, Consumer<List<T>> into, String... names) {
    add(many(kind, label, names).arity("1..*"), into);
  }

  /** A flag whose value is found by a rule of its own, and may be missing. */
  public void special(
      IParameterConsumer rule, String label, Consumer<String> into, String... names) {
    add(one(Kind.TEXT, label, names).arity("0..1").parameterConsumer(rule), into);
  }

  /** The next argument without a flag, which must be there. */
  public <T> void needed(Kind<T> kind, String label, Consumer<T> into) {
    add(next(kind, label).arity("1").required(true), into);
  }

  /** The same; whoever completes a line offers these words. */
  public void neededOf(List<String> words, String label, Consumer<String> into) {
    add(next(Kind.TEXT, label).arity("1").required(true).completionCandidates(words), into);
  }

  /** The next argument, if there is one. */
  public <T> void optional(Kind<T> kind, String label, Consumer<T> into) {
    add(next(kind, label).arity("0..1"), into);
  }

  /** The same; whoever completes a line offers these words. */
  public void optionalOf(List<String> words, String label, Consumer<String> into) {
    add(next(Kind.TEXT, label).arity("0..1").completionCandidates(words), into);
  }

  /** All arguments that are left, at least so many. */
  public <T> void rest(int least, Kind<T> kind, String label, Consumer<List<T>> into) {
    add(
        PositionalParamSpec.builder()
            .index(positions + "..*")
            .arity(least + "..*")
            .required(least > 0)
            .paramLabel(label)
            .type(List.class)
            .auxiliaryTypes(kind.type())
            .converters(kind.converters()),
        into);
  }

  /** A flag whose value is how often it was given. */
  void counted(Consumer<Integer> into, String... names) {
    Consumer<boolean[]> count = given -> into.accept(given.length);
    add(OptionSpec.builder(names).type(boolean[].class).arity("0"), count);
  }

  /** A flag that asks for the usage: whatever else is missing then does not matter. */
  void usage(Consumer<Boolean> into, String... names) {
    add(OptionSpec.builder(names).type(Boolean.class).usageHelp(true), into);
  }

  /** A flag that asks for the version, likewise. */
  void version(Consumer<Boolean> into, String... names) {
    add(OptionSpec.builder(names).type(Boolean.class).versionHelp(true), into);
  }

  private static OptionSpec.Builder one(Kind<?> kind, String label, String... names) {
    return OptionSpec.builder(names)
        .paramLabel(label)
        .type(kind.type())
        .converters(kind.converters());
  }

  private static OptionSpec.Builder many(Kind<?> kind, String label, String... names) {
    return one(kind, label, names).type(List.class).auxiliaryTypes(kind.type());
  }

  private PositionalParamSpec.Builder next(Kind<?> kind, String label) {
    return PositionalParamSpec.builder()
        .index(String.valueOf(positions++))
        .paramLabel(label)
        .type(kind.type())
        .converters(kind.converters());
  }

  private <T> void add(OptionSpec.Builder option, Consumer<T> into) {
    Slot<T> slot = new Slot<>(into);
    spec.addOption(option.scopeType(scope).getter(slot).setter(slot).build());
  }

  private <T> void add(PositionalParamSpec.Builder argument, Consumer<T> into) {
    Slot<T> slot = new Slot<>(into);
    spec.addPositional(argument.getter(slot).setter(slot).build());
  }

  /** Where the parser keeps a value, which goes on to the command. */
  private static final class Slot<T> implements IGetter, ISetter {
    private final Consumer<T> into;
    private @Nullable Object value;

    Slot(Consumer<T> into) {
      this.into = into;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <X> @Nullable X get() {
      return (X) value;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <X> @Nullable X set(X given) {
      Object before = value;
      value = given;
      // What the parser clears before it begins is not there to be cleared.
      if (given != null) {
        into.accept((T) given);
      }
      return (X) before;
    }
  }
}

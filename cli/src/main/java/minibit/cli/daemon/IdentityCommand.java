package minibit.cli.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import minibit.cli.frame.Arguments;
import minibit.cli.frame.CliException;
import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.frame.Kind;
import minibit.daemon.run.HomeException;
import minibit.daemon.run.HomeFolder;
import minibit.group.member.IdentityFile;
import minibit.group.member.MemberKeys;
import org.jspecify.annotations.Nullable;

/**
 * {@code identity}: who this home's daemon is; {@code identity new}: somebody else from now on, as
 * a copied home must become.
 */
public final class IdentityCommand implements Command {
  private static final String NEW = "new";

  private @Nullable String action;

  @Override
  public void declare(Arguments arguments) {
    arguments.optional(Kind.TEXT, "new", value -> action = value);
  }

  @Override
  public int run(Context context) throws IOException, CliException {
    if (action != null && !action.equals(NEW)) {
      throw new CliException(ExitCode.USAGE, "unexpected", action);
    }
    if (action == null) {
      if (!Files.exists(HomeFolder.identityFile(context.home()))) {
        throw new CliException(ExitCode.NOT_FOUND, "no-identity", context.home());
      }
      tell(context, keys(context.home()));
      return ExitCode.OK;
    }
    try (HomeFolder home = HomeFolder.open(context.home())) {
      home.drawIdentity();
      tell(context, new MemberKeys(home.identity()));
      return ExitCode.OK;
    } catch (HomeException e) {
      throw CliException.of(ExitCode.FAILURE, e.code(), e.sentence(), e);
    }
  }

  private static MemberKeys keys(Path home) throws IOException {
    return new MemberKeys(IdentityFile.loadOrDraw(HomeFolder.identityFile(home)));
  }

  private static void tell(Context context, MemberKeys keys) {
    if (context.output().isJson()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("id", keys.id().hex());
      json.put("key", keys.key().hex());
      context.output().json(json);
    } else {
      context.output().line(context.text("identity.id", keys.id().hex()));
      context.output().line(context.text("identity.key", keys.key().hex()));
    }
  }
}

package minibit.cli.remote;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import minibit.cli.frame.Arguments;
import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.output.Output;
import minibit.daemon.api.access.PrivateFiles;
import minibit.daemon.api.client.ApiClient;
import minibit.daemon.api.model.LoginCode;

/**
 * {@code open}: a one-time way into the daemon's page, and a browser on it if there is a desktop.
 */
public final class OpenCommand implements Command {
  private boolean noBrowser;

  @Override
  public void declare(Arguments arguments) {
    arguments.flag(on -> noBrowser = on, "--no-browser");
  }

  @Override
  public int run(Context context) throws IOException, InterruptedException {
    LoginCode code = code(context.home());
    boolean opened = !noBrowser && opened(context, code);
    Output output = context.output();
    if (output.isJson()) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("url", code.url());
      line.put("expires", code.expires());
      line.put("opened", opened);
      output.json(line);
      return ExitCode.OK;
    }
    output.line(code.url());
    output.note(context.text(opened ? "open.opened" : "open.once"));
    return ExitCode.OK;
  }

  /** A new way into the page of a home's daemon. */
  public static LoginCode code(Path home) {
    try (ApiClient client = ApiClient.of(home)) {
      return client.loginCode();
    }
  }

  private static boolean opened(Context context, LoginCode code)
      throws IOException, InterruptedException {
    Optional<Desktop> desktop = Desktop.of(context.environment(), System.getProperty("os.name"));
    if (desktop.isEmpty()) {
      return false;
    }
    // Other users see the arguments of programs: the address goes by a file that only we can read.
    Path file = context.home().resolve("open.html").toAbsolutePath();
    PrivateFiles.write(file, leadingTo(code.url()).getBytes(StandardCharsets.UTF_8));
    return desktop.get().open(file);
  }

  /** Nothing in the address needs escaping: a host, a port, a code of letters and digits. */
  private static String leadingTo(String url) {
    return "<!doctype html><meta charset=\"utf-8\"><title>minibit</title>"
        + "<meta http-equiv=\"refresh\" content=\"0;url="
        + url
        + "\"><a href=\""
        + url
        + "\">minibit</a>\n";
  }
}

package minibit.daemon.config;

import java.nio.file.Path;

/** Where a value came from. Later ones win: default, profile, file, environment, flag. */
public sealed interface Source {
  /** Nobody said anything. */
  record Default() implements Source {
    @Override
    public String text() {
      return "default";
    }
  }

  /** The chosen profile says so. */
  record Profile(String name) implements Source {
    @Override
    public String text() {
      return "profile " + name;
    }
  }

  /** A line of the settings file. */
  record File(Path path, int line) implements Source {
    @Override
    public String text() {
      return path.getFileName() + ":" + line;
    }
  }

  /** A variable of the environment. */
  record Environment(String variable) implements Source {
    @Override
    public String text() {
      return variable;
    }
  }

  /** A flag of the command line. */
  record Flag(String flag) implements Source {
    @Override
    public String text() {
      return flag;
    }
  }

  /** As shown to people and programs. */
  String text();
}

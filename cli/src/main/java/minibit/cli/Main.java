package minibit.cli;

/** Entry point of the {@code minibit} command. */
public final class Main {
  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    System.out.println("minibit 0.1.0");
  }
}

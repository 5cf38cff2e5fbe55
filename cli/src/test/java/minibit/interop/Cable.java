package minibit.interop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two machines and the cable between them: network namespaces joined by a pair of virtual adapters,
 * with an address of each family, which reach nothing else. Needs the rights to make them; removed
 * on close.
 */
final class Cable implements AutoCloseable {
  /** Our end and theirs. */
  static final int MACHINES = 2;

  private static final AtomicInteger MADE = new AtomicInteger();

  private final String ip = Tool.require("ip", "iproute2");
  private final String name = "mbc" + ProcessHandle.current().pid() + "x" + MADE.incrementAndGet();
  private final List<String> machines = new ArrayList<>();

  /** Both up, and joined. */
  Cable() {
    try {
      for (int i = 0; i < MACHINES; i++) {
        ip("netns", "add", name + "m" + i);
        machines.add(name + "m" + i);
      }
      List<String> pair = List.of("type", "veth", "peer", "name", "eth0", "netns", machines.get(1));
      List<String> link = new ArrayList<>(List.of("-n", machines.get(0), "link", "add", "eth0"));
      link.addAll(pair);
      ip(link.toArray(String[]::new));
      for (int i = 0; i < MACHINES; i++) {
        address(i);
      }
    } catch (AssertionError | RuntimeException e) {
      close();
      throw e;
    }
  }

  private void address(int i) {
    String machine = machines.get(i);
    ip("-n", machine, "link", "set", "lo", "up");
    ip("-n", machine, "address", "add", v4(i) + "/24", "dev", "eth0");
    ip("-n", machine, "address", "add", v6(i) + "/64", "dev", "eth0", "nodad");
    ip("-n", machine, "link", "set", "eth0", "up");
    // For clients that leave it to the system on which adapter a group is.
    ip("-n", machine, "route", "add", "224.0.0.0/4", "dev", "eth0");
  }

  /** A machine's IPv4 address. */
  static String v4(int machine) {
    return "10.78.0." + (machine + 1);
  }

  /** A machine's IPv6 address. */
  static String v6(int machine) {
    return "fd78::" + (machine + 1);
  }

  /** A command to be run on a machine. */
  List<String> on(int machine, List<String> command) {
    List<String> there = new ArrayList<>(List.of(ip, "netns", "exec", machines.get(machine)));
    there.addAll(command);
    return there;
  }

  private void ip(String... words) {
    List<String> command = new ArrayList<>(List.of(ip));
    command.addAll(List.of(words));
    Tool.run(command);
  }

  @Override
  public void close() {
    for (String machine : machines) {
      try {
        ip("netns", "delete", machine);
      } catch (AssertionError e) {
        System.err.println(e.getMessage());
      }
    }
  }
}

package minibit.interop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Machines of a local network: network namespaces with an address each, joined by two bridges, so
 * that the network can be cut in two and mended. Needs the rights to make them; removed on close.
 */
final class Lan implements AutoCloseable {
  private static final String PREFIX = "10.77.0.";

  private final String ip = Tool.require("ip", "iproute2");
  private static final AtomicInteger MADE = new AtomicInteger();

  private final String name = "mb" + ProcessHandle.current().pid() + "x" + MADE.incrementAndGet();
  private final List<String> machines = new ArrayList<>();

  /** A network of so many machines, all joined. */
  Lan(int count) {
    try {
      bridge(0);
      bridge(1);
      for (int i = 0; i < count; i++) {
        join(i);
      }
    } catch (AssertionError | RuntimeException e) {
      close();
      throw e;
    }
  }

  private void bridge(int number) {
    ip("link", "add", bridgeName(number), "type", "bridge", "mcast_snooping", "0");
    ip("link", "set", bridgeName(number), "up");
  }

  private void join(int i) {
    String machine = name + "m" + i;
    ip("netns", "add", machine);
    machines.add(machine);
    ip("link", "add", port(i), "type", "veth", "peer", "name", "eth0", "netns", machine);
    ip("link", "set", port(i), "master", bridgeName(0), "up");
    ip("-n", machine, "link", "set", "lo", "up");
    ip("-n", machine, "address", "add", address(i) + "/24", "dev", "eth0");
    ip("-n", machine, "link", "set", "eth0", "up");
  }

  /** Cuts these machines off from the others; they still reach each other. */
  void cutOff(List<Integer> some) {
    some.forEach(i -> ip("link", "set", port(i), "master", bridgeName(1)));
  }

  /** Joins all machines again. */
  void mend() {
    for (int i = 0; i < machines.size(); i++) {
      ip("link", "set", port(i), "master", bridgeName(0));
    }
  }

  /** The address of a machine. */
  static String address(int i) {
    return PREFIX + (i + 1);
  }

  /** A command to be run on a machine. */
  List<String> on(int machine, List<String> command) {
    List<String> there = new ArrayList<>(List.of(ip, "netns", "exec", machines.get(machine)));
    there.addAll(command);
    return there;
  }

  private String bridgeName(int number) {
    return name + "b" + number;
  }

  private String port(int machine) {
    return name + "p" + machine;
  }

  private void ip(String... words) {
    List<String> command = new ArrayList<>(List.of(ip));
    command.addAll(List.of(words));
    Tool.run(command);
  }

  @Override
  public void close() {
    for (int i = 0; i < machines.size(); i++) {
      // The cable first: a namespace lives on while a process of it does.
      removed("link", "delete", port(i));
      removed("netns", "delete", machines.get(i));
    }
    removed("link", "delete", bridgeName(0));
    removed("link", "delete", bridgeName(1));
  }

  /** Removes what may never have been made: a failure before this is the one to tell. */
  private void removed(String... words) {
    try {
      ip(words);
    } catch (AssertionError e) {
      System.err.println(e.getMessage());
    }
  }
}

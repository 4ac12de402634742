package io.steward.plugin.inventory;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// By which addresses others may reach this machine.
final class Addresses {

  /// A machine with containers has an interface for each.
  private static final int MOST = 50;

  private Addresses() {}

  /// The addresses of each interface that is up and leads out of the machine; none when they cannot
  /// be known.
  static Map<String, Object> now() {
    TreeMap<String, Object> addresses = new TreeMap<>();
    try {
      NetworkInterface.networkInterfaces()
          .filter(Addresses::leadsOut)
          .forEach(each -> {
            List<String> its =
                each.inetAddresses()
                    .filter(address -> !address.isLinkLocalAddress())
                    .map(Addresses::text)
                    .sorted()
                    .toList();
            if (!its.isEmpty()) {
              addresses.put(each.getName(), its);
            }
          });
    } catch (SocketException none) {
      // of a machine without interfaces this is the right answer
    }
    while (addresses.size() > MOST) {
      addresses.pollLastEntry();
    }
    return addresses;
  }

  private static boolean leadsOut(NetworkInterface each) {
    try {
      return each.isUp() && !each.isLoopback();
    } catch (SocketException gone) {
      return false;
    }
  }

  /// Without the interface, which Java adds to some.
  private static String text(InetAddress address) {
    String text = address.getHostAddress();
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }
}

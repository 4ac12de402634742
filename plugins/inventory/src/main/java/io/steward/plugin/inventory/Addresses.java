package io.steward.plugin.inventory;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The addresses at which others may reach this machine.
final class Addresses {

  /// A machine with containers has many interfaces.
  private static final int MAX_INTERFACES = 50;

  private Addresses() {}

  /// The addresses of each interface that is up and not a loopback; empty when they cannot be
  /// determined.
  static Map<String, Object> now() {
    TreeMap<String, Object> addresses = new TreeMap<>();
    try {
      NetworkInterface.networkInterfaces()
          .filter(Addresses::isExternal)
          .forEach(each -> {
            List<String> texts =
                each.inetAddresses()
                    .filter(address -> !address.isLinkLocalAddress())
                    .map(Addresses::text)
                    .sorted()
                    .toList();
            if (!texts.isEmpty()) {
              addresses.put(each.getName(), texts);
            }
          });
    } catch (SocketException none) {
      // correct for a machine without interfaces
    }
    while (addresses.size() > MAX_INTERFACES) {
      addresses.pollLastEntry();
    }
    return addresses;
  }

  private static boolean isExternal(NetworkInterface each) {
    try {
      return each.isUp() && !each.isLoopback();
    } catch (SocketException gone) {
      return false;
    }
  }

  /// Removes the interface, which Java appends to some addresses.
  private static String text(InetAddress address) {
    String text = address.getHostAddress();
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }
}

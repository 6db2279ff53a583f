package dev.proven.gateway.transport;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** Socket addresses as text. */
final class Addresses {
  private Addresses() {}

  /** The number without a port; for what is no internet address, "unknown". */
  static String host(SocketAddress address) {
    return address instanceof InetSocketAddress internet && internet.getAddress() != null
        ? internet.getAddress().getHostAddress()
        : "unknown";
  }

  /** As a Host field has it. */
  static String authority(SocketAddress address) {
    var host = host(address);
    var port = address instanceof InetSocketAddress internet ? internet.getPort() : 0;
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}

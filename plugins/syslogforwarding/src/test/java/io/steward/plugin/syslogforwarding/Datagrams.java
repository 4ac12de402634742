package io.steward.plugin.syslogforwarding;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;

/// Sends datagrams to one port.
final class Datagrams implements AutoCloseable {

  private final DatagramSocket socket;
  private final InetAddress host;
  private final int port;

  Datagrams(InetAddress host, int port) throws IOException {
    this.socket = new DatagramSocket();
    this.host = host;
    this.port = port;
  }

  void send(String text) throws IOException {
    send(text.getBytes(UTF_8));
  }

  void send(byte[] bytes) throws IOException {
    socket.send(new DatagramPacket(bytes, bytes.length, host, port));
  }

  @Override
  public void close() {
    socket.close();
  }
}

package io.steward.runtime.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;

/// A client of a broker that sends whatever it is given: no library checks it.
final class RawClient implements AutoCloseable {

  private static final int TIMEOUT = 60_000;

  private final Socket socket;
  private final BufferedReader in;
  private final OutputStream out;

  RawClient(URI broker) throws IOException {
    socket = new Socket(broker.getHost(), broker.getPort());
    socket.setSoTimeout(TIMEOUT);
    in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    out = socket.getOutputStream();
    out.write("CONNECT {\"verbose\":false,\"headers\":true}\r\n".getBytes(UTF_8));
  }

  /// Publishes a message whose header block is given as bytes.
  void publish(String subject, byte[] headers, byte[] body) throws IOException {
    int length = headers.length + body.length;
    out.write("HPUB %s %d %d\r\n".formatted(subject, headers.length, length).getBytes(UTF_8));
    out.write(headers);
    out.write(body);
    out.write("\r\n".getBytes(UTF_8));
  }

  /// Publishes a message without headers.
  void publish(String subject, byte[] body) throws IOException {
    out.write("PUB %s %d\r\n".formatted(subject, body.length).getBytes(UTF_8));
    out.write(body);
    out.write("\r\n".getBytes(UTF_8));
  }

  /// Returns once the broker has taken everything.
  void flush() throws IOException {
    out.write("PING\r\n".getBytes(UTF_8));
    for (String line = in.readLine(); !"PONG".equals(line); line = in.readLine()) {
      if (line == null) { // it only answers what it refuses with an error
        throw new IOException("the broker has closed the connection");
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

package io.steward.runtime.bus;

import io.steward.runtime.access.BrokerAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// TLS whose clients check that a certificate is for the host they wanted (RFC 9525). The library
/// checks only that an authority has signed it, so any other certificate of that authority would
/// do.
final class HostVerifyingTls extends SSLContextSpi {

  private final SSLContext context;
  private final List<String> hosts;

  private HostVerifyingTls(SSLContext context, List<String> hosts) {
    this.context = context;
    this.hosts = hosts;
  }

  /// A context that checks names, otherwise like another.
  ///
  /// @param servers the brokers that were named. Peers that a broker names by address alone must
  ///   have a certificate for the first of them, as with other NATS clients
  static SSLContext context(SSLContext context, List<BrokerAddress> servers) {
    List<String> hosts = servers.stream().map(BrokerAddress::host).toList();
    return new SSLContext(
        new HostVerifyingTls(context, hosts), context.getProvider(), context.getProtocol()) {};
  }

  private static SSLParameters verifying(SSLParameters parameters) {
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    return parameters;
  }

  private String wanted(String host) {
    boolean address = host.contains(":") || host.matches("[0-9.]+");
    return address && !hosts.contains(host) ? hosts.getFirst() : host;
  }

  @Override
  protected SSLSocketFactory engineGetSocketFactory() {
    return new VerifyingFactory(context.getSocketFactory());
  }

  @Override
  protected SSLEngine engineCreateSSLEngine() {
    throw new UnsupportedOperationException("the host must be known");
  }

  @Override
  protected SSLEngine engineCreateSSLEngine(String host, int port) {
    SSLEngine engine = context.createSSLEngine(wanted(host), port);
    engine.setSSLParameters(verifying(engine.getSSLParameters()));
    return engine;
  }

  @Override
  protected void engineInit(
      KeyManager @Nullable [] keys, TrustManager @Nullable [] trust, @Nullable SecureRandom random)
      throws KeyManagementException {
    throw new KeyManagementException("it is initialized already");
  }

  @Override
  protected SSLServerSocketFactory engineGetServerSocketFactory() {
    return context.getServerSocketFactory();
  }

  @Override
  protected SSLSessionContext engineGetServerSessionContext() {
    return context.getServerSessionContext();
  }

  @Override
  protected SSLSessionContext engineGetClientSessionContext() {
    return context.getClientSessionContext();
  }

  private final class VerifyingFactory extends SSLSocketFactory {

    private final SSLSocketFactory factory;

    VerifyingFactory(SSLSocketFactory factory) {
      this.factory = factory;
    }

    private Socket verifying(Socket socket) {
      SSLSocket secure = (SSLSocket) socket;
      secure.setSSLParameters(HostVerifyingTls.verifying(secure.getSSLParameters()));
      return secure;
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
        throws IOException {
      return verifying(factory.createSocket(socket, wanted(host), port, autoClose));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return verifying(factory.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
        throws IOException {
      return verifying(factory.createSocket(host, port, local, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      return verifying(factory.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
        throws IOException {
      return verifying(factory.createSocket(host, port, local, localPort));
    }

    @Override
    public String[] getDefaultCipherSuites() {
      return factory.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
      return factory.getSupportedCipherSuites();
    }
  }
}

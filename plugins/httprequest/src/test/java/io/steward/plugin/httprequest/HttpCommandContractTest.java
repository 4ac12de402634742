package io.steward.plugin.httprequest;

import io.steward.testkit.CommandContract;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

class HttpCommandContractTest extends CommandContract<HttpCommand.Arguments> {

  private final Site site;

  HttpCommandContractTest() throws IOException {
    site = Site.plain().text("/fine", "fine\n").silent("/silent");
  }

  @AfterEach
  @Override
  protected void release() {
    site.close();
  }

  private HttpCommand.Arguments ask(String path) {
    return new HttpCommand.Arguments(
        URI.create(site.url(path)),
        Optional.empty(),
        Map.of("Accept", "*/*"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Override
  protected HttpCommand handler() {
    return new HttpCommand(
        List.of("http://127.0.0.1:*/*"), 1000, Redirects.NEVER, Optional.empty());
  }

  @Override
  protected HttpCommand.Arguments shortArguments() {
    return ask("/fine");
  }

  @Override
  protected Optional<HttpCommand.Arguments> longArguments() {
    return Optional.of(ask("/silent"));
  }
}

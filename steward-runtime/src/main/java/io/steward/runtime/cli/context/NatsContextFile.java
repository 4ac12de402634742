package io.steward.runtime.cli.context;

import io.steward.runtime.access.BrokerAddress;
import io.steward.runtime.bus.ConnectOptions;
import io.steward.runtime.bus.Credentials;
import io.steward.runtime.bus.CredentialsFile;
import io.steward.runtime.databind.Document;
import io.steward.runtime.databind.Position;
import io.steward.runtime.databind.Problem;
import io.steward.runtime.databind.ProblemsException;
import io.steward.runtime.databind.Tree;
import io.steward.runtime.files.SecretFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/// One context of the `nats` tool.
///
/// An unsupported key that has a value is a problem: ignoring it could connect with another
/// identity or to another broker.
final class NatsContextFile {

  private static final String DEFAULT_URL = "nats://127.0.0.1:4222";
  private static final Set<String> SUPPORTED =
      Set.of(
          "url",
          "token",
          "user",
          "password",
          "creds",
          "nkey",
          "user_jwt",
          "user_seed",
          "inbox_prefix",
          "cert",
          "key",
          "ca");

  /// Keys that make no difference here.
  private static final Set<String> IGNORED =
      Set.of("name", "description", "color_scheme", "jetstream_event_prefix");

  /// Keys whose values are secrets, so that only the user may read the file.
  private static final Set<String> SECRET = Set.of("password", "token", "user_seed");

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}|\\$(\\w+)");

  private final Path file;
  private final Map<String, String> environment;
  private final Path home;
  private final List<Problem> problems = new ArrayList<>();
  private Map<String, Tree.Entry> entries = Map.of();

  NatsContextFile(Path file, Map<String, String> environment, Path home) {
    this.file = file;
    this.environment = environment;
    this.home = home;
  }

  /// Reads the context.
  ///
  /// @throws ProblemsException with all problems of the file
  ConnectOptions read() throws ProblemsException, IOException {
    Document document = Document.json(file.toString(), Files.readAllBytes(file));
    problems.addAll(document.problems());
    if (document.root() instanceof Tree.Mapping mapping) {
      entries = mapping.entries();
    } else {
      problems.add(
          new Problem(
              file.toString(),
              document.root().position(),
              "",
              "it is not a context of the nats tool"));
    }
    entries.forEach(this::check);
    requirePrivacy();
    ConnectOptions options =
        new ConnectOptions(servers(), credentials(), text("inbox_prefix"), tls());
    if (!problems.isEmpty()) {
      throw new ProblemsException(problems);
    }
    return options;
  }

  private void requirePrivacy() {
    for (String key : SECRET) {
      if (text(key).isPresent()) {
        try {
          SecretFile.require(file);
        } catch (IOException e) {
          addProblem(key, String.valueOf(e.getMessage()));
        }
      }
    }
  }

  private void check(String key, Tree.Entry entry) {
    if (!SUPPORTED.contains(key) && !IGNORED.contains(key) && isSet(entry.value())) {
      addProblem(
          key,
          "steward does not support this key, and ignoring it could change the broker or the"
              + " identity");
    } else if (SUPPORTED.contains(key) && !(entry.value() instanceof Tree.Scalar)) {
      addProblem(key, "it is " + entry.value().kind() + " rather than text");
    }
  }

  private static boolean isSet(Tree value) {
    return switch (value) {
      case Tree.Scalar scalar ->
          !scalar.isNull() && !scalar.text().isEmpty() && !scalar.text().equals("false");
      case Tree.Sequence sequence -> !sequence.items().isEmpty();
      case Tree.Mapping mapping -> !mapping.entries().isEmpty();
    };
  }

  private void addProblem(String key, String why) {
    Tree.Entry entry = entries.get(key);
    problems.add(
        new Problem(file.toString(), entry == null ? Position.START : entry.position(), key, why));
  }

  private Optional<String> text(String key) {
    Tree.Entry entry = entries.get(key);
    return entry != null && entry.value() instanceof Tree.Scalar scalar && isSet(scalar)
        ? Optional.of(scalar.text())
        : Optional.empty();
  }

  private List<BrokerAddress> servers() {
    List<BrokerAddress> servers = new ArrayList<>();
    for (String server : text("url").orElse(DEFAULT_URL).split(",", -1)) {
      try {
        servers.add(BrokerAddress.parse(server));
      } catch (IllegalArgumentException e) {
        addProblem("url", reason(e));
      }
    }
    return servers;
  }

  /// The credentials; of several in a file, the first in this order, as the tool does.
  private Credentials credentials() {
    if (text("user").isPresent()) {
      return new Credentials.User(text("user").get(), text("password").orElse(""));
    }
    if (text("creds").isPresent()) {
      String all = readFile("creds", expand(text("creds").get()));
      Optional<String> jwt = CredentialsFile.jwt(all);
      if (jwt.isPresent()) {
        return key("creds", all, jwt);
      }
      addProblem("creds", "it contains no user JWT");
    } else if (text("nkey").isPresent()) {
      return key("nkey", readFile("nkey", text("nkey").get()), Optional.empty());
    } else if (text("user_jwt").isPresent()) {
      return key("user_seed", text("user_seed").orElse(""), text("user_jwt"));
    } else if (text("token").isPresent()) {
      return new Credentials.Token(text("token").get());
    }
    return new Credentials.None();
  }

  private Credentials key(String key, String holder, Optional<String> jwt) {
    try {
      return CredentialsFile.of(holder, jwt);
    } catch (IllegalArgumentException e) {
      addProblem(key, reason(e));
    }
    return new Credentials.None();
  }

  private Optional<SSLContext> tls() {
    Optional<Path> authorities = text("ca").map(this::path);
    if (text("cert").isPresent() != text("key").isPresent()) {
      addProblem(text("cert").isPresent() ? "cert" : "key", "\"cert\" and \"key\" go together");
      return Optional.empty();
    }
    Optional<PemFiles.Identity> identity =
        text("cert")
            .map(cert -> new PemFiles.Identity(path(cert), path(text("key").orElseThrow())));
    if (authorities.isEmpty() && identity.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new PemFiles(authorities, identity).context());
    } catch (IOException e) {
      addProblem(identity.isPresent() ? "cert" : "ca", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /// Resolves a path of the context, relative to the working directory.
  private Path path(String named) {
    return named.startsWith("~/") ? home.resolve(named.substring(2)) : Path.of(named);
  }

  private String readFile(String key, String path) {
    try {
      return new String(SecretFile.read(path(path)), StandardCharsets.UTF_8);
    } catch (IOException e) {
      addProblem(key, String.valueOf(e.getMessage()));
      return "";
    }
  }

  private static String reason(IllegalArgumentException e) {
    return String.valueOf(e.getMessage());
  }

  /// As in the tool, only the path of credentials may contain variables.
  private String expand(String path) {
    return VARIABLE
        .matcher(path)
        .replaceAll(match ->
            Matcher.quoteReplacement(
                environment.getOrDefault(
                    match.group(1) == null ? match.group(2) : match.group(1), "")));
  }
}

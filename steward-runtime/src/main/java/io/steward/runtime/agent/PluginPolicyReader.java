package io.steward.runtime.agent;

import io.steward.runtime.config.ConfigDraft;
import io.steward.runtime.config.PluginsConfig;
import io.steward.runtime.databind.NearestWord;
import io.steward.runtime.databind.Problem;
import io.steward.runtime.databind.ProblemsException;
import io.steward.runtime.databind.Tree;
import io.steward.runtime.plugin.LoadedPlugin;
import io.steward.runtime.plugin.PluginFolder;
import io.steward.runtime.plugin.PluginMethod;
import io.steward.runtime.plugin.PluginPolicy;
import io.steward.runtime.plugin.TrustPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The terms on which plugins are let in, as a configuration has them, and what is wrong with them.
final class PluginPolicyReader {

  private PluginPolicyReader() {}

  /// Reads them, with the certificates they name.
  ///
  /// @throws ProblemsException with everything that is wrong with the configuration, when they are
  static PluginPolicy of(ConfigDraft draft) throws ProblemsException {
    PluginsConfig config = draft.pluginsConfig();
    TrustPolicy trust =
        switch (config.effectiveTrust()) {
          case ANY -> new TrustPolicy.Any();
          case PINNED -> new TrustPolicy.Pinned(pins(config));
          case SIGNED -> new TrustPolicy.Signed(signers(draft));
        };
    return PluginPolicy.of(trust, config.native_());
  }

  private static Map<String, String> pins(PluginsConfig config) {
    return config.pins().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, pin -> pin.getValue().toString()));
  }

  private static List<X509Certificate> signers(ConfigDraft draft) throws ProblemsException {
    List<X509Certificate> signers = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    List<Tree.Scalar> files = draft.pluginListItems("signers");
    for (int i = 0; i < files.size(); i++) {
      Path file = draft.resolve(Path.of(files.get(i).text()));
      String path = "plugins.signers[" + i + "]";
      try (InputStream in = Files.newInputStream(file)) {
        var found = CertificateFactory.getInstance("X.509").generateCertificates(in);
        if (found.isEmpty()) {
          problems.add(problem(files.get(i), path, file + " has no certificate"));
        }
        found.forEach(each -> signers.add((X509Certificate) each));
      } catch (NoSuchFileException e) {
        problems.add(problem(files.get(i), path, "there is no file " + file));
      } catch (IOException | CertificateException e) {
        problems.add(
            problem(
                files.get(i), path, file + " cannot be read: " + String.valueOf(e.getMessage())));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemsException(problems);
    }
    return signers;
  }

  private static Problem problem(Tree place, String path, String what) {
    return new Problem(place.origin(), place.position(), path, what);
  }

  /// What is probably misspelt: ids that no plugin in the folder has, and that are like one. Others
  /// may be of plugins that come later.
  static List<Problem> misspelledIds(ConfigDraft draft, PluginFolder plugins) {
    Set<String> known = plugins.ids();
    List<Problem> problems = new ArrayList<>();
    List<Tree.Scalar> ids = draft.pluginListItems("native");
    for (int i = 0; i < ids.size(); i++) {
      Tree.Scalar id = ids.get(i);
      if (!known.contains(id.text()) && NearestWord.of(id.text(), known).isPresent()) {
        problems.add(
            problem(
                id,
                "plugins.native[" + i + "]",
                "no plugin here has the id " + id.text() + NearestWord.hint(id.text(), known)));
      }
    }
    return problems;
  }

  /// The bindings that would lose their methods, because other terms do not let in the plugins that
  /// have them.
  static List<Problem> bindingsLost(ConfigDraft draft, PluginFolder plugins, PluginPolicy policy) {
    List<Problem> problems = new ArrayList<>();
    for (LoadedPlugin plugin : plugins.rejectedBy(policy)) {
      String objection = policy.trust().objection(plugin.candidate()).orElseThrow();
      for (PluginMethod method : plugin.methods()) {
        String section = BindingResolver.section(method.kind());
        draft.bindings(section).stream()
            .filter(binding -> binding.key().method().equals(method.name()))
            .forEach(binding ->
                problems.add(
                    new Problem(
                        draft.file().toString(),
                        binding.position(),
                        section + "." + binding.key(),
                        "the plugin "
                            + plugin.id()
                            + ", which has it, would be refused: "
                            + objection)));
      }
    }
    return problems;
  }
}

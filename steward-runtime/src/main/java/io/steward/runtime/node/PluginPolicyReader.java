package io.steward.runtime.node;

import io.steward.runtime.config.ConfigDraft;
import io.steward.runtime.config.PluginsConfig;
import io.steward.runtime.databind.Problem;
import io.steward.runtime.databind.ProblemsException;
import io.steward.runtime.databind.SpellingSuggestion;
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

/// Reads the plugin policy from a configuration, and finds its problems.
public final class PluginPolicyReader {

  private PluginPolicyReader() {}

  /// Reads the policy and the certificate files it names.
  ///
  /// @throws ProblemsException with all problems of the configuration, if the policy has any
  public static PluginPolicy of(ConfigDraft draft) throws ProblemsException {
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
          problems.add(problem(files.get(i), path, file + " contains no certificate"));
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

  private static Problem problem(Tree tree, String path, String message) {
    return new Problem(tree.origin(), tree.position(), path, message);
  }

  /// Plugin ids that are probably misspelled: no plugin in the folder has the id, but one has a
  /// similar id. Other unknown ids may belong to plugins that are added later.
  static List<Problem> misspelledIds(ConfigDraft draft, PluginFolder plugins) {
    Set<String> known = plugins.ids();
    List<Problem> problems = new ArrayList<>();
    List<Tree.Scalar> ids = draft.pluginListItems("native");
    for (int i = 0; i < ids.size(); i++) {
      Tree.Scalar id = ids.get(i);
      if (!known.contains(id.text()) && SpellingSuggestion.of(id.text(), known).isPresent()) {
        problems.add(
            problem(
                id,
                "plugins.native[" + i + "]",
                "no plugin has the id " + id.text() + SpellingSuggestion.hint(id.text(), known)));
      }
    }
    return problems;
  }

  /// The bindings that would lose their methods because a new policy refuses the plugins that
  /// provide them.
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
                        "its plugin " + plugin.id() + " would be refused: " + objection)));
      }
    }
    return problems;
  }
}

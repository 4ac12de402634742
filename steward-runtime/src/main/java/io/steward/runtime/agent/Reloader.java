package io.steward.runtime.agent;

import io.steward.runtime.config.ConfigDraft;
import io.steward.runtime.config.ConfigFile;
import io.steward.runtime.config.NodeConfig;
import io.steward.runtime.databind.Problem;
import io.steward.runtime.databind.ProblemsException;
import io.steward.runtime.fleet.UnitDocument.PluginReport;
import io.steward.runtime.plugin.FolderChange;
import io.steward.runtime.plugin.LoadedPlugin;
import io.steward.runtime.plugin.PluginFolder;
import io.steward.runtime.plugin.PluginPolicy;
import io.steward.runtime.process.Node;
import io.steward.runtime.process.NodeControl;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps a running node as its configuration and its folder of plugins want it. What is not
/// different goes on undisturbed, and what is wrong changes nothing.
///
/// Safe for use by any thread.
final class Reloader implements NodeControl {

  private static final Logger log = LoggerFactory.getLogger(Reloader.class);

  /// For the last of an unloaded plugin to let go of it.
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(10);

  private final Node node;
  private final PluginFolder plugins;
  private final Map<String, String> environment;
  private final Duration patience;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile PreparedNode setup;
  private volatile List<String> afterRestart = List.of();
  private volatile String mistake = "";
  private volatile List<String> remains = List.of();

  /// @param environment what variables in the configuration stand for
  /// @param patience how long what runs may go on before a plugin is replaced or removed
  Reloader(
      Node node,
      PluginFolder plugins,
      PreparedNode setup,
      Map<String, String> environment,
      Duration patience) {
    this.node = node;
    this.plugins = plugins;
    this.setup = setup;
    this.environment = environment;
    this.patience = patience;
  }

  /// The configuration that is followed.
  ConfigFile file() {
    return setup.file();
  }

  /// What is wrong with what it should follow.
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (!mistake.isEmpty()) {
      problems.add(mistake);
    }
    if (!afterRestart.isEmpty()) {
      problems.add(
          "after a restart only, this takes effect in "
              + setup.file().file()
              + ": "
              + String.join(", ", afterRestart));
    }
    remains.forEach(each ->
        problems.add(
            "the plugin " + each + " is unloaded and still reachable: something of it goes on"));
    return problems;
  }

  /// Looks whether something holds on to plugins that were unloaded.
  void findLeaks() {
    List<String> found = plugins.leaks(LONG_ENOUGH);
    found.stream()
        .filter(each -> !remains.contains(each))
        .forEach(each -> log.warn("the plugin {} is unloaded and still reachable", each));
    if (!found.equals(remains)) {
      remains = found;
      node.changed();
    }
  }

  @Override
  public List<PluginReport> plugins() {
    return UnitStateBuilder.pluginReports(plugins, Set.of());
  }

  @Override
  public ReloadResult reload() throws ProblemsException, IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      boolean changed = takePlugins();
      ConfigDraft draft = ConfigDraft.read(setup.draft().file(), environment);
      PreparedNode next = admitted(draft);
      NodeConfig running = setup.file().config();
      afterRestart = next.file().config().fixedDifferences(running);
      changed |= !draft.digest().equals(setup.draft().digest());
      take(next.following(running));
      mistake = "";
      return new ReloadResult(draft.digest(), changed, afterRestart);
    } catch (ProblemsException e) {
      mistake =
          "the configuration of before is followed: "
              + e.problems().stream().map(Problem::toString).collect(Collectors.joining("; "));
      node.changed();
      throw e;
    } finally {
      lock.unlock();
    }
  }

  /// Puts the node together with the plugins that a configuration lets in. Until that is known to
  /// be right, they are only added to those of before.
  private PreparedNode admitted(ConfigDraft draft)
      throws ProblemsException, IOException, InterruptedException {
    draft.bind();
    PluginPolicy before = plugins.policy();
    PluginPolicy policy = PluginPolicyReader.of(draft);
    List<Problem> losses = PluginPolicyReader.losses(draft, plugins, policy);
    if (!losses.isEmpty()) {
      throw new ProblemsException(losses);
    }
    plugins.applyPolicy(policy);
    try {
      take(FolderChange.Added.class::isInstance);
      var _ = PreparedNode.of(draft, plugins);
    } catch (ProblemsException e) {
      plugins.applyPolicy(before);
      takePlugins();
      throw e;
    }
    takePlugins();
    return PreparedNode.of(draft, plugins);
  }

  /// Applies what is otherwise in the folder of plugins.
  ///
  /// @return whether anything was
  /// @throws IOException when it cannot be read
  boolean takePlugins() throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      return take(change -> true);
    } finally {
      lock.unlock();
    }
  }

  private boolean take(Predicate<FolderChange> wanted) throws IOException, InterruptedException {
    List<FolderChange> differences = new ArrayList<>(plugins.scan());
    differences.removeIf(wanted.negate());
    for (FolderChange each : differences) {
      Optional<LoadedPlugin> before = serving(each.id());
      switch (each) {
        case FolderChange.Added(String id) -> plugins.add(id);
        case FolderChange.Replaced(String id) -> replace(id);
        case FolderChange.Removed(String id) -> remove(id);
      }
      tell(before, serving(each.id()));
      take(setup.refitted(plugins));
    }
    return !differences.isEmpty();
  }

  private Optional<LoadedPlugin> serving(String id) {
    return plugins.plugins().stream().filter(each -> each.id().equals(id)).findFirst();
  }

  private static void tell(Optional<LoadedPlugin> before, Optional<LoadedPlugin> now) {
    boolean same = before.map(LoadedPlugin::sha256).equals(now.map(LoadedPlugin::sha256));
    now.ifPresent(plugin ->
        log.info("plugin {} {} {}", plugin.id(), plugin.version(), same ? "is kept" : "serves"));
  }

  private void remove(String id) throws InterruptedException {
    letGo(id);
    plugins.unload(id);
    log.info("plugin {} is taken away", id);
  }

  private void replace(String id) throws InterruptedException {
    letGo(id);
    List<String> before = paths(setup.resolver());
    boolean serves = plugins.replace(id);
    if (serves) {
      List<Problem> worse = new ArrayList<>(setup.refitted(plugins).resolver().problems());
      worse.removeIf(problem -> before.contains(problem.path()));
      if (!worse.isEmpty()) {
        plugins.restore(
            id, worse.stream().map(Problem::toString).collect(Collectors.joining("; ")));
      }
    }
    plugins.commitReplacement(id);
  }

  private static List<String> paths(BindingResolver resolver) {
    return resolver.problems().stream().map(Problem::path).toList();
  }

  private void letGo(String id) throws InterruptedException {
    if (!node.retire(
        new WorkloadBuilder(setup.file().config(), setup.resolver()).processesOf(id), patience)) {
      log.warn("a thread of the plugin {} ignores its interrupt", id);
    }
  }

  private void take(PreparedNode next) throws InterruptedException {
    setup = next;
    node.apply(next.work(), patience);
  }
}

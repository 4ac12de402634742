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
  private static final Duration LEAK_GRACE_PERIOD = Duration.ofSeconds(10);

  private final Node node;
  private final PluginFolder plugins;
  private final Map<String, String> environment;
  private final Duration patience;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile PreparedNode prepared;
  private volatile List<String> restartRequired = List.of();
  private volatile String reloadProblem = "";
  private volatile List<String> leaks = List.of();

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
    this.prepared = setup;
    this.environment = environment;
    this.patience = patience;
  }

  /// The configuration that is followed.
  ConfigFile file() {
    return prepared.file();
  }

  /// What is wrong with what it should follow.
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (!reloadProblem.isEmpty()) {
      problems.add(reloadProblem);
    }
    if (!restartRequired.isEmpty()) {
      problems.add(
          "after a restart only, this takes effect in "
              + prepared.file().file()
              + ": "
              + String.join(", ", restartRequired));
    }
    leaks.forEach(each ->
        problems.add(
            "the plugin " + each + " is unloaded and still reachable: something of it goes on"));
    return problems;
  }

  /// Looks whether something holds on to plugins that were unloaded.
  void findLeaks() {
    List<String> found = plugins.leaks(LEAK_GRACE_PERIOD);
    found.stream()
        .filter(each -> !leaks.contains(each))
        .forEach(each -> log.warn("the plugin {} is unloaded and still reachable", each));
    if (!found.equals(leaks)) {
      leaks = found;
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
      boolean changed = applyPluginChanges();
      ConfigDraft draft = ConfigDraft.read(prepared.draft().file(), environment);
      PreparedNode next = prepare(draft);
      NodeConfig running = prepared.file().config();
      restartRequired = next.file().config().fixedDifferences(running);
      changed |= !draft.digest().equals(prepared.draft().digest());
      apply(next.withFixedPartsOf(running));
      reloadProblem = "";
      return new ReloadResult(draft.digest(), changed, restartRequired);
    } catch (ProblemsException e) {
      reloadProblem =
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
  private PreparedNode prepare(ConfigDraft draft)
      throws ProblemsException, IOException, InterruptedException {
    draft.bind();
    PluginPolicy before = plugins.policy();
    PluginPolicy policy = PluginPolicyReader.of(draft);
    List<Problem> losses = PluginPolicyReader.bindingsLost(draft, plugins, policy);
    if (!losses.isEmpty()) {
      throw new ProblemsException(losses);
    }
    plugins.applyPolicy(policy);
    try {
      apply(FolderChange.Added.class::isInstance);
      var _ = PreparedNode.of(draft, plugins);
    } catch (ProblemsException e) {
      plugins.applyPolicy(before);
      applyPluginChanges();
      throw e;
    }
    applyPluginChanges();
    return PreparedNode.of(draft, plugins);
  }

  /// Applies what is otherwise in the folder of plugins.
  ///
  /// @return whether anything was
  /// @throws IOException when it cannot be read
  boolean applyPluginChanges() throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      return apply(change -> true);
    } finally {
      lock.unlock();
    }
  }

  private boolean apply(Predicate<FolderChange> wanted) throws IOException, InterruptedException {
    List<FolderChange> differences = new ArrayList<>(plugins.scan());
    differences.removeIf(wanted.negate());
    for (FolderChange each : differences) {
      Optional<LoadedPlugin> before = activePlugin(each.id());
      switch (each) {
        case FolderChange.Added(String id) -> plugins.add(id);
        case FolderChange.Replaced(String id) -> replace(id);
        case FolderChange.Removed(String id) -> remove(id);
      }
      logResult(before, activePlugin(each.id()));
      apply(prepared.resolvedAgain(plugins));
    }
    return !differences.isEmpty();
  }

  private Optional<LoadedPlugin> activePlugin(String id) {
    return plugins.plugins().stream().filter(each -> each.id().equals(id)).findFirst();
  }

  private static void logResult(Optional<LoadedPlugin> before, Optional<LoadedPlugin> now) {
    boolean same = before.map(LoadedPlugin::sha256).equals(now.map(LoadedPlugin::sha256));
    now.ifPresent(plugin ->
        log.info("plugin {} {} {}", plugin.id(), plugin.version(), same ? "is kept" : "serves"));
  }

  private void remove(String id) throws InterruptedException {
    retireProcesses(id);
    plugins.unload(id);
    log.info("plugin {} is taken away", id);
  }

  private void replace(String id) throws InterruptedException {
    retireProcesses(id);
    List<String> before = problemPaths(prepared.resolver());
    boolean serves = plugins.replace(id);
    if (serves) {
      List<Problem> worse = new ArrayList<>(prepared.resolvedAgain(plugins).resolver().problems());
      worse.removeIf(problem -> before.contains(problem.path()));
      if (!worse.isEmpty()) {
        plugins.restore(
            id, worse.stream().map(Problem::toString).collect(Collectors.joining("; ")));
      }
    }
    plugins.commitReplacement(id);
  }

  private static List<String> problemPaths(BindingResolver resolver) {
    return resolver.problems().stream().map(Problem::path).toList();
  }

  private void retireProcesses(String id) throws InterruptedException {
    if (!node.retire(
        new WorkloadBuilder(prepared.file().config(), prepared.resolver()).processesOf(id),
        patience)) {
      log.warn("a thread of the plugin {} ignores its interrupt", id);
    }
  }

  private void apply(PreparedNode next) throws InterruptedException {
    prepared = next;
    node.apply(next.workload(), patience);
  }
}

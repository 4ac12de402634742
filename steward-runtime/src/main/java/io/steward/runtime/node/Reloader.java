package io.steward.runtime.node;

import io.steward.runtime.builtin.NodeControl;
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

/// Applies changes of the configuration and of the plugin folder to a running node. What did not
/// change keeps running undisturbed, and a change with problems has no effect.
///
/// Safe for use by any thread.
final class Reloader implements NodeControl {

  private static final Logger log = LoggerFactory.getLogger(Reloader.class);

  /// How long the last threads of an unloaded plugin may take to release it before it is reported
  /// as a leak.
  private static final Duration LEAK_GRACE_PERIOD = Duration.ofSeconds(10);

  private final NodeEngine engine;
  private final PluginFolder plugins;
  private final Map<String, String> environment;
  private final Duration patience;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile PreparedNode prepared;
  private volatile List<String> restartRequired = List.of();
  private volatile String reloadProblem = "";
  private volatile List<String> leaks = List.of();

  /// @param environment the values of variables in the configuration
  /// @param patience how long running handlers may take to finish before a plugin is replaced or
  ///   removed
  Reloader(
      NodeEngine engine,
      PluginFolder plugins,
      PreparedNode prepared,
      Map<String, String> environment,
      Duration patience) {
    this.engine = engine;
    this.plugins = plugins;
    this.prepared = prepared;
    this.environment = environment;
    this.patience = patience;
  }

  /// A version of the configuration file.
  @FunctionalInterface
  interface DraftSupplier {
    ConfigDraft get() throws ProblemsException;
  }

  /// The configuration in effect.
  ConfigFile file() {
    return prepared.file();
  }

  /// The problems of the last reload and of the plugins.
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (!reloadProblem.isEmpty()) {
      problems.add(reloadProblem);
    }
    if (!restartRequired.isEmpty()) {
      problems.add(
          "these changes in "
              + prepared.file().file()
              + " take effect only after a restart: "
              + String.join(", ", restartRequired));
    }
    leaks.forEach(each ->
        problems.add(
            "the plugin "
                + each
                + " was unloaded but is still reachable: it leaks, for example through a running"
                + " thread"));
    return problems;
  }

  /// Checks for unloaded plugins that are still reachable.
  void findLeaks() {
    List<String> found = plugins.leaks(LEAK_GRACE_PERIOD);
    found.stream()
        .filter(each -> !leaks.contains(each))
        .forEach(each -> log.warn("the plugin {} was unloaded but is still reachable", each));
    if (!found.equals(leaks)) {
      leaks = found;
      engine.changed();
    }
  }

  @Override
  public List<PluginReport> plugins() {
    return UnitStateBuilder.pluginReports(plugins, Set.of());
  }

  @Override
  public ReloadResult reload() throws ProblemsException, IOException, InterruptedException {
    return reload(this::read);
  }

  /// Reads the configuration file without applying it.
  ///
  /// @throws ProblemsException if it cannot be read or parsed at all
  ConfigDraft read() throws ProblemsException {
    return ConfigDraft.read(prepared.draft().file(), environment);
  }

  /// Whether a version of the file lacks a part of the one in effect.
  boolean isShortened(ConfigDraft draft) {
    return draft.lacksPartsOf(prepared.draft());
  }

  /// Applies a version of the file, as {@link #reload()} does.
  ///
  /// @param file supplies it, or its problems
  ReloadResult reload(DraftSupplier file)
      throws ProblemsException, IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      boolean changed = applyPluginChanges();
      ConfigDraft draft = file.get();
      PreparedNode next = prepare(draft);
      NodeConfig running = prepared.file().config();
      restartRequired = next.file().config().fixedDifferences(running);
      changed |= !draft.digest().equals(prepared.draft().digest());
      apply(next.withFixedPartsOf(running));
      reloadProblem = "";
      return new ReloadResult(draft.digest(), changed, restartRequired);
    } catch (ProblemsException e) {
      reloadProblem =
          "the previous configuration stays in effect: "
              + e.problems().stream().map(Problem::toString).collect(Collectors.joining("; "));
      engine.changed();
      throw e;
    } finally {
      lock.unlock();
    }
  }

  /// Prepares the node with the plugins that a configuration admits. Until that is known to be
  /// valid, plugins are only added to the active ones.
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

  /// Applies the changes in the plugin folder.
  ///
  /// @return whether there were any
  /// @throws IOException if the folder cannot be read
  boolean applyPluginChanges() throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      return apply(change -> true);
    } finally {
      lock.unlock();
    }
  }

  private boolean apply(Predicate<FolderChange> wanted) throws IOException, InterruptedException {
    List<FolderChange> changes = new ArrayList<>(plugins.scan());
    changes.removeIf(wanted.negate());
    for (FolderChange each : changes) {
      Optional<LoadedPlugin> before = activePlugin(each.id());
      switch (each) {
        case FolderChange.Added(String id) -> plugins.add(id);
        case FolderChange.Replaced(String id) -> replace(id);
        case FolderChange.Removed(String id) -> remove(id);
      }
      logResult(before, activePlugin(each.id()));
      apply(prepared.resolvedAgain(plugins));
    }
    return !changes.isEmpty();
  }

  private Optional<LoadedPlugin> activePlugin(String id) {
    return plugins.plugins().stream().filter(each -> each.id().equals(id)).findFirst();
  }

  private static void logResult(Optional<LoadedPlugin> before, Optional<LoadedPlugin> now) {
    boolean same = before.map(LoadedPlugin::sha256).equals(now.map(LoadedPlugin::sha256));
    now.ifPresent(plugin ->
        log.info(
            "plugin {} {} {}", plugin.id(), plugin.version(), same ? "stays active" : "is active"));
  }

  private void remove(String id) throws InterruptedException {
    retireProcesses(id);
    plugins.unload(id);
    log.info("plugin {} was removed", id);
  }

  private void replace(String id) throws InterruptedException {
    retireProcesses(id);
    List<String> before = problemPaths(prepared.resolver());
    boolean replaced = plugins.replace(id);
    if (replaced) {
      List<Problem> newProblems =
          new ArrayList<>(prepared.resolvedAgain(plugins).resolver().problems());
      newProblems.removeIf(problem -> before.contains(problem.path()));
      if (!newProblems.isEmpty()) {
        plugins.restore(
            id, newProblems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
      }
    }
    plugins.commitReplacement(id);
  }

  private static List<String> problemPaths(BindingResolver resolver) {
    return resolver.problems().stream().map(Problem::path).toList();
  }

  private void retireProcesses(String id) throws InterruptedException {
    if (!engine.retire(
        new WorkloadBuilder(prepared.file().config(), prepared.resolver()).processesOf(id),
        patience)) {
      log.error("broken: a thread of the plugin {} ignores its interrupt", id);
    }
  }

  private void apply(PreparedNode next) throws InterruptedException {
    prepared = next;
    engine.apply(next.workload(), patience);
  }
}

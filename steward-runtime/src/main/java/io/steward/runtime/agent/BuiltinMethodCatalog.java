package io.steward.runtime.agent;

import io.steward.runtime.fleet.UnitDocument.MethodReport;
import io.steward.runtime.process.BuiltinMethods;
import java.util.List;

/// The methods of every node, under the domain `steward`, without a plugin. Apart from the node
/// itself: programs that only send commands check them by this, and must never reach the code that
/// loads plugins.
public final class BuiltinMethodCatalog {

  private BuiltinMethodCatalog() {}

  /// All of this version.
  public static List<MethodReport> reports() {
    return BuiltinMethods.all();
  }
}

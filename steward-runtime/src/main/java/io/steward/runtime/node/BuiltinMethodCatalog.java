package io.steward.runtime.node;

import io.steward.runtime.builtin.BuiltinMethods;
import io.steward.runtime.fleet.UnitDocument.MethodReport;
import java.util.List;

/// The methods that every node has without a plugin, under the domain `steward`. Kept apart from
/// the node because programs that only send commands validate them here, and must never load the
/// code that loads plugins.
public final class BuiltinMethodCatalog {

  private BuiltinMethodCatalog() {}

  /// All built-in methods of this version.
  public static List<MethodReport> reports() {
    return BuiltinMethods.all();
  }
}

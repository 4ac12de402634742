package io.steward.runtime.plugin;

import io.steward.runtime.plugin.PluginIdentity.Claim;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pf4j.VersionManager;

/// Checks the id and the version of a plugin, and that it fits the API of this program.
///
/// @param identity who the jar says it is
/// @param versions compares versions
/// @param api the API's version, without a qualifier
record IdentityCheck(PluginIdentity identity, VersionManager versions, String api) {

  private static final String ID_KEY = "Plugin-Id";
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern MAJOR_MINOR = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})([.+-].*)?");

  void check() throws RefusedJarException {
    checkId(identity.id());
    checkVersion(identity.version());
    if (identity.requires().isEmpty()) {
      checkCompiledVersion();
    } else {
      checkRequiredRange(identity.requires());
    }
  }

  private void checkId(Claim id) throws RefusedJarException {
    if (!identity.provides() && !id.origin().equals(ID_KEY)) {
      throw new RefusedJarException(
          "it provides no method, so it is not a plugin: add \"provides"
              + " io.steward.api.MethodHandler with ...\" to its module descriptor");
    }
    if (id.isMissing()) {
      throw new RefusedJarException(
          "nothing in it says its id: add Plugin-Id to its manifest, or a module descriptor");
    }
    if (!ID.matcher(id.value()).matches()) {
      throw new RefusedJarException(
          id.origin()
              + " \""
              + id.value()
              + "\" is not valid"
              + (id.origin().equals(ID_KEY) ? "" : " as an id, and its manifest has no Plugin-Id")
              + ": use at most 64 letters, digits, dots, dashes and underscores");
    }
  }

  private void checkVersion(Claim version) throws RefusedJarException {
    if (version.isMissing()) {
      throw new RefusedJarException(
          "nothing in it says its version: add Plugin-Version to its manifest");
    }
    try {
      versions.compareVersions(version.value(), "1.0.0");
    } catch (RuntimeException e) {
      throw new RefusedJarException(
          version.origin()
              + " \""
              + version.value()
              + "\" is not a version such as 1.0.0 (semver.org)",
          e);
    }
  }

  /// The major version must be the same, and the minor version at least that of the API it was
  /// compiled against, all of whose elements it may use.
  private void checkCompiledVersion() throws RefusedJarException {
    String compiled = identity.compiledAgainst().orElse("");
    Matcher needed = MAJOR_MINOR.matcher(compiled);
    Matcher present = MAJOR_MINOR.matcher(api);
    if (!needed.matches() || !present.matches()) {
      throw new RefusedJarException(
          "nothing in it says which version of the API it requires: add Plugin-Requires to its"
              + " manifest, such as 1.x, or compile a module descriptor that requires"
              + " io.steward.api");
    }
    if (number(needed, 1) != number(present, 1) || number(needed, 2) > number(present, 2)) {
      throw new RefusedJarException(
          "it was compiled against version " + compiled + " of the API; this is " + api);
    }
  }

  private static int number(Matcher version, int group) {
    return Integer.parseInt(version.group(group));
  }

  private void checkRequiredRange(String range) throws RefusedJarException {
    if (range.matches("\\d+\\.\\d+\\.\\d+.*")) {
      throw new RefusedJarException(
          "Plugin-Requires is \"" + range + "\"; give a range of API versions such as 1.x");
    }
    boolean fits;
    try {
      fits = versions.checkVersionConstraint(api, range);
    } catch (RuntimeException e) {
      throw new RefusedJarException(
          "Plugin-Requires \"" + range + "\" is not a range such as 1.x", e);
    }
    if (!fits) {
      throw new RefusedJarException("it requires version " + range + " of the API; this is " + api);
    }
  }
}

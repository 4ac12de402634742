package io.steward.runtime.plugin;

import io.steward.api.MethodName;
import io.steward.runtime.jar.JarSignature;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A plugin that serves.
///
/// @param id its id
/// @param version its version
/// @param description what it says of itself
/// @param jar where it was found
/// @param sha256 of that jar, in hex
/// @param signature who signed it
/// @param nativeAccess whether it may call native code
/// @param methods what it provides
public record LoadedPlugin(
    String id,
    String version,
    String description,
    Path jar,
    String sha256,
    JarSignature signature,
    boolean nativeAccess,
    List<PluginMethod> methods) {

  static LoadedPlugin of(StagedJar copy, boolean nativeAccess, List<PluginMethod> methods) {
    return new LoadedPlugin(
        copy.attribute("Plugin-Id"),
        copy.attribute("Plugin-Version"),
        copy.attribute("Plugin-Description"),
        copy.original(),
        copy.sha256(),
        copy.signature(),
        nativeAccess,
        methods);
  }

  /// A method of it.
  Optional<PluginMethod> find(MethodName name, PluginMethod.Kind kind) {
    return methods.stream()
        .filter(method -> method.name().equals(name) && method.kind() == kind)
        .findFirst();
  }

  /// What trust goes by.
  public TrustPolicy.Candidate candidate() {
    return new TrustPolicy.Candidate(jar.getFileName().toString(), id, sha256, signature);
  }
}

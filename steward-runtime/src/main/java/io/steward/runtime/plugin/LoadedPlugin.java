package io.steward.runtime.plugin;

import io.steward.api.MethodName;
import io.steward.runtime.jar.JarSignature;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// An active plugin.
///
/// @param id its id
/// @param version its version
/// @param description its own description
/// @param jar the path of its jar
/// @param sha256 the SHA-256 of that jar, in hex
/// @param signature who signed it
/// @param nativeAccess whether it may call native code
/// @param methods the methods it provides
// Many parameters: everything that listings and the unit state show of a plugin
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
        copy.id(),
        copy.version(),
        copy.identity().description(),
        copy.original(),
        copy.sha256(),
        copy.signature(),
        nativeAccess,
        methods);
  }

  /// Finds one of its methods.
  Optional<PluginMethod> find(MethodName name, PluginMethod.Kind kind) {
    return methods.stream()
        .filter(method -> method.name().equals(name) && method.kind() == kind)
        .findFirst();
  }

  /// The facts by which a {@link TrustPolicy} judges it.
  public TrustPolicy.Candidate candidate() {
    return new TrustPolicy.Candidate(jar.getFileName().toString(), id, sha256, signature);
  }
}

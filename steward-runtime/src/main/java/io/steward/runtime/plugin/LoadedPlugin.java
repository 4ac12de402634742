package io.steward.runtime.plugin;

import io.steward.api.MethodName;
import io.steward.runtime.jar.Signature;
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
    Signature signature,
    boolean nativeAccess,
    List<Method> methods) {

  static LoadedPlugin of(Staged copy, boolean nativeAccess, List<Method> methods) {
    return new LoadedPlugin(
        copy.value("Plugin-Id"),
        copy.value("Plugin-Version"),
        copy.value("Plugin-Description"),
        copy.original(),
        copy.sha256(),
        copy.signature(),
        nativeAccess,
        methods);
  }

  /// A method of it.
  Optional<Method> find(MethodName name, Method.Kind kind) {
    return methods.stream()
        .filter(method -> method.name().equals(name) && method.kind() == kind)
        .findFirst();
  }

  /// What trust goes by.
  public Trust.Subject subject() {
    return new Trust.Subject(jar.getFileName().toString(), id, sha256, signature);
  }
}

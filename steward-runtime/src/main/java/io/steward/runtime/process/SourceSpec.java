package io.steward.runtime.process;

import io.steward.api.Domain;
import io.steward.api.MethodName;
import io.steward.api.NodeName;
import io.steward.api.Source;
import io.steward.api.Subject;
import java.util.Optional;
import java.util.function.Supplier;

/// How a source runs.
///
/// @param method the method of the source
/// @param domain its domain
/// @param to the node that receives its events; empty for a source that sends none
/// @param source creates an instance with the binding's settings
/// @param loader the context class loader of its thread
/// @param revision identifies what the spec was made of
public record SourceSpec(
    MethodName method,
    Domain domain,
    Optional<NodeName> to,
    Supplier<Source> source,
    ClassLoader loader,
    Object revision)
    implements ProcessSpec {

  /// The name of a source's process.
  public static String name(NodeName node, MethodName method, Domain domain) {
    return node + ".source." + method + "." + domain;
  }

  /// The spec of a source that sends its events to a subject.
  public static SourceSpec to(Subject target, Supplier<Source> source, ClassLoader loader) {
    return new SourceSpec(
        target.method(), target.domain(), Optional.of(target.node()), source, loader, new Object());
  }

  /// The spec of the same source without its handler; it references nothing of a plugin.
  SourceSpec withoutHandler() {
    return new SourceSpec(
        method,
        domain,
        to,
        () -> {
          throw new IllegalStateException(method + " has no source any more");
        },
        SourceSpec.class.getClassLoader(),
        Optional.empty());
  }

  /// The subject of its events, if it sends any.
  Optional<Subject> target() {
    return to.map(node -> Subject.event(node, method, domain));
  }
}

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
/// @param method what it is a source of
/// @param domain which use of it
/// @param to the node that receives its events; none for a source that sends none
/// @param source makes an instance with the binding's settings
/// @param loader the context class loader of its thread
public record SourceSpec(
    MethodName method,
    Domain domain,
    Optional<NodeName> to,
    Supplier<Source> source,
    ClassLoader loader) {

  /// A source whose events go to a node's subject for them.
  public static SourceSpec to(Subject target, Supplier<Source> source, ClassLoader loader) {
    return new SourceSpec(
        target.method(), target.domain(), Optional.of(target.node()), source, loader);
  }

  /// Where its events go, if it sends any.
  Optional<Subject> target() {
    return to.map(node -> Subject.event(node, method, domain));
  }
}

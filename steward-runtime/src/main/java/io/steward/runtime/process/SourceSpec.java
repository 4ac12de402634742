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
/// @param revision what all of this was made of
public record SourceSpec(
    MethodName method,
    Domain domain,
    Optional<NodeName> to,
    Supplier<Source> source,
    ClassLoader loader,
    Object revision)
    implements ProcessSpec {

  /// What the process of a source is called.
  public static String name(NodeName node, MethodName method, Domain domain) {
    return node + ".source." + method + "." + domain;
  }

  /// A source whose events go to a node's subject for them.
  public static SourceSpec to(Subject target, Supplier<Source> source, ClassLoader loader) {
    return new SourceSpec(
        target.method(), target.domain(), Optional.of(target.node()), source, loader, new Object());
  }

  /// The same for a source that is gone: nothing of a plugin is in it.
  SourceSpec withoutHandler() {
    return new SourceSpec(
        method,
        domain,
        to,
        () -> {
          throw new IllegalStateException(method + " is gone");
        },
        SourceSpec.class.getClassLoader(),
        Optional.empty());
  }

  /// Where its events go, if it sends any.
  Optional<Subject> target() {
    return to.map(node -> Subject.event(node, method, domain));
  }
}

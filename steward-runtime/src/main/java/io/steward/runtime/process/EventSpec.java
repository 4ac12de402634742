package io.steward.runtime.process;

import io.steward.api.EventHandler;
import io.steward.api.NoArguments;
import io.steward.api.NodeName;
import io.steward.api.Subject;
import java.util.function.Predicate;

/// How events on one subject are handled.
///
/// @param subject the subject of the events
/// @param from which senders are allowed
/// @param handlers creates the handlers
/// @param revision identifies what the spec was made of
/// @param <A> the arguments
public record EventSpec<A extends Record>(
    Subject subject,
    Predicate<NodeName> from,
    HandlerFactory<EventHandler<A>, A> handlers,
    Object revision)
    implements ProcessSpec {

  /// A spec that differs from all others.
  public EventSpec(
      Subject subject, Predicate<NodeName> from, HandlerFactory<EventHandler<A>, A> handlers) {
    this(subject, from, handlers, new Object());
  }

  /// The spec of the same subject without its handler; it references nothing of a plugin.
  EventSpec<?> withoutHandler() {
    return new EventSpec<>(subject, from, HandlerFactory.none(subject), NoArguments.class);
  }
}

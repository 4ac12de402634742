package io.steward.runtime.process;

import io.steward.api.EventHandler;
import io.steward.api.NodeName;
import io.steward.api.Subject;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// How events on one subject are received.
///
/// @param subject what they come in on
/// @param from who may send them
/// @param handler makes an instance with the binding's settings
/// @param arguments what it binds messages to
/// @param loader the context class loader of its thread
/// @param <A> the arguments
public record EventSpec<A>(
    Subject subject,
    Predicate<NodeName> from,
    Supplier<EventHandler<A>> handler,
    Class<A> arguments,
    ClassLoader loader) {}

package io.steward.runtime.process;

import io.steward.api.Source;
import io.steward.api.Subject;
import java.util.function.Supplier;

/// How a source runs.
///
/// @param target where its events go
/// @param source makes an instance with the binding's settings
/// @param loader the context class loader of its thread
public record SourceSpec(Subject target, Supplier<Source> source, ClassLoader loader) {}

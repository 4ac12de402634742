package io.steward.runtime.process;

import java.util.List;

/// What a node is to do.
///
/// @param commands what it executes
/// @param events what it receives
/// @param sources what it sends
public record Work(
    List<CommandSpec<?>> commands, List<EventSpec<?>> events, List<SourceSpec> sources) {}

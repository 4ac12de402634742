package io.steward.api;

/// The arguments of a method that needs none: `implements CommandHandler<NoArguments>`. A message
/// with any argument is rejected.
public record NoArguments() {}

package io.steward.runtime.plugin;

import java.nio.file.Path;

/// A jar that is not active.
///
/// @param jar its path
/// @param id its plugin's id; empty if it cannot be read
/// @param reason why it was refused, in one line with advice
public record RefusedJar(Path jar, String id, String reason) {}

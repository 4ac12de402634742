package io.steward.runtime.plugin;

import java.nio.file.Path;

/// A jar that does not serve.
///
/// @param jar where it was found
/// @param id its plugin's id; empty when that cannot be read
/// @param reason why, in one line, with advice
public record RefusedJar(Path jar, String id, String reason) {}

package io.steward.runtime.plugin;

import java.nio.file.Path;
import java.util.List;

/// A plugin that serves.
///
/// @param id its id
/// @param version its version
/// @param description what it says of itself
/// @param jar where it was found
/// @param sha256 of that jar, in hex
/// @param methods what it provides
public record LoadedPlugin(
    String id, String version, String description, Path jar, String sha256, List<Method> methods) {}

package io.steward.runtime.storage;

import io.steward.api.PositionStore;
import java.nio.file.Path;

/// A binding's own folder, which exists and survives restarts.
///
/// @param path of the folder
/// @param positions the positions in it
public record BindingFolder(Path path, PositionStore positions) {}

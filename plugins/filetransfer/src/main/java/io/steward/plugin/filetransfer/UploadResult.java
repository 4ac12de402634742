package io.steward.plugin.filetransfer;

import java.nio.file.Path;
import java.time.Instant;

/// What is told of a file that the broker has.
///
/// @param path where it is on this node
/// @param object what it is called at the broker
/// @param size in bytes
/// @param sha256 in hex
/// @param mode its permissions, as octal digits
/// @param modified when it was written last
public record UploadResult(
    Path path, String object, long size, String sha256, String mode, Instant modified) {}

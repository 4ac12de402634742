package io.steward.plugin.filetransfer;

import java.nio.file.Path;
import java.time.Instant;

/// The result of an upload.
///
/// @param path of the file on this node
/// @param object name at the broker
/// @param size in bytes
/// @param sha256 in hex
/// @param mode its permissions, as octal digits
/// @param modified its modification time
public record UploadResult(
    Path path, String object, long size, String sha256, String mode, Instant modified) {}

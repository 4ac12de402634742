package io.steward.plugin.filetransfer;

import java.nio.file.Path;

/// What is told of a file that was written.
///
/// @param path where it is
/// @param size in bytes
/// @param sha256 in hex
/// @param resumed how many of its bytes had come before this run, in bytes; all of them when it was
///   there already
public record DownloadResult(Path path, long size, String sha256, long resumed) {}

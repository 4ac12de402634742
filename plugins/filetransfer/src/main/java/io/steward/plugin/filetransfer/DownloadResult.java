package io.steward.plugin.filetransfer;

import java.nio.file.Path;

/// The result of a download.
///
/// @param path of the file
/// @param size in bytes
/// @param sha256 in hex
/// @param resumed how many bytes had been downloaded before this run; all of them when the file was
///   complete already
public record DownloadResult(Path path, long size, String sha256, long resumed) {}

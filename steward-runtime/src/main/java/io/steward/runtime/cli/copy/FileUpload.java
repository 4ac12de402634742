package io.steward.runtime.cli.copy;

import io.steward.api.NodeName;
import io.steward.api.ObjectStore;
import io.steward.api.StoredObject;
import io.steward.runtime.cli.terminal.Console;
import io.steward.runtime.digest.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Locale;
import java.util.Set;

/// A local file to upload to the broker.
///
/// @param file the file
/// @param size in bytes
/// @param name its object name at the broker
/// @param mode its permissions, as octal digits
public record FileUpload(Path file, long size, String name, String mode) {

  private static final int NAME_LENGTH = 32;

  /// Reads size and permissions of a file.
  ///
  /// @param target the target as typed
  public static FileUpload of(Path file, NodeName sender, String target) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          Files.exists(file) ? file + " is not a regular file" : "there is no file " + file);
    }
    long size = Files.size(file);
    String name =
        objectName(
            sender.value(),
            file.toRealPath().toString(),
            Long.toString(size),
            Files.getLastModifiedTime(file).toString(),
            target);
    return new FileUpload(file, size, name, mode(file));
  }

  /// A name that only a repetition of the same copy has, so that repeating it resumes it.
  public static String objectName(String... parts) {
    return "filetransfer." + Sha256.of(String.join("\n", parts)).substring(0, NAME_LENGTH);
  }

  private static String mode(Path file) throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    int mode = 0;
    for (PosixFilePermission each : PosixFilePermission.values()) { // from the owner to others
      mode = (mode << 1) | (permissions.contains(each) ? 1 : 0);
    }
    return String.format(Locale.ROOT, "%04o", mode);
  }

  /// Uploads it.
  public StoredObject upload(ObjectStore objects, Console console)
      throws IOException, InterruptedException {
    try (InputStream in = Files.newInputStream(file)) {
      return objects.put(name, new CopyProgress(console, "sent", size, 0).wrap(in));
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("there is no file " + file, e);
    } finally {
      console.endProgress();
    }
  }
}

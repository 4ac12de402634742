package io.steward.runtime.cli;

import io.steward.api.NodeName;
import io.steward.api.ObjectStore;
import io.steward.api.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;

/// A file here that goes to the broker.
///
/// @param file which
/// @param size in bytes
/// @param name what it is called at the broker
/// @param mode its permissions, as octal digits
record FileUpload(Path file, long size, String name, String mode) {

  private static final int NAME_LENGTH = 32;

  /// Looks at a file.
  ///
  /// @param forWhom whom it is for, as it was typed
  static FileUpload of(Path file, NodeName sender, String forWhom) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          Files.exists(file) ? file + " is no plain file" : "there is no file " + file);
    }
    long size = Files.size(file);
    String name =
        objectName(
            sender.value(),
            file.toRealPath().toString(),
            Long.toString(size),
            Files.getLastModifiedTime(file).toString(),
            forWhom);
    return new FileUpload(file, size, name, mode(file));
  }

  /// A name that the same copy has when it is typed again, so that it goes on, and no other.
  static String objectName(String... of) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(String.join("\n", of).getBytes(StandardCharsets.UTF_8));
      return "filetransfer." + HexFormat.of().formatHex(digest).substring(0, NAME_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  private static String mode(Path file) throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    int mode = 0;
    for (PosixFilePermission each : PosixFilePermission.values()) { // from the owner's down
      mode = (mode << 1) | (permissions.contains(each) ? 1 : 0);
    }
    return String.format(Locale.ROOT, "%04o", mode);
  }

  /// Brings it to the broker.
  StoredObject upload(ObjectStore objects, Console console)
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

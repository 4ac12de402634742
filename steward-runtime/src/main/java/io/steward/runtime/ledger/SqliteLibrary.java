package io.steward.runtime.ledger;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import org.sqlite.JDBC;
import org.sqlite.util.LibraryLoaderUtil;
import org.sqlite.util.OSInfo;

/// Where the native library of SQLite is loaded from. A distribution has it as a file below the
/// folder of the driver's jar. Elsewhere, and on platforms that the distribution has no file for,
/// the driver unpacks it at each start.
final class SqliteLibrary {

  private static final String LIBRARY_PATH = "org.sqlite.lib.path";

  private SqliteLibrary() {}

  /// Configures the driver. To be called before the driver loads the library.
  ///
  /// @param data a folder of this program alone, to unpack it into: the temporary folder may forbid
  ///   execution
  static void configure(Path data) {
    deleteUnpacked(data);
    System.setProperty("org.sqlite.tmpdir", data.toAbsolutePath().toString());
    if (System.getProperty(LIBRARY_PATH) == null) {
      jar()
          .flatMap(SqliteLibrary::nativeFolder)
          .ifPresent(folder -> System.setProperty(LIBRARY_PATH, folder.toString()));
    }
  }

  /// Deletes what killed programs have left.
  private static void deleteUnpacked(Path data) {
    try (DirectoryStream<Path> leftovers =
        Files.newDirectoryStream(
            data, "sqlite-*-" + LibraryLoaderUtil.getNativeLibName() + "{,.lck}")) {
      for (Path each : leftovers) {
        Files.deleteIfExists(each);
      }
    } catch (IOException | DirectoryIteratorException e) {
      // leftovers only take up space
    }
  }

  private static Optional<Path> jar() {
    CodeSource source = JDBC.class.getProtectionDomain().getCodeSource();
    try {
      return source == null ? Optional.empty() : Optional.of(Path.of(source.getLocation().toURI()));
    } catch (URISyntaxException | IllegalArgumentException notAFile) {
      return Optional.empty();
    }
  }

  /// The folder beside a jar with the library for this machine, if there is one.
  static Optional<Path> nativeFolder(Path jar) {
    Path folder = jar.resolveSibling("native").resolve(OSInfo.getNativeLibFolderPathForCurrentOS());
    return Files.isRegularFile(folder.resolve(LibraryLoaderUtil.getNativeLibName()))
        ? Optional.of(folder)
        : Optional.empty();
  }
}

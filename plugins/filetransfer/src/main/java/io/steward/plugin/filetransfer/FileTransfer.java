package io.steward.plugin.filetransfer;

import io.steward.api.CommandContext;
import io.steward.api.CommandHandler;
import io.steward.api.Description;
import io.steward.api.MethodName;
import io.steward.api.NodeName;
import io.steward.api.Reply;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Copies files to and from this node.
///
/// @param read the folders from which files may be read; none when empty
/// @param write the folders to which files may be written; none when empty
/// @param largest maximum size of a file, in bytes
/// @param keep how long a partial file is kept after the command's timeout
@Description("Copies files to and from a node, and resumes interrupted transfers.")
public record FileTransfer(
    @Description("Absolute folders from which files may be read; none by default.") List<Path> read,
    @Description("Absolute folders to which files may be written; none by default.")
        List<Path> write,
    @Description("Maximum size of a file, in bytes.") long largest,
    @Description("How long a partial file is kept after the command's timeout.") Duration keep)
    implements CommandHandler<FileTransfer.Arguments> {

  /// The default settings, which allow no reading and no writing.
  public FileTransfer() {
    this(List.of(), List.of(), 10L << 30, Duration.ofDays(1));
  }

  /// @throws IllegalArgumentException when a folder is not absolute, or a limit is out of range
  public FileTransfer {
    for (List<Path> folders : List.of(read, write)) {
      folders.forEach(FileTransfer::absolute);
    }
    if (largest < 1) {
      throw new IllegalArgumentException("largest must be at least 1 byte");
    }
    if (keep.isNegative()) {
      throw new IllegalArgumentException("keep must not be negative");
    }
  }

  private static void absolute(Path folder) {
    if (!folder.isAbsolute() || !folder.equals(folder.normalize())) {
      throw new IllegalArgumentException(
          "\"" + folder + "\" is not an absolute folder without . and ..");
    }
  }

  /// What to copy: exactly one of three.
  ///
  /// @param put a file of the sender, which has stored it at the broker
  /// @param get a file of this node, which stores it at the broker
  /// @param fetch a file of another node, which this node requests
  public record Arguments(
      @Description("Downloads an object from the broker to a file.") Optional<Put> put,
      @Description("Uploads a file to the broker.") Optional<Get> get,
      @Description("Copies a file from another node.") Optional<Fetch> fetch) {

    /// @throws IllegalArgumentException when it is not exactly one of them
    public Arguments {
      if ((put.isPresent() ? 1 : 0) + (get.isPresent() ? 1 : 0) + (fetch.isPresent() ? 1 : 0)
          != 1) {
        throw new IllegalArgumentException("give exactly one of put, get and fetch");
      }
    }
  }

  /// A file to write.
  ///
  /// @param object its name at the broker
  /// @param sha256 of the file, in hex
  /// @param path to which the file is written
  /// @param rights of the file
  /// @param release whether the object is deleted when the file is complete
  public record Put(
      @Description("The object's name at the broker.") String object,
      @Description("The SHA-256 of the file, in hex.") String sha256,
      @Description("Absolute path to which the file is written.") Path path,
      @Description("Mode, owner and group; unchanged by default, 0644 for a new file.")
          Optional<FileRights> rights,
      @Description("Whether the object is deleted afterwards; false by default.")
          Optional<Boolean> release) {

    /// @throws IllegalArgumentException when the SHA-256 is malformed
    public Put {
      if (!sha256.matches("[0-9a-f]{64}")) {
        throw new IllegalArgumentException("sha256 must be 64 lower-case hex digits");
      }
    }
  }

  /// A file to read.
  ///
  /// @param path of the file
  /// @param object its name at the broker; derived from the command's id by default
  public record Get(
      @Description("Absolute path of the file.") Path path,
      @Description("The object's name at the broker; derived from the command's id by default.")
          Optional<String> object) {}

  /// A file of another node.
  ///
  /// @param from the node; its binding of this method, in the same domain, must allow this node
  /// @param file its path there
  /// @param path to which it is written here
  /// @param rights of the file here
  public record Fetch(
      @Description("The node that has the file.") NodeName from,
      @Description("Absolute path of the file there.") Path file,
      @Description("Absolute path to which the file is written here.") Path path,
      @Description("Mode, owner and group; unchanged by default, 0644 for a new file.")
          Optional<FileRights> rights) {}

  @Override
  public MethodName method() {
    return new MethodName("filetransfer");
  }

  @Override
  public Reply handle(Arguments arguments, CommandContext context)
      throws IOException, InterruptedException {
    FileDownload fileDownload =
        new FileDownload(new AllowedFolders("write", write), largest, context);
    try {
      fileDownload.sweep(keep);
      if (arguments.put().isPresent()) {
        return fileDownload.download(arguments.put().get());
      }
      if (arguments.get().isPresent()) {
        Get get = arguments.get().get();
        return new FileUpload(new AllowedFolders("read", read), largest, context).upload(get);
      }
      return FileFetch.of(arguments.fetch().orElseThrow(), context, fileDownload);
    } catch (ClosedByInterruptException e) { // an interrupt during file I/O
      InterruptedException stop = new InterruptedException();
      stop.initCause(e);
      throw stop;
    } catch (RefusedException e) {
      return Reply.failed(e.reason());
    }
  }

  /// Repeatable: a partial download is resumed, and a complete file is renamed once.
  @Override
  public boolean repeatable() {
    return true;
  }
}

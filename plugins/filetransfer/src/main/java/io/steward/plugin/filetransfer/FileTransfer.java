package io.steward.plugin.filetransfer;

import io.steward.api.CommandHandler;
import io.steward.api.Description;
import io.steward.api.MessageContext;
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
/// @param read the folders whose files may be taken; none when empty
/// @param write the folders into which files may be put; none when empty
/// @param largest how large a file may be, in bytes
/// @param keep how long what has come of a file is kept after its time was up
@Description("Copies files to and from a node, and goes on where it was stopped.")
public record FileTransfer(
    @Description("Absolute folders whose files may be taken; none when empty.") List<Path> read,
    @Description("Absolute folders into which files may be put; none when empty.") List<Path> write,
    @Description("How large a file may be, in bytes.") long largest,
    @Description("How long what has come of a file is kept after its time was up.") Duration keep)
    implements CommandHandler<FileTransfer.Arguments> {

  /// What an operator gets who configures nothing: nothing may be read or written.
  public FileTransfer() {
    this(List.of(), List.of(), 10L << 30, Duration.ofDays(1));
  }

  /// @throws IllegalArgumentException when a folder is not absolute, or a limit not positive
  public FileTransfer {
    for (List<Path> folders : List.of(read, write)) {
      folders.forEach(FileTransfer::absolute);
    }
    if (largest < 1) {
      throw new IllegalArgumentException("largest is at least 1 byte");
    }
    if (keep.isNegative()) {
      throw new IllegalArgumentException("keep is 0s or more");
    }
  }

  private static void absolute(Path folder) {
    if (!folder.isAbsolute() || !folder.equals(folder.normalize())) {
      throw new IllegalArgumentException(
          "\"" + folder + "\" is not an absolute folder, written without . and ..");
    }
  }

  /// What to copy: one of three.
  ///
  /// @param put a file of the sender's, which he has put to the broker
  /// @param get a file of this node's, which it puts to the broker
  /// @param fetch a file of another node's, which this one asks for
  public record Arguments(
      @Description("Takes what is at the broker into a file.") Optional<Put> put,
      @Description("Brings a file to the broker.") Optional<Get> get,
      @Description("Takes a file of another node's.") Optional<Fetch> fetch) {

    /// @throws IllegalArgumentException when it is not one of them
    public Arguments {
      if ((put.isPresent() ? 1 : 0) + (get.isPresent() ? 1 : 0) + (fetch.isPresent() ? 1 : 0)
          != 1) {
        throw new IllegalArgumentException("say one of put, get and fetch");
      }
    }
  }

  /// A file to be written.
  ///
  /// @param object what it is called at the broker
  /// @param sha256 of the file, in hex
  /// @param path where it goes
  /// @param rights what it is to be like
  /// @param release whether the object is deleted when the file is there
  public record Put(
      @Description("The object's name at the broker.") String object,
      @Description("The SHA-256 of the file, in hex.") String sha256,
      @Description("Where it goes: a file, absolute.") Path path,
      @Description("Mode, owner and group; as before, or 0644 when it is new.")
          Optional<FileRights> rights,
      @Description("Whether the object is deleted afterwards; false when not said.")
          Optional<Boolean> release) {

    /// @throws IllegalArgumentException when it is no SHA-256
    public Put {
      if (!sha256.matches("[0-9a-f]{64}")) {
        throw new IllegalArgumentException("sha256 is 64 hex digits, in small letters");
      }
    }
  }

  /// A file to be read.
  ///
  /// @param path where it is
  /// @param object what it is to be called at the broker; after the command when not said
  public record Get(
      @Description("Which file, absolute.") Path path,
      @Description("The object's name at the broker; after the command's id when not said.")
          Optional<String> object) {}

  /// A file of another node's.
  ///
  /// @param from which node; its binding of this method, with the same domain, must allow this one
  /// @param file where it is there
  /// @param path where it goes here
  /// @param rights what it is to be like
  public record Fetch(
      @Description("Which node has it.") NodeName from,
      @Description("Where it is there, absolute.") Path file,
      @Description("Where it goes here: a file, absolute.") Path path,
      @Description("Mode, owner and group; as before, or 0644 when it is new.")
          Optional<FileRights> rights) {}

  @Override
  public MethodName method() {
    return new MethodName("filetransfer");
  }

  @Override
  public Reply handle(Arguments arguments, MessageContext context)
      throws IOException, InterruptedException {
    FileDownload fileDownload =
        new FileDownload(new AllowedFolders("write", write), largest, context);
    try {
      fileDownload.sweep(keep);
      if (arguments.put().isPresent()) {
        return fileDownload.land(arguments.put().get());
      }
      if (arguments.get().isPresent()) {
        Get get = arguments.get().get();
        return new FileUpload(new AllowedFolders("read", read), largest, context).depart(get);
      }
      return FileFetch.of(arguments.fetch().orElseThrow(), context, fileDownload);
    } catch (ClosedByInterruptException e) { // what an interrupt is called while a file is used
      InterruptedException stop = new InterruptedException();
      stop.initCause(e);
      throw stop;
    } catch (RefusedException e) {
      return Reply.failed(e.reason());
    }
  }

  /// A file is written once it is whole, and what was begun is gone on with.
  @Override
  public boolean repeatable() {
    return true;
  }
}

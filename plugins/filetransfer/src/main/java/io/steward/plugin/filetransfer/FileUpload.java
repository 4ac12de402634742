package io.steward.plugin.filetransfer;

import io.steward.api.CommandContext;
import io.steward.api.ObjectRefusedException;
import io.steward.api.Reply;
import io.steward.api.StoredObject;
import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.attribute.PosixFileAttributes;

/// Uploads files to the broker, each with the size it had when it was opened.
///
/// @param roots the folders from which files may be read
/// @param largest maximum size of a file, in bytes
/// @param context of the command
/// @param context of the command
record FileUpload(AllowedFolders roots, long largest, CommandContext context) {

  Reply upload(FileTransfer.Get get) throws IOException, InterruptedException {
    String name = get.object().orElse(context.subject().method() + "." + context.id());
    try (SecurePath securePath = roots.open(get.path())) {
      PosixFileAttributes before =
          securePath
              .file()
              .orElseThrow(() -> new RefusedException("there is no file " + securePath.path()));
      try (FileChannel file = securePath.read()) {
        long size = file.size();
        if (size > largest) {
          throw new RefusedException(
              securePath.path()
                  + " is "
                  + size
                  + " bytes long; this node sends at most "
                  + largest);
        }
        StoredObject object =
            context
                .objects()
                .put(name, new LimitedInput(file, size, new Progress(context.errors(), size)));
        if (object.size() < size) {
          context.objects().delete(name);
          throw new RefusedException(securePath.path() + " was truncated while it was read");
        }
        return Reply.succeeded(
            new UploadResult(
                securePath.path(),
                name,
                size,
                object.sha256(),
                FileRights.mode(before),
                before.lastModifiedTime().toInstant()));
      }
    } catch (ObjectRefusedException e) {
      throw new RefusedException(String.valueOf(e.getMessage()));
    }
  }

  /// The first bytes of a file, even if it has grown meanwhile.
  private static final class LimitedInput extends FilterInputStream {
    private final long size;
    private final Progress progress;
    private long at;

    LimitedInput(FileChannel file, long size, Progress progress) {
      super(Channels.newInputStream(file));
      this.size = size;
      this.progress = progress;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (at == size) {
        return -1;
      }
      int read = in.read(bytes, offset, (int) Math.min(length, size - at));
      at += Math.max(read, 0);
      progress.at(at);
      return read;
    }
  }
}

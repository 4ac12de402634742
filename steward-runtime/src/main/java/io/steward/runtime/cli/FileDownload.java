package io.steward.runtime.cli;

import io.steward.api.ObjectStore;
import io.steward.api.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A download from the broker to a local file: first to `.NAME.DIGEST.part` next to it, which is
/// renamed atomically once it is complete. An interrupted download is resumed when it is repeated.
///
/// @param object the object to download
/// @param file the target file
record FileDownload(StoredObject object, Path file) {

  private static final int DIGEST_PREFIX = 12;

  void download(ObjectStore objects, Console console) throws IOException, InterruptedException {
    Path target = file.toAbsolutePath();
    Path part =
        target.resolveSibling(
            "."
                + target.getFileName()
                + "."
                + object.sha256().substring(0, DIGEST_PREFIX)
                + ".part");
    try (FileChannel channel =
        FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      MessageDigest digest = sha256();
      long received = Math.min(channel.size(), object.size());
      channel.truncate(received).position(received);
      updateDigest(part, digest);
      OutputStream out = new DigestOutputStream(Channels.newOutputStream(channel), digest);
      objects.get(
          object,
          received,
          new CopyProgress(console, "received", object.size(), received).wrap(out));
      channel.force(true);
      if (!HexFormat.of().formatHex(digest.digest()).equals(object.sha256())) {
        Files.delete(part);
        throw new IOException("the SHA-256 of the received file is wrong; copy it again");
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      console.endProgress();
    }
  }

  private static void updateDigest(Path part, MessageDigest digest) throws IOException {
    try (InputStream in = Files.newInputStream(part);
        OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      long _ = in.transferTo(out);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}

package io.steward.plugin.filetransfer;

import io.steward.api.PositionStore;
import io.steward.api.StoredObject;
import io.steward.testkit.Run;
import io.steward.testkit.Workbench;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/// A node with the method, which may read and write one folder.
final class FileTransferBench implements AutoCloseable {

  static final long LARGEST = 1 << 20;
  static final Duration KEEP = Duration.ofHours(1);

  private final Path folder;
  private final Workbench bench;

  FileTransferBench(Path folder) {
    this.folder = folder;
    this.bench = Workbench.of(new FileTransfer(List.of(folder), List.of(folder), LARGEST, KEEP));
  }

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  Workbench bench() {
    return bench;
  }

  PositionStore positions() {
    return bench.positions();
  }

  Path data() {
    return bench.data();
  }

  StoredObject object(byte[] bytes) {
    try {
      return bench.objects().put("test.object", new ByteArrayInputStream(bytes));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  List<StoredObject> objects() {
    try {
      return bench.objects().list("");
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  byte[] bytes(String object) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      bench.objects().get(bench.objects().find(object).orElseThrow(), 0, bytes);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }

  Run put(StoredObject object, Path path) {
    return put(object, path, Map.of());
  }

  Run put(StoredObject object, Path path, Map<String, Object> more) {
    Map<String, Object> put = new HashMap<>(more);
    put.put("object", object.name());
    put.put("sha256", object.sha256());
    put.put("path", path.toString());
    return bench.start(Map.of("put", put)).await();
  }

  Run get(Path path) {
    return bench.start(Map.of("get", Map.of("path", path.toString()))).await();
  }

  /// All files below that folder and below the binding's data folder.
  List<Path> files() throws IOException {
    try (Stream<Path> here = Files.walk(folder);
        Stream<Path> own = Files.walk(data())) {
      return Stream.concat(here, own).filter(each -> !Files.isDirectory(each)).toList();
    }
  }

  @Override
  public void close() {
    bench.close();
  }
}

package io.steward.runtime.plugin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// A zip file written byte by byte, in which any field can be falsified.
final class RawZip {

  /// All entries.
  final List<Entry> entries = new ArrayList<>();

  /// Bytes written before the archive.
  byte[] prefix = {};

  /// Whether offsets in the directory include the prefix.
  boolean offsetsIncludePrefix = true;

  /// Bytes written between the central directory and the end record.
  byte[] beforeEnd = {};

  /// Bytes written after the end record.
  byte[] suffix = {};

  /// Added to the number of entries in the end record.
  int extraEntryCount;

  /// The disk number in the end record.
  int diskNumber;

  /// The comment length in the end record.
  int commentLength;

  /// An entry, with its local header and its central directory entry.
  static final class Entry {
    byte[] localName;
    byte[] name;
    byte[] compressed;
    byte[] dataDescriptor = {};
    int flags;
    int localMethod;
    int method;
    int crc;
    long localSize;
    long size;
    long compressedSize;
    int mode;
    int offset = -1;
    boolean listed = true;
    boolean written = true;

    private Entry(String name, byte[] data) {
      this.name = name.getBytes(StandardCharsets.UTF_8);
      this.localName = this.name;
      CRC32 sum = new CRC32();
      sum.update(data);
      this.crc = (int) sum.getValue();
      this.compressed = deflate(data);
      this.compressedSize = compressed.length;
      this.localMethod = 8;
      this.method = 8;
      this.size = data.length;
      this.localSize = data.length;
    }

    private static byte[] deflate(byte[] data) {
      Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
      deflater.setInput(data);
      deflater.finish();
      byte[] buffer = new byte[64 * 1024];
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      deflater.end();
      return out.toByteArray();
    }

    String nameText() {
      return new String(name, StandardCharsets.UTF_8);
    }
  }

  /// The unmodified entries of a jar.
  static RawZip of(Path jar) {
    RawZip zip = new RawZip();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : file.stream().toList()) {
        zip.add(entry.getName(), file.getInputStream(entry).readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return zip;
  }

  /// Adds an entry.
  Entry add(String name, byte[] data) {
    Entry entry = new Entry(name, data);
    entries.add(entry);
    return entry;
  }

  /// Falsifies an entry.
  RawZip with(Entry entry, Consumer<Entry> change) {
    change.accept(entry);
    return this;
  }

  Entry named(String name) {
    return entries.stream()
        .filter(entry -> entry.nameText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /// Writes the file.
  void write(Path file) {
    try {
      Files.write(file, bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(prefix);
    for (Entry each : entries) {
      if (each.written) {
        each.offset = each.offset < 0 ? out.size() : each.offset;
        out.writeBytes(localHeader(each));
      }
    }
    int directory = out.size();
    List<Entry> listed = entries.stream().filter(entry -> entry.listed).toList();
    listed.forEach(each -> out.writeBytes(directoryEntry(each)));
    int length = out.size() - directory;
    out.writeBytes(beforeEnd);
    ByteBuffer end = record(22);
    end.putInt(0x06054b50).putShort((short) diskNumber).putShort((short) diskNumber);
    end.putShort((short) (listed.size() + extraEntryCount));
    end.putShort((short) (listed.size() + extraEntryCount));
    end.putInt(length).putInt(directory - unaccountedPrefix()).putShort((short) commentLength);
    out.writeBytes(contents(end));
    out.writeBytes(suffix);
    return out.toByteArray();
  }

  private int unaccountedPrefix() {
    return offsetsIncludePrefix ? 0 : prefix.length;
  }

  private static ByteBuffer record(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] contents(ByteBuffer record) {
    byte[] bytes = new byte[record.capacity()];
    record.get(0, bytes);
    return bytes;
  }

  private static byte[] localHeader(Entry each) {
    boolean later = (each.flags & 8) != 0;
    ByteBuffer head =
        record(30 + each.localName.length + each.compressed.length + each.dataDescriptor.length);
    head.putInt(0x04034b50).putShort((short) 20).putShort((short) each.flags);
    head.putShort((short) each.localMethod).putInt(0x21 << 16);
    head.putInt(later ? 0 : each.crc).putInt(later ? 0 : (int) each.compressedSize);
    head.putInt(later ? 0 : (int) each.localSize);
    head.putShort((short) each.localName.length).putShort((short) 0);
    head.put(each.localName).put(each.compressed).put(each.dataDescriptor);
    return contents(head);
  }

  private byte[] directoryEntry(Entry each) {
    ByteBuffer head = record(46 + each.name.length);
    head.putInt(0x02014b50).putShort((short) (3 << 8 | 20)).putShort((short) 20);
    head.putShort((short) each.flags).putShort((short) each.method).putInt(0x21 << 16);
    head.putInt(each.crc).putInt((int) each.compressedSize).putInt((int) each.size);
    head.putShort((short) each.name.length).putShort((short) 0).putShort((short) 0);
    head.putShort((short) 0).putShort((short) 0).putInt(each.mode << 16);
    head.putInt(each.offset - unaccountedPrefix()).put(each.name);
    return contents(head);
  }

  /// A data descriptor, as written by stream writers.
  static byte[] dataDescriptor(int crc, int packed, int size) {
    return contents(record(16).putInt(0x08074b50).putInt(crc).putInt(packed).putInt(size));
  }
}

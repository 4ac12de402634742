package io.steward.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/// Holds data that is too large for a message, mostly files, at the broker, so that the node that
/// stores it and the one that reads it need not be online at the same time. *steward gives you
/// this*; only steward implements it, so methods may be added.
///
/// All nodes of a fleet see the same objects. By convention an object's name begins with the method
/// it belongs to: one to eight tokens of letters, digits, `-` and `_`, separated by dots. The
/// broker keeps an object until it is deleted or the fleet's object retention has passed, seven
/// days by default; the total size of all objects is limited, too.
///
/// An object is transferred in pieces of at most 64 KiB, as many concurrently as the link carries
/// well, and both ends verify the SHA-256 of each. When the link is cut, transfers wait until they
/// are interrupted, and resume where they were: pieces that arrived are not sent again.
///
/// Safe for use by any thread. Safe for use by any thread.
public interface ObjectStore {

  /// Stores an object, and returns when the broker has all of it; until then it cannot be found.
  /// Replaces an existing object of the same name. Pieces that an earlier attempt has stored under
  /// this name are not sent again, so an interrupted upload of the same bytes resumes.
  ///
  /// @param bytes read to the end, not closed
  /// @param name of the object
  /// @return the stored object
  /// @throws ObjectRefusedException when retrying soon will not help
  /// @throws IOException when `bytes` cannot be read, or the broker fails repeatedly although the
  ///   link is up
  /// @throws InterruptedException when interrupted; pieces that have arrived are kept
  StoredObject put(String name, InputStream bytes) throws IOException, InterruptedException;

  /// Finds an object by name.
  ///
  /// @param name of the object
  /// @return the object, or empty when there is none or it is incomplete
  /// @throws ObjectRefusedException when retrying soon will not help
  /// @throws IOException when the broker fails repeatedly although the link is up
  /// @throws InterruptedException when interrupted while waiting for the link
  Optional<StoredObject> find(String name) throws IOException, InterruptedException;

  /// Reads an object, or the rest of one. Each piece is verified; a caller that does not start at 0
  /// must verify the SHA-256 of the whole itself.
  ///
  /// @param from offset of the first byte to read, 0 for all; at most the object's size
  /// @param to receives the bytes in order; not closed
  /// @param object as found
  /// @throws ObjectRefusedException when the object is gone, replaced or damaged
  /// @throws IOException when `to` cannot be written, or the broker fails repeatedly although the
  ///   link is up
  /// @throws InterruptedException when interrupted; the bytes written so far are valid
  void get(StoredObject object, long from, OutputStream to)
      throws IOException, InterruptedException;

  /// Lists the objects whose names begin with a prefix, sorted by name.
  ///
  /// @param prefix of names; empty for all
  /// @return the complete objects
  /// @throws ObjectRefusedException when retrying soon will not help
  /// @throws IOException when the broker fails repeatedly although the link is up
  /// @throws InterruptedException when interrupted while waiting for the link
  List<StoredObject> list(String prefix) throws IOException, InterruptedException;

  /// Deletes an object, or the pieces of an incomplete one. Does nothing when there is none.
  ///
  /// @param name of the object
  /// @throws ObjectRefusedException when retrying soon will not help
  /// @throws IOException when the broker fails repeatedly although the link is up
  /// @throws InterruptedException when interrupted while waiting for the link; some pieces may
  ///   already be deleted
  void delete(String name) throws IOException, InterruptedException;
}

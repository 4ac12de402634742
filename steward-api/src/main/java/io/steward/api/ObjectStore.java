package io.steward.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/// Where bytes wait at the broker that are too many for a message, mostly files, so that who puts
/// them and who takes them need not be there at the same time. *You are given this*; only steward
/// implements it, so it may grow.
///
/// All nodes of a fleet see the same objects. Each has a name, which by convention begins with the
/// method it belongs to: one to eight tokens of letters, digits, `-` and `_`, with dots between
/// them. The broker keeps an object until it is deleted or the fleet's time for objects is over,
/// seven days when nobody says otherwise; all of them together have a limit, too.
///
/// An object goes in pieces of at most 64 KiB, as many on their way at a time as the link carries
/// well, and each is checked by its SHA-256 on both ends. When the link is cut, putting and getting
/// wait, for as long as they are not interrupted, and go on where they were: pieces that arrived do
/// not go again.
///
/// Safe for use by any thread.
public interface ObjectStore {

  /// Puts an object, and returns when the broker has all of it; until then nobody finds it. What
  /// was there under the name is replaced. Pieces that the broker has already under this name, of
  /// an attempt before, are not sent again: who is stopped in the middle, and begins again with the
  /// same bytes, goes on.
  ///
  /// @param bytes read to the end, and not closed
  /// @param name of the object
  /// @return what is at the broker now
  /// @throws ObjectRefusedException when it is of no use to try again soon
  /// @throws IOException when `bytes` cannot be read, or the broker fails again and again over a
  ///   link that is up
  /// @throws InterruptedException when interrupted; what has arrived stays
  StoredObject put(String name, InputStream bytes) throws IOException, InterruptedException;

  /// What there is under a name.
  ///
  /// @param name of the object
  /// @return it, or nothing when there is none, or not all of it yet
  /// @throws ObjectRefusedException when it is of no use to try again soon
  /// @throws IOException when the broker fails again and again over a link that is up
  /// @throws InterruptedException when interrupted while it waits for the link
  Optional<StoredObject> find(String name) throws IOException, InterruptedException;

  /// Gets an object, or the rest of one. Each piece is what was put; who begins in the middle
  /// compares the SHA-256 of the whole himself.
  ///
  /// @param from the first byte that is wanted, 0 for all; at most the object's size
  /// @param to where the bytes are written, in order; not closed
  /// @param object as it was found
  /// @throws ObjectRefusedException when it is gone, was replaced or is damaged
  /// @throws IOException when `to` cannot be written, or the broker fails again and again over a
  ///   link that is up
  /// @throws InterruptedException when interrupted; what was written until then is in order
  void get(StoredObject object, long from, OutputStream to)
      throws IOException, InterruptedException;

  /// All objects whose names begin so, by name.
  ///
  /// @param prefix of names; empty for all
  /// @return those that are whole
  /// @throws ObjectRefusedException when it is of no use to try again soon
  /// @throws IOException when the broker fails again and again over a link that is up
  /// @throws InterruptedException when interrupted while it waits for the link
  List<StoredObject> list(String prefix) throws IOException, InterruptedException;

  /// Deletes an object, or what there is of one that was not put to its end. When there is none,
  /// nothing happens.
  ///
  /// @param name of the object
  /// @throws ObjectRefusedException when it is of no use to try again soon
  /// @throws IOException when the broker fails again and again over a link that is up
  /// @throws InterruptedException when interrupted while it waits for the link; some of it may be
  ///   gone
  void delete(String name) throws IOException, InterruptedException;
}

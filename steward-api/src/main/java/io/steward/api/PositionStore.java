package io.steward.api;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/// Small values that a plugin keeps across restarts and crashes, such as how far it has read a
/// file. *steward gives you this*; only steward implements it, so methods may be added.
///
/// Each binding has a store of its own, on the node's disk. It is kept when the plugin is replaced,
/// and shared by the instances that serve the binding.
///
/// A key is 1 to 64 lower-case letters, digits and `-`, and does not start with `-`. A binding
/// keeps at most 1,000 keys, and a value has at most 64 MiB; since a value is always written as a
/// whole, it should be much smaller.
///
/// A change is durable when its method returns. Whenever the node dies, a key has either its old or
/// its new value. An interrupt neither prevents a change nor tears it, and is not lost. Safe for
/// use by any thread.
public interface PositionStore {

  /// Finds a value.
  ///
  /// @param key of the value
  /// @return a new copy of the value last put; empty when there is none
  /// @throws IllegalArgumentException when the key is malformed
  /// @throws IOException when the value cannot be read; when it is damaged, the message names the
  ///   file, which an operator may delete to start over
  Optional<byte[]> find(String key) throws IOException;

  /// Puts a value in place of the one before. Returns when it is durable.
  ///
  /// @param key of the value
  /// @param value the whole value
  /// @throws IllegalArgumentException when the key is malformed
  /// @throws IOException when the value is not durable, for example because the disk is full or a
  ///   limit is exceeded; the key then has its old value
  void put(String key, byte[] value) throws IOException;

  /// Removes a value. Returns when that is durable. Does nothing when there is none.
  ///
  /// @param key of the value
  /// @throws IllegalArgumentException when the key is malformed
  /// @throws IOException when the removal is not durable
  void remove(String key) throws IOException;

  /// Lists the keys that have a value.
  ///
  /// @return the keys, sorted
  /// @throws IOException when they cannot be read
  Set<String> keys() throws IOException;
}

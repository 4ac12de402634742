package io.steward.api;

/// Sends events about what happens on this node, or reports facts about it. *You implement this.*
///
/// Like a handler it is a record: its components are its settings, and its no-argument constructor
/// gives their defaults.
public interface Source {

  /// The method whose events this sends, or its own name if it sends none. It is read from the
  /// class file, as that of a {@link MethodHandler} is.
  ///
  /// @return the same name for every instance
  MethodName method();

  /// Whether it sends events, and so needs a receiver. A source that only {@linkplain
  /// SourceContext#facts reports facts} returns false, and its binding names no receiver. Must be
  /// the same for every instance, since configurations are validated against it.
  ///
  /// @return true by default
  default boolean sends() {
    return true;
  }

  /// Sends events, or reports facts, until interrupted.
  ///
  /// Called once, on a virtual thread of its own. When it returns without having been interrupted,
  /// or throws, a new instance is started after a backoff.
  ///
  /// @param context of this source
  /// @throws InterruptedException when asked to stop, after cleaning up
  /// @throws Exception when it cannot continue
  void run(SourceContext context) throws Exception;
}

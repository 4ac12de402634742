package io.steward.api;

/// Sends events about what happens on this node, or tells facts about it. *You implement this.*
///
/// Like a handler it is a record: components are settings, the no-argument constructor gives the
/// defaults.
public interface Source {

  /// {@return the method whose events this sends, or what it is called when it sends none; the same
  /// for every instance}
  MethodName method();

  /// Whether it sends events, and so must be told where to. A source that only {@linkplain
  /// SourceContext#facts tells facts} returns false, and is then bound without a receiver. The same
  /// for every instance, as a configuration is checked by it.
  ///
  /// @return true, unless a source says otherwise
  default boolean sends() {
    return true;
  }

  /// Sends events, or tells facts, until interrupted.
  ///
  /// Called once, on a virtual thread of its own, which it may use as it likes. When it returns
  /// without having been interrupted, or throws, it is started anew on a new instance after a
  /// pause.
  ///
  /// @param context where to send, and to whom
  /// @throws InterruptedException when asked to stop, after cleaning up
  /// @throws Exception when it cannot go on
  void run(SourceContext context) throws Exception;
}

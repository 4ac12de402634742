package io.steward.distribution;

import java.util.List;

/// The outcome of a program.
///
/// @param exit its exit status
/// @param out its standard output
/// @param err its standard error
public record Ended(int exit, String out, String err) {

  public List<String> lines() {
    return out.lines().toList();
  }
}

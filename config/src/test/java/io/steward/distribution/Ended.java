package io.steward.distribution;

import java.util.List;

/// How a program ended.
///
/// @param exit its exit code
/// @param out what it printed on standard output
/// @param err what it printed on standard error
public record Ended(int exit, String out, String err) {

  public List<String> lines() {
    return out.lines().toList();
  }
}

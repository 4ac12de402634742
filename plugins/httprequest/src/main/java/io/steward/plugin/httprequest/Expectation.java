package io.steward.plugin.httprequest;

import io.steward.api.Description;
import io.steward.api.Range;
import java.util.List;
import java.util.Optional;

/// What an answer must be for the command to succeed.
///
/// @param status the status codes that are fine; 200 to 299 when empty
/// @param contains what the body must have in it
public record Expectation(
    @Description("Status codes that are fine; 200 to 299 when not said.")
        @Range(min = 200, max = 599)
        List<Integer> status,
    @Description("What the body must have in it.") Optional<String> contains) {

  /// What is expected when nothing was said.
  static final Expectation USUAL = new Expectation(List.of(), Optional.empty());

  /// Why an answer is not what is expected; nothing when it is.
  Optional<String> complaint(int code, ResponseBody responseBody) {
    boolean fine = status.isEmpty() ? code / 100 == 2 : status.contains(code);
    if (!fine) {
      String wanted = status.isEmpty() ? "200 to 299" : status.toString();
      return Optional.of("status " + code + ", expected " + wanted);
    }
    return contains
        .filter(part -> !responseBody.text().contains(part))
        .map(part ->
            "the body does not contain \""
                + part
                + "\""
                + (responseBody.isWhole() ? "" : ", as far as it was read"));
  }
}

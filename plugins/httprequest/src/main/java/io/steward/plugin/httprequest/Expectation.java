package io.steward.plugin.httprequest;

import io.steward.api.Description;
import io.steward.api.Range;
import java.util.List;
import java.util.Optional;

/// What a response must be for the command to succeed.
///
/// @param status accepted status codes; 200 to 299 when empty
/// @param contains text that the body must contain
public record Expectation(
    @Description("Accepted status codes; 200 to 299 by default.") @Range(min = 200, max = 599)
        List<Integer> status,
    @Description("Text that the body must contain.") Optional<String> contains) {

  /// The default expectation.
  static final Expectation DEFAULT = new Expectation(List.of(), Optional.empty());

  /// Why a response is not the expected one; empty when it is.
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
                + (responseBody.isWhole() ? "" : " in the part that was read"));
  }
}

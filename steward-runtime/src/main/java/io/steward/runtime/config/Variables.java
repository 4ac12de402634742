package io.steward.runtime.config;

import io.steward.runtime.databind.Document;
import io.steward.runtime.databind.Problem;
import io.steward.runtime.databind.SpellingSuggestion;
import io.steward.runtime.databind.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Expands `${NAME}` and `${NAME:-default}` in the values of a document; `$${` yields `${`.
///
/// @param environment the values of the variables
record Variables(Map<String, String> environment) {

  private static final Pattern FORM =
      Pattern.compile("\\$\\$\\{|\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?}");

  /// Returns the document with its values expanded.
  Document expand(Document document) {
    List<Problem> problems = new ArrayList<>(document.problems());
    Tree root = expand(document.root(), "", problems);
    return new Document(root, problems);
  }

  private Tree expand(Tree tree, String path, List<Problem> problems) {
    return switch (tree) {
      case Tree.Scalar scalar -> expand(scalar, path, problems);
      case Tree.Sequence(var origin, var position, var items) -> {
        List<Tree> expanded = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
          expanded.add(expand(items.get(i), path + "[" + i + "]", problems));
        }
        yield new Tree.Sequence(origin, position, expanded);
      }
      case Tree.Mapping(var origin, var position, var entries) -> {
        Map<String, Tree.Entry> expanded = new LinkedHashMap<>();
        entries.forEach((key, entry) ->
            expanded.put(
                key,
                new Tree.Entry(
                    entry.position(),
                    expand(entry.value(), path.isEmpty() ? key : path + "." + key, problems))));
        yield new Tree.Mapping(origin, position, expanded);
      }
    };
  }

  private Tree.Scalar expand(Tree.Scalar scalar, String path, List<Problem> problems) {
    if (scalar.type() != Tree.Type.TEXT || scalar.text().indexOf('$') < 0) {
      return scalar;
    }
    Matcher variable = FORM.matcher(scalar.text());
    String text =
        variable.replaceAll(
            match -> Matcher.quoteReplacement(value(match, scalar, path, problems)));
    return new Tree.Scalar(scalar.origin(), scalar.position(), text, scalar.type());
  }

  private String value(
      java.util.regex.MatchResult match, Tree.Scalar scalar, String path, List<Problem> problems) {
    String name = match.group(1);
    if (name == null) {
      return "${";
    }
    String value = environment.get(name);
    if (value != null && !value.isEmpty()) {
      return value;
    }
    if (match.group(2) != null) {
      return match.group(2);
    }
    String hint =
        SpellingSuggestion.of(name, environment.keySet())
            .map(near -> "; did you mean \"" + near + "\"?")
            .orElse("; write ${" + name + ":-default} for a default");
    problems.add(
        new Problem(
            scalar.origin(),
            scalar.position(),
            path,
            "the environment variable " + name + " is not set" + hint));
    return match.group();
  }
}

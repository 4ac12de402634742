package io.steward.runtime.bus;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The subjects to which copies of answers may be published: inboxes of NATS clients. A client can
/// put any subject into the reply-to of its request, such as one that deletes a stream or commands
/// another node, and the node's permissions would apply.
///
/// @param prefixes of the subjects, each with a dot at its end
public record ReplySubjects(List<String> prefixes) {

  /// The prefix of inboxes, unless a client chooses another.
  public static final String INBOX = "_INBOX.";

  /// Inboxes with the usual prefix.
  public static final ReplySubjects DEFAULT = new ReplySubjects(List.of(INBOX));

  private static final Pattern REST = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+){0,15}");
  private static final int MAX_LENGTH = 256;

  /// Inboxes with the usual prefix, or with one of these.
  public static ReplySubjects alsoBelow(List<String> prefixes) {
    List<String> all = new ArrayList<>(DEFAULT.prefixes());
    prefixes.forEach(each -> all.add(each.endsWith(".") ? each : each + "."));
    return new ReplySubjects(List.copyOf(all));
  }

  /// The reply-to of a request, if answers may be copied there.
  Optional<String> accept(Optional<String> replyTo) {
    return replyTo.filter(subject -> subject.length() <= MAX_LENGTH).filter(this::isBelowPrefix);
  }

  private boolean isBelowPrefix(String subject) {
    return prefixes.stream()
        .anyMatch(prefix ->
            subject.startsWith(prefix)
                && REST.matcher(subject.substring(prefix.length())).matches());
  }
}

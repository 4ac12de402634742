/// The contract between steward and plugins.
///
/// # What you write
///
/// A *handler* is a record: its components are its settings, its no-argument constructor gives
/// their defaults, and its arguments are a record nested in it, or {@link
/// io.steward.api.NoArguments}. It implements {@link io.steward.api.CommandHandler} or {@link
/// io.steward.api.EventHandler}. A {@link io.steward.api.Source} is the opposite: it sends events
/// instead of receiving messages, and may report facts about its node. The module descriptor
/// declares `provides io.steward.api.MethodHandler with …` (or `io.steward.api.Source`). That is
/// the whole plugin.
///
/// # What a record may hold
///
/// Settings, arguments and results are records of: `String`, `boolean`, `int`, `long`, `double`,
/// their boxes, enums, `java.time.Duration` (`30s`, `PT30S`), `java.time.Instant` (RFC 3339),
/// `java.nio.file.Path`, `java.net.URI`, the one-token records of this package, other records,
/// `Optional`, `List`, `Set` and `Map<String, …>` of these, and `Object` for plain data. A
/// component that is an `Optional`, a `List`, a `Set` or a `Map` is optional and empty by default;
/// any other is required. A canonical constructor that throws `IllegalArgumentException` rejects
/// the document with that message, at the line and column of the record being created.
///
/// Constraints on one component are declared with {@link io.steward.api.Range}, {@link
/// io.steward.api.DurationRange}, {@link io.steward.api.Size} and {@link io.steward.api.Matches}:
/// they are checked wherever a document is bound, shown by `steward describe`, published with the
/// unit, and so known to every sender. The constructor checks constraints across components. A
/// setting whose default violates its own constraint is required in every binding.
///
/// # What steward guarantees
///
/// Lifecycle and threads of every handler and source:
///
/// 1. One instance is created for each binding in the node's configuration, and its settings never
///    change.
/// 2. An instance is never called by two threads concurrently, and receives the next message only
///    after the previous one has ended. No locks are needed.
/// 3. The calling thread is virtual and named after the subject; blocking is the way to wait. Its
///    context class loader is the plugin's.
/// 4. The thread is interrupted when the timeout has passed, when the sender cancels, when the node
///    stops, and when its binding or plugin is replaced or removed and it has not returned within
///    the node's grace period. Nothing else interrupts it.
/// 5. After an interrupt it has five seconds to return. A thread that does not is abandoned: the
///    outcome is reported as broken, and a new instance receives the next message.
/// 6. Output written to a command's streams before its handler returns is delivered in order,
///    before the outcome; later writes throw an `IOException`.
/// 7. A checked exception, or an `UncheckedIOException`, fails the message with the exception's
///    message as the reason. Any other unchecked exception fails it as *broken*, names the bug for
///    the plugin's author, and replaces the instance; after eight in a row the process is broken,
///    and calls no instance until an operator restarts it.
/// 8. A command is handled once. If it was running when the node died, and the handler is not
///    {@linkplain io.steward.api.CommandHandler#repeatable() repeatable}, it is reported `unknown`.
/// 9. An event is retried until the handler returns normally: after any exception the same event
///    comes again after a backoff. Return only once its effect is durable.
/// 10. A source runs until it is interrupted; ending with a `ClosedByInterruptException` is as good
///     as with an `InterruptedException`. When it throws or returns early, a new instance is
///     started, with growing backoff.
/// 11. An exchange follows one grammar: `command = Rejected | Expired | Cancelled | Accepted
///     (Rejected | Expired | (Running Output*)* Outcome)` and `event = Rejected | Accepted`. More
///     than one `Running` means that a repeatable command was rerun after a crash.
///
/// # Logging
///
/// A plugin logs with [SLF4J](https://www.slf4j.org), which every node provides, and names each
/// logger by the class that uses it: `LoggerFactory.getLogger(FreeSpace.class)`. What it logs is in
/// the node's log, and warnings and errors also in {@link
/// io.steward.api.SourceContext#recentLog()}. An error means that something has stopped and does
/// not recover by itself, a warning that something is wrong, but work continues. An exception that
/// a handler or source throws is logged by the node, and need not be logged by the plugin.
///
/// # Nulls
///
/// Nothing in this package accepts or returns null, unless documented otherwise.
package io.steward.api;

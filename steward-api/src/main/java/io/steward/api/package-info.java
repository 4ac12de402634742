/// The contract between steward and a method.
///
/// # What you write
///
/// A *handler* is a record: its components are its settings, its no-argument constructor gives
/// their defaults, and its arguments are a record nested in it. It implements {@link
/// io.steward.api.CommandHandler} or {@link io.steward.api.EventHandler}. A {@link
/// io.steward.api.Source} is the dual: it sends events instead of receiving messages, and may tell
/// facts about its node. The module descriptor says `provides io.steward.api.MethodHandler with …`
/// (or `io.steward.api.Source`), and that is the whole plugin.
///
/// # What a record may hold
///
/// Settings, arguments and results are records of: `String`, `boolean`, `int`, `long`, `double`,
/// their boxes, enums, `java.time.Duration` (`30s`, `PT30S`), `java.time.Instant` (RFC 3339),
/// `java.nio.file.Path`, `java.net.URI`, the one-token records of this package, other records,
/// `Optional`, `List`, `Set` and `Map<String, …>` of these, and `Object` for plain data. A
/// component that is an `Optional`, a `List`, a `Set` or a `Map` may be absent and is then empty;
/// any other must be there. A canonical constructor that throws `IllegalArgumentException` refuses
/// the document with that message, at the line and column of the record it was building.
///
/// What one component may be is declared on it, with {@link io.steward.api.Range}, {@link
/// io.steward.api.DurationRange}, {@link io.steward.api.Size} and {@link io.steward.api.Matches}:
/// it is then checked wherever a document is bound, shown by `steward describe`, published with the
/// unit, and known to whoever sends. What concerns several of them is for the constructor. A
/// setting whose default breaks its own constraint is one that every binding must give.
///
/// # What you are promised
///
/// Life and threads, for every handler and source:
///
/// 1. One instance is made for each binding in the node's configuration, and settings never change
///    during its life.
/// 2. An instance is never called by two threads at a time, nor before the one message has ended is
///    it given the next. No locks are needed.
/// 3. The calling thread is virtual and named by the subject; blocking is the way to wait. Its
///    context class loader is the plugin's.
/// 4. The thread is interrupted when the timeout has passed, when the sender cancels, when the node
///    stops, and when its binding or its plugin is replaced or taken away and it has not returned
///    within the node's patience. Nothing else interrupts it.
/// 5. After an interrupt there is a grace of five seconds to return. A thread that does not is
///    abandoned: the outcome is told as broken, and a new instance takes the next message.
/// 6. What was written to the context's streams before returning is delivered in order, ahead of
///    the outcome; what is written afterwards is refused with an `IOException`.
/// 7. A checked exception, or an `UncheckedIOException`, fails the message with the exception's
///    message as the reason. Any other unchecked one fails it as *broken*, tells the plugin's
///    author, and replaces the instance; after eight in a row the process is broken, and calls no
///    instance until somebody says so.
/// 8. A command is handled once, or, when it was running as the node died and the handler is not
///    {@linkplain io.steward.api.CommandHandler#repeatable() repeatable}, reported `unknown`.
/// 9. An event is handled until the handler returns normally: any exception makes the same event
///    come again after a pause. Return only when its effect is durable.
/// 10. A source runs until it is interrupted; a `ClosedByInterruptException` is an end as good as
///     an `InterruptedException`. When it throws or returns early it is started anew, on a new
///     instance, with growing pauses.
/// 11. An exchange follows one grammar: `command = Rejected | Expired | Cancelled | Accepted
///     (Rejected | Expired | (Running Output*)* Outcome)` and `event = Rejected | Accepted`. More
///     than one `Running` tells that a repeatable command was run again after a crash.
///
/// # Nulls
///
/// Nothing in this package accepts or returns null, except where a method says so.
package io.steward.api;

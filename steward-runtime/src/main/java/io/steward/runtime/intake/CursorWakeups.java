package io.steward.runtime.intake;

/// How a {@link SubjectCursor} asks for a call of its {@link SubjectCursor#catchUp}.
///
/// @param now as soon as possible
/// @param afterFailure when what could not be recorded may be recorded
/// @param afterRing in a moment: something rings that is not in the stream
public record CursorWakeups(Runnable now, Runnable afterFailure, Runnable afterRing) {}

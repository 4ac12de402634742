package io.steward.runtime.intake;

/// How a {@link SubjectCursor} asks for a call of its {@link SubjectCursor#catchUp}.
///
/// @param now as soon as possible
/// @param afterFailure when what could not be recorded may be recorded
/// @param afterPause in a moment: something was announced that is not in the stream
public record CursorWakeups(Runnable now, Runnable afterFailure, Runnable afterPause) {}

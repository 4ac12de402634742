package io.steward.benchmark.plugin;

import io.steward.api.CommandContext;
import io.steward.api.CommandHandler;
import io.steward.api.Reply;
import io.steward.runtime.databind.Binder;
import io.steward.runtime.databind.Document;
import io.steward.runtime.databind.Json;
import io.steward.runtime.databind.PlainData;
import io.steward.runtime.databind.ProblemsException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;

/// A handler with its arguments.
///
/// @param handler the handler to call
/// @param arguments its arguments
/// @param type the class that the arguments are bound to
/// @param context a context that the handler does not use
record HandlerCall<A extends Record>(
    CommandHandler<A> handler, A arguments, Class<A> type, CommandContext context) {

  private static final byte[] ARGUMENTS =
      "{\"about\": \"temperature\", \"times\": 3, \"units\": [\"ship1\", \"ship2\"]}"
          .getBytes(StandardCharsets.UTF_8);

  /// Binds the arguments here, since a plugin has a class of its own for them.
  static <A extends Record> HandlerCall<A> of(CommandHandler<A> handler, Class<A> type)
      throws ProblemsException {
    return new HandlerCall<>(handler, bind(type), type, unusedContext());
  }

  private static <A extends Record> A bind(Class<A> type) throws ProblemsException {
    return Binder.bind(Document.json("arguments", ARGUMENTS), type);
  }

  private static CommandContext unusedContext() {
    return (CommandContext)
        Proxy.newProxyInstance(
            HandlerCall.class.getClassLoader(),
            new Class<?>[] {CommandContext.class},
            (proxy, method, arguments) -> {
              throw new UnsupportedOperationException(method.toString());
            });
  }

  /// Calls the handler with arguments that are bound already.
  Reply call() throws Exception {
    return handler.handle(arguments, context);
  }

  /// Binds the arguments from JSON, calls the handler, and writes its result, as the engine does.
  byte[] bindAndCall() throws Exception {
    return Json.write(PlainData.of(handler.handle(bind(type), context).result()));
  }
}

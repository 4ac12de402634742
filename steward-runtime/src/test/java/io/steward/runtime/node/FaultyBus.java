package io.steward.runtime.node;

import io.steward.runtime.bus.Bus;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/// A bus with a bug: one of its methods throws an unchecked exception the first time that a thread
/// calls it.
final class FaultyBus {

  private final String method;
  private final String thread;
  private final AtomicInteger calls = new AtomicInteger();

  /// @param method its name
  /// @param thread the name of the thread
  FaultyBus(String method, String thread) {
    this.method = method;
    this.thread = thread;
  }

  /// How often the thread has called the method.
  int calls() {
    return calls.get();
  }

  /// The bus that a node gets.
  Bus over(Bus bus) {
    return (Bus)
        Proxy.newProxyInstance(
            Bus.class.getClassLoader(),
            new Class<?>[] {Bus.class},
            (proxy, called, arguments) -> {
              if (called.getName().equals(method)
                  && Thread.currentThread().getName().equals(thread)
                  && calls.getAndIncrement() == 0) {
                throw new IllegalStateException("a bug in " + method);
              }
              return call(bus, called, arguments);
            });
  }

  private static Object call(Bus bus, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(bus, arguments);
    } catch (InvocationTargetException e) {
      throw Objects.requireNonNull(e.getCause());
    }
  }
}

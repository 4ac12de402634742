package io.steward.runtime.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.Set;

/// Finds calls that would end the program in the class of a handler or source, as a program that
/// was made into a plugin has them. What hides them, or has them elsewhere, is not found: nothing
/// in a JVM keeps code from ending it.
final class ExitCallScanner {

  private static final Set<String> OWNERS = Set.of("java/lang/System", "java/lang/Runtime");
  private static final Set<String> NAMES = Set.of("exit", "halt");

  private ExitCallScanner() {}

  /// Refuses a class that calls any.
  static void check(Class<?> type) throws RefusedJarException {
    try (InputStream in =
        type.getResourceAsStream("/" + type.getName().replace('.', '/') + ".class")) {
      if (in == null) {
        return;
      }
      for (MethodModel method : ClassFile.of().parse(in.readAllBytes()).methods()) {
        if (method.code().isPresent()) {
          for (CodeElement element : method.code().get()) {
            check(type, element);
          }
        }
      }
    } catch (IOException e) {
      throw new RefusedJarException(type.getName() + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static void check(Class<?> type, CodeElement element) throws RefusedJarException {
    if (element instanceof InvokeInstruction call
        && OWNERS.contains(call.owner().asInternalName())
        && NAMES.contains(call.name().stringValue())) {
      throw new RefusedJarException(
          type.getName()
              + " calls "
              + call.owner().asInternalName().replaceFirst(".*/", "")
              + "."
              + call.name().stringValue()
              + ", which would end the node and all that it runs; answer Reply.failed instead");
    }
  }
}

package io.steward.runtime.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.Set;

/// Finds calls that would exit the JVM in the class of a handler or source, as in programs that
/// were turned into plugins. It does not find hidden calls or calls in other classes: nothing in a
/// JVM can prevent code from exiting it.
final class ExitCallScanner {

  private static final Set<String> OWNERS = Set.of("java/lang/System", "java/lang/Runtime");
  private static final Set<String> NAMES = Set.of("exit", "halt");

  private ExitCallScanner() {}

  /// Refuses a class with such a call.
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
              + ", which would end the node and everything it runs; return Reply.failed instead");
    }
  }
}

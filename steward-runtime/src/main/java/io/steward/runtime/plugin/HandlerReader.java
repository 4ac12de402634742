package io.steward.runtime.plugin;

import io.steward.api.Description;
import io.steward.api.MethodName;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.AnnotationElement;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.net.URL;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the name and the description of a method from the class file of its handler or source,
/// since reflection on annotations may run code. Its `method()` must return a constant: `new
/// MethodName("…")`, or a static field with that value.
///
/// @param files finds the plugin's class files
record HandlerReader(ClassFiles files) {

  private static final String DESCRIPTION = Description.class.descriptorString();
  private static final String TYPE = MethodName.class.getName().replace('.', '/');

  /// Finds a file of a plugin.
  @FunctionalInterface
  interface ClassFiles {

    /// Its location; null if there is none of this name.
    @Nullable URL find(String name);
  }

  /// The number of instructions of `new MethodName("…")`.
  private static final int CREATION = 4;

  /// The description of a class, if it has one.
  Optional<String> description(Class<?> type) throws RefusedJarException {
    try {
      return parse(type.getName().replace('.', '/'))
          .flatMap(model -> model.findAttribute(Attributes.runtimeVisibleAnnotations()))
          .flatMap(annotations ->
              annotations.annotations().stream()
                  .filter(each -> each.className().equalsString(DESCRIPTION))
                  .flatMap(each -> each.elements().stream())
                  .map(AnnotationElement::value)
                  .filter(AnnotationValue.OfString.class::isInstance)
                  .map(value -> ((AnnotationValue.OfString) value).stringValue())
                  .findFirst());
    } catch (IOException e) {
      throw unreadable(type, e);
    }
  }

  /// The name that a class gives its method.
  MethodName name(Class<?> type) throws RefusedJarException {
    String value =
        constant(type)
            .orElseThrow(() ->
                new RefusedJarException(
                    type.getName()
                        + ".method() does not return a constant, which is read without running it:"
                        + " write return new MethodName(\"...\")"));
    try {
      return new MethodName(value);
    } catch (IllegalArgumentException e) {
      throw new RefusedJarException(type.getName() + ".method(): " + e.getMessage(), e);
    }
  }

  private Optional<String> constant(Class<?> type) throws RefusedJarException {
    try {
      String declaring = type.getMethod("method").getDeclaringClass().getName().replace('.', '/');
      List<Instruction> code = code(declaring, "method", "()L" + TYPE + ";");
      if (code.size() == CREATION + 1 && code.getLast().opcode() == Opcode.ARETURN) {
        return created(code, 0);
      }
      return code.size() == 2
              && code.getFirst() instanceof FieldInstruction field
              && field.opcode() == Opcode.GETSTATIC
              && code.getLast().opcode() == Opcode.ARETURN
          ? initialValue(field)
          : Optional.empty();
    } catch (NoSuchMethodException e) {
      throw new RefusedJarException(type.getName() + " has no method method()", e);
    } catch (IOException e) {
      throw unreadable(type, e);
    }
  }

  private static RefusedJarException unreadable(Class<?> type, IOException e) {
    return new RefusedJarException(type.getName() + " cannot be read: " + e.getMessage(), e);
  }

  /// The value that a static initialiser assigns to a field, if it does so once.
  private Optional<String> initialValue(FieldInstruction field) throws IOException {
    List<Instruction> code = code(field.owner().asInternalName(), "<clinit>", "()V");
    Optional<String> value = Optional.empty();
    for (int i = 0; i < code.size(); i++) {
      if (code.get(i) instanceof FieldInstruction put
          && put.opcode() == Opcode.PUTSTATIC
          && put.owner().equals(field.owner())
          && put.name().equals(field.name())) {
        if (value.isPresent() || i < CREATION) {
          return Optional.empty();
        }
        value = created(code, i - CREATION);
      }
    }
    return value;
  }

  /// The text in `new MethodName("…")`, if that is what the instructions from an index do.
  private static Optional<String> created(List<Instruction> code, int from) {
    return code.get(from) instanceof NewObjectInstruction created
            && created.className().asInternalName().equals(TYPE)
            && code.get(from + 1).opcode() == Opcode.DUP
            && code.get(from + 2) instanceof ConstantInstruction constant
            && constant.constantValue() instanceof String text
            && code.get(from + 3) instanceof InvokeInstruction call
            && call.owner().asInternalName().equals(TYPE)
            && call.name().equalsString("<init>")
        ? Optional.of(text)
        : Optional.empty();
  }

  /// The instructions of a method; none if the plugin has no such class or method.
  private List<Instruction> code(String owner, String name, String type) throws IOException {
    return parse(owner).map(ClassModel::methods).orElse(List.of()).stream()
        .filter(method ->
            method.methodName().equalsString(name) && method.methodType().equalsString(type))
        .flatMap(method -> method.code().stream())
        .flatMap(CodeModel::elementStream)
        .filter(Instruction.class::isInstance)
        .map(Instruction.class::cast)
        .toList();
  }

  /// A class of the plugin; empty if it has none of this name.
  private Optional<ClassModel> parse(String internalName) throws IOException {
    URL resource = files.find(internalName + ".class");
    if (resource == null) {
      return Optional.empty();
    }
    try (InputStream in = resource.openStream()) {
      return Optional.of(ClassFile.of().parse(in.readAllBytes()));
    }
  }
}

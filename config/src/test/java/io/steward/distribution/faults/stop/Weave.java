package io.steward.distribution.faults.stop;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.function.Predicate;

/// Adds a call of {@link Stop#reached}, with the arguments, to the methods of a class.
///
/// @param point at which the call is added
public record Weave(Point point) {

  private static final ClassDesc STOP = ClassDesc.of(Stop.class.getName());
  private static final MethodTypeDesc REACHED = MethodTypeDesc.of(CD_void, CD_Object.arrayType());

  /// Returns the class with the call added.
  ///
  /// @param loader finds referenced classes, for stack map frames
  /// @throws IllegalStateException when it has no such method with a body
  public byte[] into(byte[] bytes, ClassLoader loader) {
    ClassFile tool =
        ClassFile.of(
            ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(loader)
                    .orElse(ClassHierarchyResolver.defaultResolver())));
    ClassModel model = tool.parse(bytes);
    Predicate<MethodModel> wanted =
        method -> method.methodName().equalsString(point.method()) && method.code().isPresent();
    if (model.methods().stream().noneMatch(wanted)) {
      throw new IllegalStateException(point.type() + " has no method " + point.method());
    }
    return tool.transformClass(
        model,
        (builder, element) -> {
          if (element instanceof MethodModel method && wanted.test(method)) {
            builder.transformMethod(
                method,
                MethodTransform.transformingCode(
                    switch (point.edge()) {
                      case ENTRY -> new AtEntry(method);
                      case RETURN -> new AtReturn(method);
                    }));
          } else {
            builder.with(element);
          }
        });
  }

  private record AtEntry(MethodModel method) implements CodeTransform {
    @Override
    public void atStart(CodeBuilder code) {
      call(code, method);
    }

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
      code.with(element);
    }
  }

  private record AtReturn(MethodModel method) implements CodeTransform {
    @Override
    public void accept(CodeBuilder code, CodeElement element) {
      if (element instanceof ReturnInstruction) {
        call(code, method);
      }
      code.with(element);
    }
  }

  private static void call(CodeBuilder code, MethodModel method) {
    List<ClassDesc> parameters = method.methodTypeSymbol().parameterList();
    code.loadConstant(parameters.size()).anewarray(CD_Object);
    for (int i = 0; i < parameters.size(); i++) {
      if (!parameters.get(i).isPrimitive()) {
        code.dup().loadConstant(i).aload(code.parameterSlot(i)).aastore();
      }
    }
    code.invokestatic(STOP, "reached", REACHED);
  }
}

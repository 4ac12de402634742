package io.steward.distribution.clock;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/// Makes the clock of a node return the time of {@link ClockAgent}.
final class ClockWeave implements ClassFileTransformer {

  /// The exit status when the node's clock is not found.
  private static final int NO_CLOCK = 99;

  private static final String CLOCK = "io/steward/runtime/fleet/FleetClock";
  private static final ClassDesc AGENT = ClassDesc.of(ClockAgent.class.getName());
  private static final ClassDesc INSTANT = ClassDesc.of("java.time.Instant");

  @Override
  public byte @Nullable [] transform(
      Module module,
      @Nullable ClassLoader loader,
      String className,
      @Nullable Class<?> redefined,
      ProtectionDomain domain,
      byte[] bytes) {
    if (!CLOCK.equals(className)) {
      return null;
    }
    ClassFile tool = ClassFile.of();
    ClassModel clock = tool.parse(bytes);
    if (clock.methods().stream().noneMatch(ClockWeave::shows)) {
      System.err.println(CLOCK + " has no instant()"); // the JVM would ignore an exception
      Runtime.getRuntime().halt(NO_CLOCK);
    }
    CodeTransform told =
        (code, element) -> {
          if (element instanceof ReturnInstruction) {
            code.invokestatic(AGENT, "told", MethodTypeDesc.of(INSTANT, INSTANT));
          }
          code.with(element);
        };
    return tool.transformClass(
        clock, ClassTransform.transformingMethodBodies(ClockWeave::shows, told));
  }

  private static boolean shows(MethodModel method) {
    return method.methodName().equalsString("instant")
        && method.methodTypeSymbol().equals(MethodTypeDesc.of(INSTANT));
  }
}

package minibit.cli;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Turns calls that Java would link while it runs into plain ones: the choice of a {@code switch}
 * over types, and {@code equals} and {@code hashCode} of records. Each of them has Java spin a
 * class at every start, for it keeps only lambdas and joined strings in its cache of classes. What
 * the code does stays the same. Run by the launcher on its own copy of our jars.
 */
final class PlainCalls {
  private static final ClassDesc SWITCHES = ClassDesc.of("java.lang.runtime.SwitchBootstraps");
  private static final ClassDesc RECORDS = ClassDesc.of("java.lang.runtime.ObjectMethods");
  private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");
  private static final String PREFIX = "plain$";

  /** A method to be added to the class whose calls are changed. */
  private record Added(String name, MethodTypeDesc type, Consumer<CodeBuilder> code) {}

  private PlainCalls() {}

  /** The class without such calls; the same bytes if it has none. */
  static byte[] of(ClassFile format, byte[] bytes) {
    ClassModel old = format.parse(bytes);
    if (old.methods().stream().noneMatch(PlainCalls::hasAny)) {
      return bytes;
    }
    return format.transformClass(old, new Change(old).transform());
  }

  private static boolean hasAny(MethodModel method) {
    return method.code().stream()
        .flatMap(code -> code.elementStream())
        .anyMatch(element -> element instanceof InvokeDynamicInstruction call && isKnown(call));
  }

  private static boolean isKnown(InvokeDynamicInstruction call) {
    DirectMethodHandleDesc bootstrap = call.bootstrapMethod();
    if (bootstrap.owner().equals(SWITCHES)) {
      return bootstrap.methodName().equals("typeSwitch")
          && call.bootstrapArgs().stream().allMatch(ClassDesc.class::isInstance);
    }
    return bootstrap.owner().equals(RECORDS)
        && (call.name().stringValue().equals("equals")
            || call.name().stringValue().equals("hashCode"));
  }

  /** The change of one class. */
  private static final class Change {
    private final ClassDesc self;
    private final boolean isInterface;
    private final List<Added> added = new ArrayList<>();

    Change(ClassModel old) {
      this.self = old.thisClass().asSymbol();
      this.isInterface = old.flags().has(AccessFlag.INTERFACE);
    }

    ClassTransform transform() {
      return ClassTransform.transformingMethodBodies(PlainCalls::hasAny, this::replace)
          .andThen(ClassTransform.endHandler(this::add));
    }

    private void add(ClassBuilder builder) {
      for (Added method : added) {
        builder.withMethodBody(
            method.name(),
            method.type(),
            ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC,
            method.code());
      }
    }

    private void replace(CodeBuilder builder, CodeElement element) {
      if (!(element instanceof InvokeDynamicInstruction call) || !isKnown(call)) {
        builder.with(element);
        return;
      }
      String name = PREFIX + added.size();
      added.add(new Added(name, call.typeSymbol(), code(call)));
      builder.invoke(Opcode.INVOKESTATIC, self, name, call.typeSymbol(), isInterface);
    }
  }

  private static Consumer<CodeBuilder> code(InvokeDynamicInstruction call) {
    if (call.bootstrapMethod().owner().equals(SWITCHES)) {
      return code -> choose(code, call.bootstrapArgs());
    }
    ClassDesc record = (ClassDesc) call.bootstrapArgs().getFirst();
    List<DirectMethodHandleDesc> fields =
        call.bootstrapArgs().stream().skip(2).map(DirectMethodHandleDesc.class::cast).toList();
    return call.name().stringValue().equals("equals")
        ? code -> equal(code, record, fields)
        : code -> hash(code, record, fields);
  }

  /**
   * (target, from) → the first label at or after "from" that fits, -1 for null, else their count.
   */
  private static void choose(CodeBuilder code, List<ConstantDesc> labels) {
    Label notNull = code.newLabel();
    code.aload(0).ifnonnull(notNull).iconst_m1().ireturn().labelBinding(notNull);
    for (int label = 0; label < labels.size(); label++) {
      Label next = code.newLabel();
      code.iload(1).loadConstant(label).if_icmpgt(next);
      code.aload(0).instanceOf((ClassDesc) labels.get(label)).ifeq(next);
      code.loadConstant(label).ireturn().labelBinding(next);
    }
    code.loadConstant(labels.size()).ireturn();
  }

  private static void equal(
      CodeBuilder code, ClassDesc record, List<DirectMethodHandleDesc> fields) {
    Label other = code.newLabel();
    Label differs = code.newLabel();
    code.aload(0).aload(1).if_acmpne(other).iconst_1().ireturn().labelBinding(other);
    code.aload(1).instanceOf(record).ifeq(differs);
    for (DirectMethodHandleDesc field : fields) {
      ClassDesc type = field.invocationType().returnType();
      code.aload(0).getfield(record, field.methodName(), type);
      code.aload(1).checkcast(record).getfield(record, field.methodName(), type);
      TypeKind kind = TypeKind.from(type);
      switch (kind) {
        case REFERENCE ->
            code.invokestatic(
                    OBJECTS,
                    "equals",
                    MethodTypeDesc.of(
                        ConstantDescs.CD_boolean, ConstantDescs.CD_Object, ConstantDescs.CD_Object))
                .ifeq(differs);
        case LONG -> code.lcmp().ifne(differs);
        case FLOAT, DOUBLE ->
            code.invokestatic(
                    boxed(kind), "compare", MethodTypeDesc.of(ConstantDescs.CD_int, type, type))
                .ifne(differs);
        default -> code.if_icmpne(differs);
      }
    }
    code.iconst_1().ireturn().labelBinding(differs).iconst_0().ireturn();
  }

  private static void hash(
      CodeBuilder code, ClassDesc record, List<DirectMethodHandleDesc> fields) {
    code.iconst_0();
    for (DirectMethodHandleDesc field : fields) {
      ClassDesc type = field.invocationType().returnType();
      TypeKind kind = TypeKind.from(type);
      code.loadConstant(31).imul();
      code.aload(0).getfield(record, field.methodName(), type);
      boolean isObject = kind == TypeKind.REFERENCE;
      code.invokestatic(
          isObject ? OBJECTS : boxed(kind),
          "hashCode",
          MethodTypeDesc.of(ConstantDescs.CD_int, isObject ? ConstantDescs.CD_Object : type));
      code.iadd();
    }
    code.ireturn();
  }

  private static ClassDesc boxed(TypeKind kind) {
    return switch (kind) {
      case BOOLEAN -> ConstantDescs.CD_Boolean;
      case BYTE -> ConstantDescs.CD_Byte;
      case CHAR -> ConstantDescs.CD_Character;
      case SHORT -> ConstantDescs.CD_Short;
      case INT -> ConstantDescs.CD_Integer;
      case LONG -> ConstantDescs.CD_Long;
      case FLOAT -> ConstantDescs.CD_Float;
      case DOUBLE -> ConstantDescs.CD_Double;
      default -> throw new IllegalArgumentException(kind + " has no class of its own");
    };
  }
}

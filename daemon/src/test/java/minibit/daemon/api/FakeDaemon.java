package minibit.daemon.api;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A daemon that answers anything with samples, and remembers what it was asked. */
final class FakeDaemon implements InvocationHandler {
  /** What was asked: the method's name and its arguments. */
  record Asked(String method, List<Object> arguments) {}

  final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, Object> answers = new ConcurrentHashMap<>();
  private volatile Optional<RuntimeException> failure = Optional.empty();

  /** The fake as what stands behind a server. */
  Backend backend() {
    return (Backend)
        Proxy.newProxyInstance(
            Backend.class.getClassLoader(), new Class<?>[] {Backend.class}, this);
  }

  /** Everything fails from now on. */
  void failWith(RuntimeException reason) {
    failure = Optional.of(reason);
  }

  /** What it answered last to a method; nothing before that. */
  Optional<Object> answer(String method) {
    return Optional.ofNullable(answers.get(method));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    asked.add(new Asked(method.getName(), arguments == null ? List.of() : List.of(arguments)));
    if (failure.isPresent()) {
      throw failure.get();
    }
    if (method.getReturnType() == void.class) {
      return null;
    }
    Object answer = new Sample().of(method.getGenericReturnType());
    answers.put(method.getName(), answer);
    return answer;
  }
}

package minibit.core.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.AnnotationConsumer;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * A test that runs once a seed, from 1 to {@link #value}, with the seed as its {@code long}
 * argument. The seed is in the test's displayed name; {@code -DargLine=-Dseed=N} replays that one
 * alone.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "seed {0} (replay: -DargLine=-Dseed={0})")
@ArgumentsSource(Seeds.Provider.class)
public @interface Seeds {
  /** How many seeds. */
  int value();

  /** Gives the seeds. */
  final class Provider implements ArgumentsProvider, AnnotationConsumer<Seeds> {
    private int count;

    @Override
    public void accept(Seeds seeds) {
      count = seeds.value();
    }

    @Override
    public Stream<? extends Arguments> provideArguments(
        ParameterDeclarations parameters, ExtensionContext context) {
      Long only = Long.getLong("seed");
      LongStream seeds = only == null ? LongStream.rangeClosed(1, count) : LongStream.of(only);
      return seeds.mapToObj(Arguments::of);
    }
  }
}

package minibit.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The rules of the house that no compiler checks: what core may touch, which way modules depend,
 * that packages form no cycle. The rules are also shown a class that breaks them, because a rule
 * that cannot fail guards nothing.
 */
class ArchitectureTest {
  /** Core is pure: it does no I/O, starts no threads, logs nothing. */
  private static final ArchRule CORE_DOES_NO_IO =
      noClasses()
          .that()
          .resideInAPackage("minibit.core..")
          .should()
          .dependOnClassesThat(
              described(
                  "belong to I/O, threads or logging",
                  type ->
                      in(type, "java.nio.channels")
                          || in(type, "java.nio.file")
                          || in(type, "java.net")
                          || in(type, "java.util.concurrent")
                          || in(type, "java.util.logging")
                          || type.getName().equals("java.lang.Thread")
                          || type.getName().equals("java.lang.Runtime")
                          || type.getName().startsWith("java.lang.Process")
                          || isFileIo(type)));

  /** Core knows nothing but itself and the JDK. */
  private static final ArchRule CORE_IS_JDK_ONLY =
      noClasses()
          .that()
          .resideInAPackage("minibit.core..")
          .should()
          .dependOnClassesThat(
              described(
                  "are neither core nor JDK",
                  type ->
                      !in(type, "minibit.core")
                          && !in(type, "java")
                          && !in(type, "javax.crypto")
                          && !in(type, "org.jspecify")
                          && !type.getBaseComponentType().isPrimitive()));

  private static final Set<String> CHANCE =
      Set.of("java.util.Random", "java.util.SplittableRandom", "java.security.SecureRandom");

  /** Core takes time and chance as arguments. */
  private static final ArchRule CORE_IS_GIVEN_TIME_AND_CHANCE =
      noClasses()
          .that()
          .resideInAPackage("minibit.core..")
          .should()
          .accessTargetWhere(
              calls(
                  "reads a clock or makes its own chance",
                  (owner, name) ->
                      owner.equals("java.lang.System") && name.equals("nanoTime")
                          || owner.equals("java.lang.System") && name.equals("currentTimeMillis")
                          || owner.startsWith("java.time.") && name.equals("now")
                          || owner.equals("java.lang.Math") && name.equals("random")
                          || owner.equals("java.util.UUID") && name.equals("randomUUID")
                          || CHANCE.contains(owner)));

  private static final ArchRule SIM_KNOWS_ONLY_CORE =
      noClasses()
          .that()
          .resideInAPackage("minibit.sim..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("minibit.group..", "minibit.daemon..", "minibit.cli..");

  private static final ArchRule GROUP_KNOWS_ONLY_CORE =
      noClasses()
          .that()
          .resideInAPackage("minibit.group..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("minibit.sim..", "minibit.daemon..", "minibit.cli..");

  /** What elects and replicates can be exchanged: nobody else sees it. */
  private static final ArchRule ONLY_GROUP_SEES_RATIS =
      noClasses()
          .that()
          .resideOutsideOfPackage("minibit.group..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.ratis..");

  private static final ArchRule DAEMON_KNOWS_NEITHER_SIM_NOR_CLI =
      noClasses()
          .that()
          .resideInAPackage("minibit.daemon..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("minibit.sim..", "minibit.cli..");

  /** What belongs to a device knows nothing of the torrents on it. */
  private static final ArchRule DEVICES_KNOW_NO_TORRENTS =
      noClasses()
          .that()
          .resideInAPackage("minibit.daemon.engine.device..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("minibit.daemon.engine");

  private static final String FETCH = "minibit.daemon.fetch";

  /** Fetching is built in layers: each knows only those below it. */
  private static final ArchRule FETCHING_DEPENDS_DOWNWARDS =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          // The offence alone leaves most of them empty; that none is missing is a test of its own.
          .withOptionalLayers(true)
          .layer("table")
          .definedBy(FETCH)
          .layer("transfer")
          .definedBy(FETCH + ".transfer..")
          .layer("view")
          .definedBy(FETCH + ".view..")
          .layer("files")
          .definedBy(FETCH + ".files..")
          .layer("group")
          .definedBy(FETCH + ".group..")
          .layer("store")
          .definedBy(FETCH + ".store..")
          .layer("model")
          .definedBy(FETCH + ".model..")
          .whereLayer("table")
          .mayOnlyAccessLayers("transfer", "view", "files", "group", "store", "model")
          .whereLayer("transfer")
          .mayOnlyAccessLayers("view", "files", "group", "store", "model")
          .whereLayer("view")
          .mayOnlyAccessLayers("store", "model")
          .whereLayer("files")
          .mayOnlyAccessLayers("store", "model")
          .whereLayer("group")
          .mayNotAccessAnyLayer()
          .whereLayer("store")
          .mayOnlyAccessLayers("model")
          .whereLayer("model")
          .mayNotAccessAnyLayer();

  /**
   * Java knows no "public below this package": what fetching is made of is nobody else's affair.
   */
  private static final ArchRule FETCHING_KEEPS_ITS_INSIDE =
      noClasses()
          .that()
          .resideOutsideOfPackage(FETCH + "..")
          .should()
          .dependOnClassesThat(
              described(
                  "are inside of fetching",
                  type ->
                      in(type, FETCH + ".transfer")
                          || in(type, FETCH + ".view")
                          || in(type, FETCH + ".store")
                          || (in(type, FETCH + ".files") || in(type, FETCH + ".group"))
                              && !type.isInterface()));

  /** On a virtual thread as many silent peers as cores would freeze the process. */
  private static final ArchRule NO_TRANSFER_TO =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("minibit.daemon.net.FileTransfer")
          .should()
          .accessTargetWhere(
              calls(
                  "calls FileChannel.transferTo",
                  (owner, name) ->
                      owner.equals("java.nio.channels.FileChannel") && name.equals("transferTo")));

  private static JavaClasses house;
  private static JavaClasses offence;

  @BeforeAll
  static void readClasses() {
    house =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            // Test helpers that modules share come as a jar of their own.
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("minibit");
    offence =
        new ClassFileImporter().importPackages("minibit.core.offence", FETCH + ".model.offence");
  }

  @Test
  void coreDoesNoInputOrOutput() {
    CORE_DOES_NO_IO.check(house);
    assertNotices(CORE_DOES_NO_IO);
  }

  @Test
  void coreDependsOnTheJdkAlone() {
    CORE_IS_JDK_ONLY.check(house);
    assertNotices(CORE_IS_JDK_ONLY);
  }

  @Test
  void coreIsGivenTimeAndChance() {
    CORE_IS_GIVEN_TIME_AND_CHANCE.check(house);
    assertNotices(CORE_IS_GIVEN_TIME_AND_CHANCE);
  }

  @Test
  void modulesDependInOneDirection() {
    SIM_KNOWS_ONLY_CORE.check(house);
    GROUP_KNOWS_ONLY_CORE.check(house);
    ONLY_GROUP_SEES_RATIS.check(house);
    assertNotices(ONLY_GROUP_SEES_RATIS);
    DAEMON_KNOWS_NEITHER_SIM_NOR_CLI.check(house);
  }

  @Test
  void fetchingDependsInOneDirection() {
    FETCHING_DEPENDS_DOWNWARDS.check(house);
    assertNotices(FETCHING_DEPENDS_DOWNWARDS);
    assertThat(
            house.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(FETCH))
                .map(name -> name.substring(FETCH.length())))
        .as("parts of fetching, each of which the rule must know")
        .containsOnly("", ".transfer", ".view", ".files", ".group", ".store", ".model");
  }

  @Test
  void devicesKnowNothingOfTheirTorrents() {
    DEVICES_KNOW_NO_TORRENTS.check(house);
  }

  @Test
  void fetchingKeepsItsInside() {
    FETCHING_KEEPS_ITS_INSIDE.check(house);
    assertNotices(FETCHING_KEEPS_ITS_INSIDE);
  }

  @Test
  void filesAreNotHandedToSocketsBehindTheLoops() {
    NO_TRANSFER_TO.check(house);
    assertNotices(NO_TRANSFER_TO);
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching("minibit.core.(*)..").should().beFreeOfCycles().check(house);
    slices().matching("minibit.group.(*)..").should().beFreeOfCycles().check(house);
    slices().matching("minibit.daemon.(*)..").should().beFreeOfCycles().check(house);
    slices().matching("minibit.(*)..").should().beFreeOfCycles().check(house);
  }

  @Test
  void everyModuleWasRead() {
    for (String module : new String[] {"core", "group", "sim", "daemon", "cli"}) {
      assertThat(house.stream().filter(type -> in(type, "minibit." + module)))
          .as("classes of %s", module)
          .isNotEmpty();
    }
  }

  private static void assertNotices(ArchRule rule) {
    assertThatThrownBy(() -> rule.check(offence)).isInstanceOf(AssertionError.class);
  }

  private static boolean isFileIo(JavaClass type) {
    return type.getPackageName().equals("java.io")
        && (type.getSimpleName().startsWith("File")
            || type.getSimpleName().equals("RandomAccessFile"));
  }

  private static boolean in(JavaClass type, String name) {
    String home = type.getBaseComponentType().getPackageName();
    return home.equals(name) || home.startsWith(name + ".");
  }

  private static DescribedPredicate<JavaClass> described(
      String description, Predicate<JavaClass> test) {
    return DescribedPredicate.describe(description, test);
  }

  private static DescribedPredicate<JavaAccess<?>> calls(String description, Target target) {
    return DescribedPredicate.describe(
        description,
        access -> target.is(access.getTargetOwner().getName(), access.getTarget().getName()));
  }

  private interface Target {
    boolean is(String owner, String name);
  }
}

package minibit.daemon.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import minibit.core.words.Phrase;
import minibit.daemon.api.access.ApiToken;
import minibit.daemon.api.audit.AuditLog;
import minibit.daemon.api.guard.CspReports;
import minibit.daemon.api.guard.Guard;
import minibit.daemon.api.model.Problem;
import minibit.daemon.api.model.TorrentFile;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The description of the API says what the API does, no more and no less. */
class OpenApiTest {
  private static final String SCHEMAS = "#/components/schemas/";
  private static final String MODEL = Problem.class.getPackageName() + ".";

  private final JsonNode document = new JsonMapper().readTree(OpenApi.text());
  private final List<Route> routes = everyRoute();

  private static List<Route> everyRoute() {
    Backend daemon = new FakeDaemon().backend();
    InstantSource clock = InstantSource.system();
    List<Route> all = new ArrayList<>(Routes.of(daemon));
    all.addAll(
        SessionRoutes.of(
            daemon,
            new Guard(List.of(), ApiToken.random(), clock, Optional.empty()),
            AuditLog.inMemory(),
            new CspReports(clock)));
    return all;
  }

  private JsonNode operation(Route route) {
    return document
        .path("paths")
        .path("/" + route.template())
        .path(route.method().toLowerCase(Locale.ROOT));
  }

  // A change without a name of its own would stand in the record under its path.
  @Test
  void everyChangeHasANameInTheRecord() {
    assertThat(routes)
        .filteredOn(route -> !route.method().equals("GET") && route.audited())
        .allSatisfy(
            route ->
                assertThat(Audited.word(route))
                    .as("%s %s", route.method(), route.template())
                    .isPresent());
  }

  /** Every route is described, and every description leads to a route. */
  @Test
  void routesAreThePaths() {
    Set<String> described = new TreeSet<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .propertyNames()
                    .forEach(method -> described.add(method + " " + path.getKey())));
    Set<String> served = new TreeSet<>(Set.of("get /events"));
    routes.forEach(
        route -> served.add(route.method().toLowerCase(Locale.ROOT) + " /" + route.template()));
    assertThat(described).isEqualTo(served);
  }

  @Test
  void parametersAreThoseTaken() {
    for (Route route : routes) {
      List<String> query = new ArrayList<>();
      List<String> path = new ArrayList<>();
      for (JsonNode parameter : operation(route).path("parameters")) {
        String name = parameter.path("name").asString();
        (parameter.path("in").asString().equals("query") ? query : path).add(name);
      }
      assertThat(query).as(route.template()).containsExactlyElementsOf(route.query());
      assertThat(path.stream().map(name -> "{" + name + "}").toList())
          .as(route.template())
          .isEqualTo(
              Arrays.stream(route.template().split("/")).filter(it -> it.startsWith("{")).toList());
    }
  }

  @Test
  void bodiesHaveTheKeysTaken() {
    for (Route route : routes) {
      JsonNode body = operation(route).path("requestBody");
      assertThat(body.isMissingNode()).as(route.template()).isEqualTo(route.keys().isEmpty());
      if (!body.isMissingNode()) {
        JsonNode schema = body.path("content").path("application/json").path("schema");
        assertThat(properties(schema)).containsExactlyInAnyOrderElementsOf(route.keys());
      }
    }
    assertThat(properties(document.path("components").path("schemas").path("SearchRequest")))
        .containsExactlyInAnyOrderElementsOf(BodyFields.SEARCH);
  }

  private Set<String> properties(JsonNode schema) {
    JsonNode at = schema;
    if (schema.has("$ref")) {
      String name = schema.path("$ref").asString().substring(SCHEMAS.length());
      at = document.path("components").path("schemas").path(name);
    }
    return new TreeSet<>(at.path("properties").propertyNames());
  }

  /** The shapes described are the records, by name and in order. */
  @Test
  void schemasAreTheRecords() throws ClassNotFoundException {
    Map<String, Class<?>> model = model();
    JsonNode schemas = document.path("components").path("schemas");
    assertThat(schemas.propertyNames()).containsExactlyInAnyOrderElementsOf(model.keySet());
    model.forEach(
        (name, type) -> {
          JsonNode schema = schemas.path(name);
          if (type.isEnum()) {
            assertThat(schema.path("enum").valueStream().map(JsonNode::asString))
                .as(name)
                .containsExactly(
                    Arrays.stream(type.getEnumConstants())
                        .map(Object::toString)
                        .toArray(String[]::new));
          } else {
            assertThat(schema.path("properties").propertyNames())
                .as(name)
                .containsExactly(
                    Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toArray(String[]::new));
          }
        });
  }

  /** Every reference leads somewhere. */
  @Test
  void referencesHold() {
    for (JsonNode reference : document.findValues("$ref")) {
      String path = reference.asString().substring(1);
      assertThat(document.at(path).isMissingNode()).as(path).isFalse();
    }
  }

  /** All records that the daemon's methods and problems are made of. */
  private static Map<String, Class<?>> model() throws ClassNotFoundException {
    Map<String, Class<?>> found = new TreeMap<>();
    collect(Problem.class, found);
    for (Method method : Backend.class.getMethods()) {
      collect(method.getGenericReturnType(), found);
      for (Type parameter : method.getGenericParameterTypes()) {
        collect(parameter, found);
      }
    }
    // What only the client wraps its arguments into, and what the server answers by itself.
    for (String other :
        List.of(
            "ShareRequest",
            "ForgetRequest",
            "JoinRequest",
            "LoginCode",
            "SessionView",
            "AuditList",
            "CspReportList")) {
      collect(Class.forName(MODEL + other), found);
    }
    return found;
  }

  private static void collect(Type type, Map<String, Class<?>> found) {
    if (type instanceof ParameterizedType generic) {
      for (Type argument : generic.getActualTypeArguments()) {
        collect(argument, found);
      }
      return;
    }
    Class<?> plain = (Class<?>) type;
    if (plain == Phrase.class) {
      found.put(plain.getSimpleName(), plain);
      return;
    }
    if (!plain.getName().startsWith(MODEL) || plain == TorrentFile.class) {
      return;
    }
    String name = plain.getName().substring(MODEL.length()).replace('$', '.');
    if (found.putIfAbsent(name, plain) == null && plain.isRecord()) {
      for (RecordComponent component : plain.getRecordComponents()) {
        collect(component.getGenericType(), found);
      }
    }
  }
}

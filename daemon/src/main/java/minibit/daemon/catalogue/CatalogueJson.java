package minibit.daemon.catalogue;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import minibit.core.id.InfoHash;
import minibit.core.id.IpLiteral;
import minibit.core.id.PeerAddress;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.MemberId;
import minibit.core.identity.PublisherKey;
import minibit.core.words.Phrase;
import minibit.core.words.Sentence;
import minibit.group.member.MemberTransport;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Questions and answers as they travel: JSON, ids as hexadecimal digits. An answer begins with a
 * byte that says whether it is one.
 */
final class CatalogueJson {
  private static final byte ANSWER = '+';
  private static final byte REFUSAL = '-';

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(16)
                          .maxNumberLength(40)
                          .maxDocumentLength(MemberTransport.MAX_BYTES)
                          .build())
                  .build())
          .addModule(
              new SimpleModule()
                  .addSerializer(PiecesRoot.class, text(PiecesRoot::hex))
                  .addDeserializer(PiecesRoot.class, parsed(hex -> PiecesRoot.of(bytes(hex))))
                  .addSerializer(InfoHash.class, text(InfoHash::hex))
                  .addDeserializer(InfoHash.class, parsed(InfoHash::ofHex))
                  .addSerializer(MemberId.class, text(MemberId::hex))
                  .addDeserializer(MemberId.class, parsed(MemberId::ofHex))
                  .addSerializer(PublisherKey.class, text(PublisherKey::hex))
                  .addDeserializer(PublisherKey.class, parsed(hex -> PublisherKey.of(bytes(hex))))
                  .addSerializer(PeerAddress.class, text(PeerAddress::toString))
                  .addDeserializer(PeerAddress.class, parsed(CatalogueJson::address)))
          .build();

  /** Why there is no answer. */
  private record Refusal(
      String code, String message, List<String> candidates, Optional<Phrase> words) {}

  private CatalogueJson() {}

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  /** An address as {@link PeerAddress#toString} writes it. */
  private static PeerAddress address(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("no port");
    }
    String host = text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    return PeerAddress.of(
        IpLiteral.parse(bracketed ? host.substring(1, host.length() - 1) : host)
            .orElseThrow(() -> new IllegalArgumentException("no address")),
        Integer.parseInt(text.substring(colon + 1)));
  }

  private static <T> ValueSerializer<T> text(Function<T, String> form) {
    return new ValueSerializer<>() {
      @Override
      public void serialize(T value, JsonGenerator out, SerializationContext context) {
        out.writeString(form.apply(value));
      }
    };
  }

  private static <T> ValueDeserializer<T> parsed(Function<String, T> parser) {
    return new ValueDeserializer<>() {
      @Override
      public T deserialize(JsonParser in, DeserializationContext context) {
        try {
          return parser.apply(in.getString());
        } catch (IllegalArgumentException e) {
          return context.reportInputMismatch(this, "not such an id: %s", e.getMessage());
        }
      }
    };
  }

  static byte[] question(Question<?> question) {
    return MAPPER.writeValueAsBytes(question);
  }

  /** Reads a question; {@link CatalogueException} if it is none, or beyond its limits. */
  static Question<?> question(Service service, byte[] body) {
    Class<? extends Question<?>> type =
        switch (service) {
          case SEARCH -> Question.Search.class;
          case BROWSE -> Question.Browse.class;
          case MEMBERS -> Question.Members.class;
          case FIND -> Question.Find.class;
          case CONTENT -> Question.ContentOf.class;
          case HOLDERS -> Question.Holders.class;
          case RESOLVE -> Question.Resolve.class;
          case ANNOUNCED -> Question.Announced.class;
          case NEW_HOLDER ->
              throw new CatalogueException(
                  CatalogueException.BAD_QUERY, Sentence.of("no-question", "that is no question"));
        };
    return read(type, body, 0, CatalogueException.BAD_QUERY);
  }

  private static <T> T read(Class<T> type, byte[] bytes, int from, String code) {
    try {
      T value = MAPPER.readValue(bytes, from, bytes.length - from, type);
      if (value == null) {
        throw new CatalogueException(code, Sentence.of("nothing-said", "nothing in the message"));
      }
      return value;
    } catch (JacksonException e) {
      throw e.getCause() instanceof CatalogueException limit
          ? limit
          : new CatalogueException(
              code, Sentence.of("not-readable", "not readable: {0}", e.getOriginalMessage()));
    }
  }

  static byte[] answer(Object answer) {
    return tagged(ANSWER, MAPPER.writeValueAsBytes(answer));
  }

  /** How many bytes this takes in an answer. */
  static int length(Object part) {
    return MAPPER.writeValueAsBytes(part).length;
  }

  static byte[] refusal(CatalogueException why) {
    return tagged(
        REFUSAL,
        MAPPER.writeValueAsBytes(
            new Refusal(
                why.code(), why.sentence().text(), why.candidates(), Phrase.of(why.sentence()))));
  }

  private static byte[] tagged(byte tag, byte[] json) {
    byte[] tagged = new byte[json.length + 1];
    tagged[0] = tag;
    System.arraycopy(json, 0, tagged, 1, json.length);
    return tagged;
  }

  /** Reads an answer, or throws what the other side refused with. */
  static <A> A answer(Class<A> type, byte[] bytes) {
    if (bytes.length > 0 && bytes[0] == ANSWER) {
      return read(type, bytes, 1, CatalogueException.BAD_ANSWER);
    }
    if (bytes.length > 0 && bytes[0] == REFUSAL) {
      Refusal why = read(Refusal.class, bytes, 1, CatalogueException.BAD_ANSWER);
      throw new CatalogueException(
          why.code(), Phrase.sentence(why.words(), why.message()), why.candidates());
    }
    throw new CatalogueException(
        CatalogueException.BAD_ANSWER, Sentence.of("no-answer", "not an answer"));
  }
}

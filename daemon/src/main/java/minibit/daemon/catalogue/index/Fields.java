package minibit.daemon.catalogue.index;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import minibit.core.catalogue.Content;
import minibit.core.catalogue.FileKind;
import minibit.core.catalogue.Holding;
import minibit.core.catalogue.Naming;
import minibit.core.catalogue.Publication;
import minibit.core.identity.MemberId;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.miscellaneous.PerFieldAnalyzerWrapper;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.util.BytesRef;

/** What the index keeps of a content: a document each. */
final class Fields {
  /** The content's root: the key of the document. */
  static final String ROOT = "root";

  /** Words of its names. */
  static final String NAME = "name";

  /** Words of the folders it lies in. */
  static final String FOLDER = "folder";

  /** English stems of both. */
  static final String ENGLISH = "en";

  /** Portuguese stems of both. */
  static final String PORTUGUESE = "pt";

  /** Whole names, without case and accents. */
  static final String WHOLE = "whole";

  /** What names are sorted by. */
  static final String ORDER = "order";

  /** Extensions. */
  static final String EXTENSION = "ext";

  /** Audio, video and so on. */
  static final String KIND = "kind";

  /** Media types, whole and by family. */
  static final String TYPE = "type";

  /** Ids of members that hold it, also those away. */
  static final String HOLDER = "holder";

  /** Keys that signed it. */
  static final String PUBLISHER = "key";

  /** Bytes. */
  static final String SIZE = "size";

  /** When it was first registered. */
  static final String SINCE = "since";

  /** Changes with the fields or the words in them: an index of another form is made anew. */
  static final int FORM = 1;

  /** Folders of one content that are searchable: what fifty copies are called says little. */
  private static final int MAX_FOLDERS = 16;

  static final WordAnalyzer PLAIN = new WordAnalyzer(WordAnalyzer.Stem.NONE);
  static final WordAnalyzer IN_ENGLISH = new WordAnalyzer(WordAnalyzer.Stem.ENGLISH);
  static final WordAnalyzer IN_PORTUGUESE = new WordAnalyzer(WordAnalyzer.Stem.PORTUGUESE);

  private static final FieldType WORDS = new FieldType();

  static {
    WORDS.setTokenized(true);
    WORDS.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
    WORDS.freeze();
  }

  private Fields() {}

  static Analyzer analyzer() {
    return new PerFieldAnalyzerWrapper(
        PLAIN, Map.of(ENGLISH, IN_ENGLISH, PORTUGUESE, IN_PORTUGUESE));
  }

  static BytesRef key(Content content) {
    return new BytesRef(content.root().toBytes());
  }

  static BytesRef key(MemberId member) {
    return new BytesRef(member.toBytes());
  }

  static Document document(Content content) {
    Set<String> names = new LinkedHashSet<>();
    Set<String> types = new LinkedHashSet<>();
    Set<FileKind> kinds = new LinkedHashSet<>();
    for (Naming naming : content.namings()) {
      add(naming, names, types, kinds);
    }
    Set<String> folders = new LinkedHashSet<>();
    Set<MemberId> holders = new LinkedHashSet<>();
    for (Holding holding : content.holdings()) {
      add(holding.naming(), names, types, kinds);
      holders.add(holding.member());
      if (folders.size() < MAX_FOLDERS) {
        folders.add(holding.folder());
      }
    }
    Document document = new Document();
    BytesRef root = key(content);
    document.add(new StringField(ROOT, root, Field.Store.NO));
    document.add(new BinaryDocValuesField(ROOT, root));
    addWords(document, Words.ofNames(List.copyOf(names)), Words.ofNames(List.copyOf(folders)));
    addNames(document, names, content.naming());
    types.forEach(type -> addType(document, type));
    kinds.forEach(kind -> document.add(new StringField(KIND, kind.name(), Field.Store.NO)));
    for (MemberId holder : holders) {
      document.add(new StringField(HOLDER, key(holder), Field.Store.NO));
      document.add(new SortedSetDocValuesField(HOLDER, key(holder)));
    }
    for (Publication publication : content.publications()) {
      BytesRef key = new BytesRef(publication.key().toBytes());
      document.add(new StringField(PUBLISHER, key, Field.Store.NO));
    }
    document.add(new LongField(SIZE, content.size(), Field.Store.NO));
    document.add(new LongField(SINCE, content.since(), Field.Store.NO));
    return document;
  }

  private static void add(
      Naming naming, Set<String> names, Set<String> types, Set<FileKind> kinds) {
    names.add(naming.name());
    types.add(naming.mediaType());
    kinds.add(FileKind.of(naming.mediaType(), naming.name()));
  }

  private static void addWords(Document document, String names, String folders) {
    document.add(new Field(NAME, names, WORDS));
    document.add(new Field(FOLDER, folders, WORDS));
    document.add(new Field(ENGLISH, names + " " + folders, WORDS));
    document.add(new Field(PORTUGUESE, names + " " + folders, WORDS));
  }

  private static void addNames(Document document, Set<String> names, Naming first) {
    Set<String> extensions = new LinkedHashSet<>();
    for (String name : names) {
      document.add(new StringField(WHOLE, Words.folded(name), Field.Store.NO));
      extensions.add(FileKind.extension(name));
    }
    for (String extension : extensions) {
      document.add(new StringField(EXTENSION, extension, Field.Store.NO));
    }
    document.add(new SortedDocValuesField(ORDER, new BytesRef(Words.folded(first.name()))));
  }

  private static void addType(Document document, String mediaType) {
    String type = mediaType.toLowerCase(java.util.Locale.ROOT);
    document.add(new StringField(TYPE, type, Field.Store.NO));
    int slash = type.indexOf('/');
    if (slash > 0) {
      document.add(new StringField(TYPE, type.substring(0, slash) + "/*", Field.Store.NO));
    }
  }
}

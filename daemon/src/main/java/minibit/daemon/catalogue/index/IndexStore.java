package minibit.daemon.catalogue.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import minibit.core.catalogue.Content;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.GroupId;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.SortedNumericSelector;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;

/** The index on disk. One thread writes; any may search. */
final class IndexStore implements AutoCloseable {
  /** Megabytes of documents kept in memory before they are written. */
  private static final double BUFFER_MEGABYTES = 16;

  /** Fewer matches than these, and similar words are tried. */
  private static final int FEW = 3;

  /**
   * Lucene advises a flag for vectors, on the terminal; there are none here. Kept, because loggers
   * that nobody keeps forget their level.
   */
  private static final Logger ADVICE =
      Logger.getLogger("org.apache.lucene.internal.vectorization.VectorizationProvider");

  static {
    ADVICE.setLevel(Level.SEVERE);
  }

  private static final String FORM = "form";
  private static final String GROUP = "group";
  private static final String RECOVERY = "recovery";
  private static final String INDEX = "index";

  private final Directory directory;
  private final IndexWriter writer;
  private final SearcherManager searchers;
  private final Optional<LogName> log;
  private final long covered;

  private IndexStore(Directory directory, IndexWriter writer) throws IOException {
    this.directory = directory;
    this.writer = writer;
    this.searchers = new SearcherManager(writer, null);
    Map<String, String> kept = new HashMap<>();
    Iterable<Map.Entry<String, String>> data = writer.getLiveCommitData();
    if (data != null) {
      data.forEach(entry -> kept.put(entry.getKey(), entry.getValue()));
    }
    boolean known = String.valueOf(Fields.FORM).equals(kept.get(FORM));
    this.log = known ? logName(kept) : Optional.empty();
    this.covered = log.isPresent() ? Long.parseLong(kept.getOrDefault(INDEX, "-1")) : -1;
  }

  private static Optional<LogName> logName(Map<String, String> kept) {
    String group = kept.get(GROUP);
    String recovery = kept.get(RECOVERY);
    return group == null || recovery == null
        ? Optional.empty()
        : Optional.of(new LogName(new GroupId(UUID.fromString(group)), Integer.parseInt(recovery)));
  }

  /**
   * Opens the index in a folder, or a new one where there is none, or one that cannot be read.
   *
   * @throws IOException if the folder cannot be written
   */
  static IndexStore open(Path folder) throws IOException {
    Files.createDirectories(folder);
    try {
      return openAsIs(folder);
    } catch (IOException | RuntimeException e) {
      // Damaged, or of another version: nothing in it that the catalogue does not have.
      clear(folder);
      return openAsIs(folder);
    }
  }

  private static IndexStore openAsIs(Path folder) throws IOException {
    Directory directory = FSDirectory.open(folder);
    try {
      IndexWriterConfig config = new IndexWriterConfig(Fields.analyzer());
      config.setRAMBufferSizeMB(BUFFER_MEGABYTES);
      config.setCommitOnClose(false);
      IndexWriter writer = new IndexWriter(directory, config);
      try {
        return new IndexStore(directory, writer);
      } catch (IOException | RuntimeException e) {
        writer.rollback();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  private static void clear(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> inside = Files.list(folder)) {
      files = inside.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }

  /** Which log the index on disk followed when it was opened. */
  Optional<LogName> log() {
    return log;
  }

  /** The last entry of that log that it contains. */
  long covered() {
    return covered;
  }

  void put(Content content) throws IOException {
    writer.updateDocument(key(content.root()), Fields.document(content));
  }

  /** The same for a content that is known not to be there. */
  void add(Content content) throws IOException {
    writer.addDocument(Fields.document(content));
  }

  void remove(PiecesRoot root) throws IOException {
    writer.deleteDocuments(key(root));
  }

  private static Term key(PiecesRoot root) {
    return new Term(Fields.ROOT, new BytesRef(root.toBytes()));
  }

  void clear() throws IOException {
    writer.deleteAll();
  }

  /** What was written can be found from now. */
  void refresh() throws IOException {
    searchers.maybeRefreshBlocking();
  }

  /** Puts on disk what was written, which follows from that log up to this entry. */
  void commit(LogName name, long index) throws IOException {
    writer.setLiveCommitData(
        Map.of(
                FORM, String.valueOf(Fields.FORM),
                GROUP, name.group().toString(),
                RECOVERY, String.valueOf(name.recovery()),
                INDEX, String.valueOf(index))
            .entrySet());
    writer.commit();
  }

  int contents() throws IOException {
    IndexSearcher searcher = searchers.acquire();
    try {
      return searcher.getIndexReader().numDocs();
    } finally {
      searchers.release(searcher);
    }
  }

  IndexPage search(IndexQuery query, Presence presence) throws IOException {
    IndexSearcher searcher = searchers.acquire();
    try {
      IndexPage exact = page(searcher, query, presence, false);
      if (exact.total() >= FEW || TextQuery.isEverything(query.text())) {
        return exact;
      }
      IndexPage similar = page(searcher, query, presence, true);
      return similar.total() > exact.total() ? similar : exact;
    } finally {
      searchers.release(searcher);
    }
  }

  private static IndexPage page(
      IndexSearcher searcher, IndexQuery query, Presence presence, boolean similar)
      throws IOException {
    Query words = TextQuery.of(query.text(), similar);
    Query all = FilterQuery.of(words, query.filter(), presence);
    int reach = Math.max(1, query.offset() + query.limit());
    TopDocs top =
        searcher.search(
            all,
            new TopFieldCollectorManager(
                sort(query, presence),
                Math.min(reach, Math.max(1, searcher.getIndexReader().maxDoc())),
                Integer.MAX_VALUE));
    List<PiecesRoot> roots = new ArrayList<>();
    for (int i = query.offset(); i < Math.min(top.scoreDocs.length, reach); i++) {
      if (roots.size() < query.limit()) {
        roots.add(root(searcher, top.scoreDocs[i].doc));
      }
    }
    return new IndexPage(Math.toIntExact(top.totalHits.value()), roots, similar);
  }

  /** Contents that have exactly this name, but for case and accents. */
  List<PiecesRoot> named(String name, int limit) throws IOException {
    IndexSearcher searcher = searchers.acquire();
    try {
      Query whole = new TermQuery(new Term(Fields.WHOLE, Words.folded(name)));
      List<PiecesRoot> roots = new ArrayList<>();
      for (ScoreDoc found : searcher.search(whole, limit).scoreDocs) {
        roots.add(root(searcher, found.doc));
      }
      return roots;
    } finally {
      searchers.release(searcher);
    }
  }

  private static PiecesRoot root(IndexSearcher searcher, int doc) throws IOException {
    List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
    LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(doc, leaves));
    BinaryDocValues roots = leaf.reader().getBinaryDocValues(Fields.ROOT);
    if (roots == null || !roots.advanceExact(doc - leaf.docBase)) {
      throw new IOException("a document without a root");
    }
    BytesRef root = roots.binaryValue();
    return PiecesRoot.of(
        java.util.Arrays.copyOfRange(root.bytes, root.offset, root.offset + root.length));
  }

  private static Sort sort(IndexQuery query, Presence presence) {
    SortField name = new SortField(Fields.ORDER, SortField.Type.STRING);
    SortField age = number(Fields.SINCE, false);
    boolean everything = TextQuery.isEverything(query.text());
    SortField first =
        switch (query.order()) {
          case RELEVANCE -> everything ? name : LiveHolders.relevance(presence).getSortField(true);
          case NAME -> name;
          case LARGEST -> number(Fields.SIZE, true);
          case SMALLEST -> number(Fields.SIZE, false);
          case NEWEST -> number(Fields.SINCE, true);
          case OLDEST -> age;
          case MOST_HOLDERS -> LiveHolders.count(presence).getSortField(true);
          case FEWEST_HOLDERS -> LiveHolders.count(presence).getSortField(false);
        };
    return new Sort(first, name, age);
  }

  private static SortField number(String field, boolean biggestFirst) {
    return LongField.newSortField(field, biggestFirst, SortedNumericSelector.Type.MIN);
  }

  /** Forgets what was not committed. */
  @Override
  public void close() throws IOException {
    try (Directory last = directory) {
      searchers.close();
      writer.rollback();
    }
  }
}

package minibit.cli.view;

import minibit.cli.frame.Context;
import minibit.cli.output.Output;
import minibit.daemon.api.model.CacheView;

/** The block cache: how full it is, what it is good for, and what is wanted most. */
final class CacheText {
  private final Context context;
  private final Output output;

  CacheText(Context context) {
    this.context = context;
    this.output = context.output();
  }

  /** A line, and one for each that is wanted. */
  void add(Fields fields, CacheView cache) {
    fields.add(context.text("status.cache"), filled(cache));
    String label = context.text("status.wanted");
    for (CacheView.Wanted run : cache.mostWanted()) {
      fields.add(label, wanted(run));
      label = "";
    }
  }

  private String filled(CacheView cache) {
    if (!cache.enabled()) {
      return context.text("status.cache-off");
    }
    String bytes = output.bytes(cache.bytes());
    String capacity = output.bytes(cache.capacity());
    return cache.hits() + cache.joined() + cache.misses() == 0
        ? context.text("status.cache-unasked", bytes, capacity)
        : context.text(
            "status.cache-value",
            bytes,
            capacity,
            output.percent(Math.round(cache.hitRate() * 1000), 1000));
  }

  private String wanted(CacheView.Wanted run) {
    String text =
        context.text(
            "status.wanted-value",
            output.name(run.name()),
            run.piece(),
            run.block(),
            run.block() + run.blocks() - 1,
            run.demand());
    return run.held() ? text : text + context.text("status.wanted-on-disk");
  }
}

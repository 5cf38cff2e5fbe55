package minibit.cli.simulate;

import java.util.Locale;
import minibit.cli.frame.Context;
import minibit.sim.report.Texts;

/** A report's words out of the bundles. */
record ReportTexts(Context context) implements Texts {
  @Override
  public String text(String key) {
    return context.text("simulate.report." + key);
  }

  @Override
  public Locale locale() {
    return context.output().locale();
  }
}

package io.millrace.spark.sql;

import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.SparkSessionExtensionsProvider;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * Adds Millrace's statements to every session. Spark finds it by itself when the jar is on the
 * class path at the start of the program ({@code --jars}); naming it in {@code
 * spark.sql.extensions} as well does no harm.
 */
public final class MillraceExtensions extends AbstractFunction1<SparkSessionExtensions, BoxedUnit>
    implements SparkSessionExtensionsProvider {

  @Override
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    extensions.injectParser(
        (session, delegate) ->
            delegate instanceof MillraceParser ? delegate : new MillraceParser(session, delegate));
    extensions.injectResolutionRule(session -> new OmittedColumns());
    extensions.injectPostHocResolutionRule(CheckpointRule::new);
    extensions.injectPostHocResolutionRule(session -> new StreamInSubquery());
    extensions.injectPostHocResolutionRule(session -> new KeyStays());
    extensions.injectCheckRule(session -> new OptionsStay());
    WindowFunctions.register(extensions);
    ChangeFunctions.register(extensions);
    return BoxedUnit.UNIT;
  }
}

package io.millrace.spark.error;

import org.apache.spark.QueryContext;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.trees.Origin;
import scala.Option;
import scala.collection.immutable.Map$;

/**
 * An error in what the user asked for: one sentence with the thing, its value and the remedy.
 *
 * <p>It never has a cause, so that every client of Spark shows the sentence without a stack trace.
 * {@code AnalysisException} is checked for the Java compiler although Spark throws it everywhere:
 * {@link #unchecked()} throws it from where no {@code throws} clause is allowed.
 */
public abstract class MillraceException extends AnalysisException {

  protected MillraceException(String sentence) {
    this(sentence, Option.empty(), Option.empty());
  }

  /** An error at a place in the statement's text. */
  protected MillraceException(String sentence, Origin place) {
    this(sentence, place.line(), place.startPosition());
  }

  private MillraceException(String sentence, Option<Object> line, Option<Object> column) {
    super(
        sentence,
        line,
        column,
        Option.empty(),
        Option.empty(),
        Map$.MODULE$.empty(),
        new QueryContext[0]);
  }

  /** Throws this exception; the return type lets callers write {@code throw e.unchecked()}. */
  public final RuntimeException unchecked() {
    throw MillraceException.<RuntimeException>sneak(this);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> E sneak(Throwable thrown) throws E {
    throw (E) thrown;
  }
}

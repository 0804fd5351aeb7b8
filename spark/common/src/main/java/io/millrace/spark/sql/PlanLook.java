package io.millrace.spark.sql;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.apache.spark.sql.catalyst.analysis.PlanWithUnresolvedIdentifier;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import org.apache.spark.sql.catalyst.trees.BinaryLike;
import org.apache.spark.sql.catalyst.trees.LeafLike;
import org.apache.spark.sql.catalyst.trees.UnaryLike;
import org.apache.spark.sql.execution.command.ExplainCommand;
import scala.Product;
import scala.collection.Iterator;
import scala.collection.Seq;

/**
 * What of a statement that Spark parsed concerns Millrace. It is asked for every statement of a
 * session, and must take next to no time of one that does not concern us. So a plan is gone through
 * if it is small; a long text is searched for what could concern us, and its plan gone through if
 * that is there: what lies far apart in memory is slow to go through once Spark's parser has filled
 * the caches.
 */
final class PlanLook {

  /** The plan of a text of so many characters is looked at before the text is. */
  private static final int SHORT = 2_000;

  /** To search so long a text takes longer than a few steps in its plan, which may be small. */
  private static final int LONG = 40_000;

  /** How many nodes, and how many columns and conditions, are looked at before a text. */
  private static final int STEPS = 10;

  /** To search so many characters takes about as long as to look at a node. */
  private static final int CHARACTERS_A_STEP = 4_000;

  /** How many names are asked for one by one before those of temporary views are listed. */
  private static final int ASKED_ALONE = 4;

  /** Empty where it is not asked for streams. */
  private final Optional<SessionScans> scans;

  private boolean saysLateness;
  private boolean mayReadStream;
  private int nodesLeft;
  private int itemsLeft;
  private int asked;

  private PlanLook(Optional<SessionScans> scans) {
    this.scans = scans;
  }

  /**
   * Looks at a statement.
   *
   * @param plan as Spark parsed it, nothing resolved
   * @param sql the text that it was made of
   */
  static PlanLook at(LogicalPlan plan, String sql, SessionScans scans) {
    boolean reads = scans.any() && (sql.length() <= SHORT || readingMatters(plan, scans));
    PlanLook look = new PlanLook(reads ? Optional.of(scans) : Optional.empty());
    look.look(plan, sql);
    return look;
  }

  /** Whether {@link Watermarks} have to be put into a plan, of which the rest is known. */
  static boolean saysLateness(LogicalPlan plan, String sql) {
    PlanLook look = new PlanLook(Optional.empty());
    look.look(plan, sql);
    return look.saysLateness;
  }

  /**
   * Whether it matters what a long statement reads. It does not if the statement neither writes nor
   * is answered by a preview: then at most a misplaced TUMBLING is refused in Spark's words.
   */
  private static boolean readingMatters(LogicalPlan plan, SessionScans scans) {
    return ScanUse.writes(plan) || ScanPreview.mayAnswer(plan, scans.atPrompt());
  }

  private void look(LogicalPlan plan, String sql) {
    int length = sql.length();
    boolean all = walk(plan, length <= SHORT || length > LONG ? STEPS : 0);
    if (!all && mayConcern(plan, sql)) {
      walk(plan, Integer.MAX_VALUE);
    }
  }

  /** Whether {@link Watermarks} have to be put into the plan. */
  boolean saysLateness() {
    return saysLateness;
  }

  /**
   * Whether the statement may read a scan of a stream: it names one or a temporary view of a
   * stream, or computes a name.
   */
  boolean mayReadStream() {
    return mayReadStream;
  }

  /**
   * Whether the plan has to be looked at to its end. Words are searched for last: that takes as
   * long as some more steps, which may come to the end as well. A variable may become any word.
   */
  private boolean mayConcern(LogicalPlan plan, String sql) {
    if (sql.indexOf('$') >= 0 && sql.contains("${")) {
      return true;
    }
    if (!asksForStreams() && !StreamWords.mayStandBeforeBracket(sql)) {
      return false;
    }
    if (sql.length() > LONG && walk(plan, sql.length() / CHARACTERS_A_STEP)) {
      return false;
    }
    return asksForStreams() ? scans.get().words().areIn(sql) : StreamWords.sayLateness(sql);
  }

  /** Whether a node that was not looked at could be a stream. */
  private boolean asksForStreams() {
    return scans.isPresent() && nodesLeft < 0;
  }

  /** Whether it came to the plan's end in so many steps. */
  private boolean walk(LogicalPlan plan, int steps) {
    nodesLeft = steps;
    itemsLeft = steps;
    Deque<LogicalPlan> open = new ArrayDeque<>();
    open.push(plan);
    while (!open.isEmpty() && --nodesLeft >= 0) {
      LogicalPlan node = open.pop();
      look(node);
      if (node instanceof UnresolvedWith with) {
        for (Iterator<?> each = with.cteRelations().iterator(); mayGoOn(each, open); ) {
          open.push((LogicalPlan) ((Product) each.next()).productElement(1));
        }
      }
      if (node instanceof ExplainCommand explain) {
        open.push(explain.logicalPlan());
      } else if (node instanceof UnaryLike<?> unary) {
        open.push((LogicalPlan) unary.child());
      } else if (node instanceof BinaryLike<?> binary) {
        open.push((LogicalPlan) binary.right());
        open.push((LogicalPlan) binary.left());
      } else if (!(node instanceof LeafLike<?>)) {
        for (Iterator<?> each = node.children().iterator(); mayGoOn(each, open); ) {
          open.push((LogicalPlan) each.next());
        }
      }
    }
    return nodesLeft >= 0 && itemsLeft >= 0;
  }

  /** Whether there is another node and a step left for it; none is, once one is missing. */
  private boolean mayGoOn(Iterator<?> nodes, Deque<LogicalPlan> open) {
    if (nodes.hasNext() && open.size() >= nodesLeft) {
      nodesLeft = -1;
    }
    return nodes.hasNext() && nodesLeft >= 0;
  }

  private void look(LogicalPlan node) {
    if (node instanceof Filter filter) {
      hasDelay(filter.condition());
    } else if (node instanceof Project project) {
      hasCall(project.projectList());
    } else if (node instanceof Aggregate aggregate) {
      hasCall(aggregate.aggregateExpressions());
      hasCall(aggregate.groupingExpressions());
    } else if (scans.isPresent() && !mayReadStream) {
      mayReadStream =
          node instanceof UnresolvedRelation relation
              ? isStream(relation.multipartIdentifier().last())
              : node instanceof PlanWithUnresolvedIdentifier;
    }
  }

  private void hasDelay(Expression condition) {
    Expression rest = condition;
    while (rest instanceof And and && --itemsLeft >= 0) {
      hasDelay(and.right());
      rest = and.left();
    }
    saysLateness |= Watermarks.isDelay(rest);
  }

  private void hasCall(Seq<?> items) {
    for (Iterator<?> each = items.iterator(); each.hasNext() && --itemsLeft >= 0; ) {
      saysLateness |= Watermarks.isWatermark((Expression) each.next());
    }
  }

  private boolean isStream(String name) {
    SessionScans all = scans.get();
    if (asked < ASKED_ALONE) {
      asked++;
      return all.isStream(name);
    }
    return all.words().isView(name) && all.isStream(name);
  }
}

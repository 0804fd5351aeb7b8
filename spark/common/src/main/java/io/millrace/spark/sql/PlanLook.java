package io.millrace.spark.sql;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.analysis.PlanWithUnresolvedIdentifier;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.BinaryNode;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.UnaryNode;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import scala.Product;
import scala.collection.Iterator;
import scala.collection.Seq;

/**
 * What of a statement that Spark parsed concerns Millrace. It is asked for every statement of a
 * session, so it looks at the beginning of the plan, and at the rest of a large one only if its
 * text has one of the words that could concern us: nodes of a plan lie far apart in memory, and to
 * go from one to the next takes longer than to search the piece of text that they were made of.
 */
final class PlanLook {

  /** How many nodes, and how many columns and conditions, are looked at before the text is. */
  private static final int STEPS = 50;

  /** How many names are asked for one by one before all temporary views are listed. */
  private static final int ASKED_ALONE = 8;

  /** What a text that says how late an event may be has to say. */
  private static final List<String> LATENESS = List.of("delay", "watermark");

  /** Empty where it is not asked for streams. */
  private final Optional<SessionScans> scans;

  private boolean saysLateness;
  private boolean mayReadStream;
  private int nodesLeft = STEPS;
  private int itemsLeft = STEPS;
  private int asked;
  private Set<String> views;

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
    PlanLook look = new PlanLook(Optional.of(scans).filter(SessionScans::any));
    look.look(plan, sql);
    return look;
  }

  /** Whether {@link Watermarks} have to be put into a plan, of which the rest is known. */
  static boolean saysLateness(LogicalPlan plan, String sql) {
    PlanLook look = new PlanLook(Optional.empty());
    look.look(plan, sql);
    return look.saysLateness;
  }

  private void look(LogicalPlan plan, String sql) {
    walk(plan);
    boolean all = nodesLeft >= 0 && itemsLeft >= 0;
    if (!all && mayConcern(sql)) {
      nodesLeft = Integer.MAX_VALUE;
      itemsLeft = Integer.MAX_VALUE;
      walk(plan);
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

  /** A variable may become any word, and only of English letters is the other case searched. */
  private boolean mayConcern(String sql) {
    List<String> words = new ArrayList<>(LATENESS);
    if (scans.isPresent() && nodesLeft < 0) {
      words.add("identifier");
      words.addAll(scans.get().streamNames());
    }
    return sql.contains("${")
        || !words.stream().allMatch(word -> word.chars().allMatch(letter -> letter < 128))
        || new WordSearch(words).isIn(sql);
  }

  private void walk(LogicalPlan plan) {
    Deque<LogicalPlan> open = new ArrayDeque<>();
    open.push(plan);
    while (!open.isEmpty() && --nodesLeft >= 0) {
      LogicalPlan node = open.pop();
      look(node);
      if (node instanceof UnresolvedWith with) {
        for (Iterator<?> each = with.cteRelations().iterator(); each.hasNext(); ) {
          open.push((LogicalPlan) ((Product) each.next()).productElement(1));
        }
      }
      if (node instanceof UnaryNode unary) {
        open.push(unary.child());
      } else if (node instanceof BinaryNode binary) {
        open.push(binary.right());
        open.push(binary.left());
      } else {
        for (Iterator<LogicalPlan> each = node.children().iterator(); each.hasNext(); ) {
          open.push(each.next());
        }
      }
    }
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
    if (views == null) {
      views = all.viewNames();
    }
    return views.contains(SessionScans.key(name)) && all.isStream(name);
  }
}

package io.millrace.spark.source;

import com.alicloud.openservices.tablestore.model.tunnel.TunnelInfo;
import io.millrace.spark.client.PlanningCalls;
import io.millrace.spark.error.InvalidCheckpointException;
import io.millrace.spark.options.Connection;
import io.millrace.spark.options.DefinitionOptions;
import io.millrace.spark.options.OptionValues;
import io.millrace.spark.options.TunnelChoice;
import io.millrace.spark.stream.SourceIdentity;
import io.millrace.spark.stream.SourceRecords;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.streaming.StreamingRelationV2;
import scala.collection.JavaConverters;

/** The tunnels that a streaming query reads, and those that a checkpoint was made with. */
final class QuerySources {

  private QuerySources() {}

  static void checkCheckpoint(SparkSession session, Dataset<Row> query, String checkpoint) {
    Collection<SourceIdentity> recorded =
        SourceRecords.under(checkpoint, session.sessionState().newHadoopConf());
    Set<SourceIdentity> sources = of(query);
    for (SourceIdentity source : recorded) {
      if (!sources.contains(source)) {
        throw new InvalidCheckpointException(
                "The checkpoint directory "
                    + checkpoint
                    + " belongs to a query on "
                    + source
                    + ", not on "
                    + (sources.isEmpty() ? "the sources of this one" : show(sources))
                    + ": give this query its own checkpointLocation.")
            .unchecked();
      }
    }
  }

  private static String show(Set<SourceIdentity> sources) {
    return sources.stream().map(SourceIdentity::toString).collect(Collectors.joining(" and "));
  }

  /** Whether a query reads a table of ours. */
  static boolean isIn(LogicalPlan query) {
    return leaves(query).stream()
        .anyMatch(
            leaf ->
                leaf instanceof StreamingRelationV2 relation
                    && relation.table() instanceof TablestoreTable);
  }

  /** The tunnels of a query. */
  static Set<SourceIdentity> of(Dataset<Row> query) {
    Set<SourceIdentity> sources = new LinkedHashSet<>();
    for (LogicalPlan leaf : leaves(query.queryExecution().analyzed())) {
      if (leaf instanceof StreamingRelationV2 relation
          && relation.table() instanceof TablestoreTable table) {
        OptionValues options =
            table
                .options()
                .overlaidBy(OptionValues.of(relation.extraOptions().asCaseSensitiveMap()));
        String name = options.get(DefinitionOptions.TABLE_NAME);
        sources.add(
            new SourceIdentity(
                options.get(DefinitionOptions.INSTANCE_NAME), name, tunnel(options, name)));
      }
    }
    return sources;
  }

  /** The tunnel's ID; its name when it has yet to be made. */
  private static String tunnel(OptionValues options, String table) {
    TunnelChoice choice = TunnelChoice.of(options);
    if (choice.id() != null) {
      return choice.id();
    }
    try (PlanningCalls calls = new PlanningCalls(Connection.of(options))) {
      return calls.findTunnel(table, choice).map(TunnelInfo::getTunnelId).orElse(choice.name());
    }
  }

  @SuppressWarnings("deprecation") // The one way that both Scala versions have.
  private static List<LogicalPlan> leaves(LogicalPlan plan) {
    return JavaConverters.seqAsJavaList(plan.collectLeaves());
  }
}

package io.millrace.spark.sql;

import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.parser.ParameterContext;
import org.apache.spark.sql.catalyst.parser.ParameterHandler;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Seq;

/** The parser of a session of Spark 4. */
final class MillraceParser extends GatedParser {

  MillraceParser(SparkSession session, ParserInterface spark) {
    super(session, spark);
  }

  /** Since Spark 4.1; no earlier one calls it. */
  @Override
  public LogicalPlan parsePlanWithParameters(String text, ParameterContext parameters)
      throws ParseException {
    return gate().parse(text, new Parameterized(spark(), parameters));
  }

  /** Spark's parser with the parameters of a call, a type that Spark 4.0 has not. */
  private record Parameterized(ParserInterface spark, ParameterContext parameters)
      implements SparkParser {

    @Override
    public LogicalPlan parse(String sql) throws ParseException {
      return spark.parsePlanWithParameters(sql, parameters);
    }

    @Override
    public String bound(String query) {
      return ParameterHandler.substituteParameters(query, parameters)._1();
    }
  }

  @Override
  public Seq<String> parseMultipartIdentifier(String text) throws ParseException {
    return spark().parseMultipartIdentifier(text);
  }

  @Override
  public StructType parseRoutineParam(String text) throws ParseException {
    return spark().parseRoutineParam(text);
  }
}

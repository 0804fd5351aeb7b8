package io.millrace.spark.sql;

import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.TableIdentifier;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.parser.ParameterContext;
import org.apache.spark.sql.catalyst.parser.ParameterHandler;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Seq;

/**
 * The parser of a session of Spark 4: statements go through the gate, everything else straight to
 * Spark's parser.
 */
final class MillraceParser implements ParserInterface {

  private final StatementGate gate;
  private final ParserInterface spark;

  MillraceParser(SparkSession session, ParserInterface spark) {
    this.gate = new StatementGate(session);
    this.spark = spark;
  }

  ParserInterface spark() {
    return spark;
  }

  @Override
  public LogicalPlan parsePlan(String text) throws ParseException {
    return gate.parse(text, spark::parsePlan);
  }

  /** Since Spark 4.1; no earlier one calls it. */
  @Override
  public LogicalPlan parsePlanWithParameters(String text, ParameterContext parameters)
      throws ParseException {
    return gate.parse(text, new Parameterized(spark, parameters));
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
  public LogicalPlan parseQuery(String text) throws ParseException {
    return gate.parseQuery(text, spark::parseQuery);
  }

  @Override
  public Expression parseExpression(String text) throws ParseException {
    return spark.parseExpression(text);
  }

  @Override
  public TableIdentifier parseTableIdentifier(String text) throws ParseException {
    return spark.parseTableIdentifier(text);
  }

  @Override
  public FunctionIdentifier parseFunctionIdentifier(String text) throws ParseException {
    return spark.parseFunctionIdentifier(text);
  }

  @Override
  public Seq<String> parseMultipartIdentifier(String text) throws ParseException {
    return spark.parseMultipartIdentifier(text);
  }

  @Override
  public StructType parseRoutineParam(String text) throws ParseException {
    return spark.parseRoutineParam(text);
  }

  @Override
  public StructType parseTableSchema(String text) throws ParseException {
    return spark.parseTableSchema(text);
  }

  @Override
  public DataType parseDataType(String text) throws ParseException {
    return spark.parseDataType(text);
  }
}

package io.millrace.spark.sql;

import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.TableIdentifier;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * The parser of a session, as far as it is the same on every line: statements go through the gate,
 * everything else straight to Spark's parser.
 */
abstract class GatedParser implements ParserInterface {

  private final StatementGate gate;
  private final ParserInterface spark;

  GatedParser(SparkSession session, ParserInterface spark) {
    this.gate = new StatementGate(session);
    this.spark = spark;
  }

  StatementGate gate() {
    return gate;
  }

  ParserInterface spark() {
    return spark;
  }

  @Override
  public LogicalPlan parsePlan(String text) throws ParseException {
    return gate.parse(text, spark::parsePlan);
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
  public StructType parseTableSchema(String text) throws ParseException {
    return spark.parseTableSchema(text);
  }

  @Override
  public DataType parseDataType(String text) throws ParseException {
    return spark.parseDataType(text);
  }
}

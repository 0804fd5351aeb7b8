package io.millrace.spark.sql;

import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import scala.collection.Seq;

/** The parser of a session of Spark 3.5. */
final class MillraceParser extends GatedParser {

  MillraceParser(SparkSession session, ParserInterface spark) {
    super(session, spark);
  }

  @Override
  public Seq<String> parseMultipartIdentifier(String text) throws ParseException {
    return spark().parseMultipartIdentifier(text);
  }
}

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A prompt: runs the statements of its standard input, each ended by a semicolon at the end of a
 * line, and prints their rows with tabs between the columns. Its argument is the address of a
 * server of Spark Connect, or a master for a session of its own.
 */
public final class Prompt {
  private Prompt() {}

  public static void main(String[] arguments) throws IOException {
    SparkSession.Builder builder = SparkSession.builder();
    SparkSession session =
        (arguments[0].startsWith("sc://")
                ? builder.remote(arguments[0])
                : builder.master(arguments[0]))
            .getOrCreate();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    StringBuilder statement = new StringBuilder();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      statement.append(line).append('\n');
      if (line.endsWith(";")) {
        run(session, statement.substring(0, statement.lastIndexOf(";")));
        statement.setLength(0);
      }
    }
    session.stop();
  }

  private static void run(SparkSession session, String sql) {
    try {
      for (Row row : session.sql(sql).collectAsList()) {
        System.out.println(
            IntStream.range(0, row.length())
                .mapToObj(at -> String.valueOf(row.get(at)).replace("null", "NULL"))
                .collect(Collectors.joining("\t")));
      }
    } catch (Exception refused) {
      System.out.println("refused: " + refused.getMessage());
    }
  }
}

package io.millrace.spark.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import io.millrace.local.junit.LocalInstance;
import io.millrace.local.junit.LocalTablestoreExtension;
import io.millrace.spark.Instances;
import io.millrace.spark.SparkLocal;
import io.millrace.spark.error.InvalidCatalogException;
import io.millrace.spark.schema.CatalogText;
import io.millrace.spark.schema.ServiceType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The tables of the types page say what is. */
class TypesPageIT {

  @RegisterExtension
  static final LocalTablestoreExtension TABLESTORE =
      LocalTablestoreExtension.builder().partitions(4).build();

  private static final Path PAGE = Path.of("../../docs/types.md");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  private final SparkSession spark = SparkLocal.session();
  private Map<String, String> options;

  @BeforeEach
  void createTable(LocalInstance instance, SyncClient client) {
    Instances.createTable(client, "Types", "id", PrimaryKeyType.INTEGER);
    options = Instances.options(instance, "Types", "");
    options.remove("catalog");
  }

  /** The cells of the rows of the table below a heading. */
  private static List<String[]> table(String heading) throws IOException {
    String page = Files.readString(PAGE);
    String section = page.substring(page.indexOf("\n## " + heading) + 4);
    List<String[]> rows = new ArrayList<>();
    for (String line : section.split("\n## ", -1)[0].split("\n", -1)) {
      if (line.startsWith("| `")) {
        rows.add(line.substring(1, line.length() - 1).split("\\|", -1));
      }
    }
    return rows;
  }

  private static List<String> code(String cell) {
    List<String> found = new ArrayList<>();
    Matcher matcher = CODE.matcher(cell);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  @Test
  void everyTypeThatGoesBothWaysDoes(SyncClient client) throws IOException {
    List<String[]> rows = table("Types that go both ways");
    StringBuilder columns = new StringBuilder("(id BIGINT");
    StringBuilder values = new StringBuilder("SELECT 1L AS id");
    StringBuilder catalog = new StringBuilder("{\"columns\": {\"id\": {\"type\": \"long\"}");
    for (int i = 0; i < rows.size(); i++) {
      columns.append(", c").append(i).append(' ').append(code(rows.get(i)[0]).get(0));
      values.append(", ").append(code(rows.get(i)[4]).get(0)).append(" AS c").append(i);
      String type = code(rows.get(i)[1]).get(0);
      catalog.append(", \"c").append(i).append("\": {\"type\": \"").append(type).append("\"}");
    }
    spark.sql(Instances.createStatement("types", columns + ")", options));
    spark.sql("INSERT INTO types " + values);

    Row expected = spark.sql(values.toString()).first();
    assertThat(show(spark.table("types").first())).isEqualTo(show(expected));

    // The same types by their names in a catalog, and the cells that the page tells of.
    options.put("catalog", catalog + "}}");
    Row loaded = spark.read().format("tablestore").options(options).load().first();
    assertThat(show(loaded)).isEqualTo(show(expected));
    options.remove("catalog");
    StructType cells = spark.read().format("tablestore").options(options).load().schema();
    for (int i = 0; i < rows.size(); i++) {
      String cell = rows.get(i)[2].strip().split(",", -1)[0];
      assertThat(cells.apply("c" + i).dataType())
          .as(rows.get(i)[0])
          .isEqualTo(ServiceType.valueOf(cell).sparkType());
    }
    spark.sql("DROP TABLE types");
  }

  private static List<String> show(Row row) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      values.add(
          row.get(i) instanceof byte[] bytes ? java.util.Arrays.toString(bytes) : "" + row.get(i));
    }
    return values;
  }

  @Test
  void everyTypeThatIsRefusedIs() throws IOException {
    List<String[]> rows = table("Types that are refused");
    assertThat(rows).hasSizeGreaterThan(4);
    for (String[] row : rows) {
      String columns = "(id BIGINT, c " + code(row[0]).get(0) + ")";
      assertThatThrownBy(() -> spark.sql(Instances.createStatement("types", columns, options)))
          .as(row[0])
          .isInstanceOf(InvalidCatalogException.class)
          .hasMessageContaining("Column 'c' of table Types has the type ");
    }
  }

  @Test
  void everyNameOfACatalogIsOnThePage() throws IOException {
    List<String> names = new ArrayList<>();
    table("Types that go both ways").forEach(row -> names.addAll(code(row[1])));

    for (String name : names) {
      assertThat(CatalogText.parse("{\"columns\": {\"c\": {\"type\": \"" + name + "\"}}}").fields())
          .hasSize(1);
    }
    assertThatThrownBy(() -> CatalogText.parse("{\"columns\": {\"c\": {\"type\": \"text\"}}}"))
        .satisfies(
            e -> {
              String known = e.getMessage().replaceAll(".*use one of (.*)\\.$", "$1");
              assertThat(names)
                  .containsAll(
                      List.of(known.replace(", decimal(precision,scale)", "").split(", ", -1)));
            });
  }
}

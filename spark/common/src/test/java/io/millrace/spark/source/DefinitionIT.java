package io.millrace.spark.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import io.millrace.local.junit.LocalInstance;
import io.millrace.local.junit.LocalTablestoreExtension;
import io.millrace.spark.Instances;
import io.millrace.spark.SparkLocal;
import io.millrace.spark.error.AccessDeniedException;
import io.millrace.spark.error.InvalidCatalogException;
import io.millrace.spark.error.InvalidOptionException;
import io.millrace.spark.error.InvalidQueryException;
import io.millrace.spark.error.MillraceException;
import io.millrace.spark.error.UnknownObjectException;
import io.millrace.spark.error.UnreachableServiceException;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a new user may get wrong in CREATE TABLE: one sentence each, and no table. */
class DefinitionIT {

  @RegisterExtension
  static final LocalTablestoreExtension TABLESTORE =
      LocalTablestoreExtension.builder().partitions(4).build();

  private final SparkSession spark = SparkLocal.session();
  private Map<String, String> options;

  @BeforeEach
  void createTable(LocalInstance instance, SyncClient client) {
    Instances.createTable(
        client, "Orders", "user", PrimaryKeyType.STRING, "order", PrimaryKeyType.INTEGER);
    options =
        Instances.options(
            instance, "Orders", catalog("\"user\": \"string\"", "\"order\": \"long\""));
  }

  private static String catalog(String... columns) {
    return "{\"columns\": {"
        + String.join(", ", columns).replaceAll(": (\"[^\"]*\")", ": {\"type\": $1}")
        + "}}";
  }

  private void refused(Class<? extends MillraceException> type, String sentence) {
    refusedWith("", type, sentence);
  }

  /** The same of a statement that lists the columns itself. */
  private void refusedWith(
      String columns, Class<? extends MillraceException> type, String sentence) {
    assertThatThrownBy(() -> spark.sql(Instances.createStatement("wrong", columns, options)))
        .isInstanceOf(type)
        .hasNoCause()
        .hasMessage(sentence);
    assertThat(spark.catalog().tableExists("wrong")).isFalse();
  }

  @Test
  void catalogThatIsNotJson() {
    options.put("catalog", "{\"columns\": ");
    refused(
        InvalidCatalogException.class,
        "Option catalog is not JSON at line 1, column 13: write it like {\"columns\": {\"id\":"
            + " {\"type\": \"string\"}, \"price\": {\"type\": \"double\"}}}.");
  }

  @Test
  void columnTwice() {
    options.put("catalog", catalog("\"user\": \"string\"", "\"user\": \"string\""));
    refused(
        InvalidCatalogException.class,
        "Option catalog names column 'user' twice: keep one of them.");
  }

  @Test
  void columnsThatDifferInCaseAlone() {
    String[] columns = {
      "\"user\": \"string\"",
      "\"order\": \"long\"",
      "\"price\": \"double\"",
      "\"Price\": \"double\""
    };
    options.put("catalog", catalog(columns));
    refused(
        InvalidCatalogException.class,
        "Columns 'price' and 'Price' of table Orders differ in nothing that Spark sees: leave one of"
            + " them out, or set spark.sql.caseSensitive to true.");
    spark.conf().set("spark.sql.caseSensitive", "true");
    try {
      spark.sql(Instances.createStatement("cased", "", options));
      spark.sql("INSERT INTO cased VALUES ('ann', 1, 2.0D, 3.0D)");
      assertThat(spark.sql("SELECT Price, price FROM cased").first().mkString(" "))
          .isEqualTo("3.0 2.0");
    } finally {
      spark.conf().unset("spark.sql.caseSensitive");
      spark.sql("DROP TABLE cased");
    }
  }

  @Test
  void columnWithoutAName() {
    options.put("catalog", catalog("\"user\": \"string\"", "\"\": \"long\""));
    refused(
        InvalidCatalogException.class,
        "A column of table Orders has no name: give it one, or leave it out.");
  }

  @Test
  void unknownType() {
    options.put("catalog", catalog("\"user\": \"text\"", "\"order\": \"long\""));
    refused(
        InvalidCatalogException.class,
        "Option catalog gives column 'user' the type 'text', which Tablestore has no cells for: use"
            + " one of bigint, binary, boolean, byte, date, decimal(precision,scale), double,"
            + " float, int, integer, long, short, smallint, string, timestamp, timestamp_ntz,"
            + " tinyint.");
  }

  @Test
  void keyColumnMissing() {
    options.put("catalog", catalog("\"user\": \"string\"", "\"price\": \"double\""));
    refused(
        InvalidCatalogException.class,
        "The columns given for table Orders lack its key column 'order': add it to catalog.");
  }

  @Test
  void keyColumnOfAnotherType() {
    options.put("catalog", catalog("\"user\": \"string\"", "\"order\": \"string\""));
    refused(
        InvalidCatalogException.class,
        "Key column 'order' of table Orders is INTEGER in Tablestore but string in the columns"
            + " given: make it long.");
  }

  @Test
  void typesThatNoCellHolds() {
    options.remove("catalog");
    String columns = "(user STRING, order BIGINT, tags %s)";

    for (String type : List.of("ARRAY<INT>", "MAP<STRING, INT>", "STRUCT<a: INT>")) {
      assertThatThrownBy(
              () -> spark.sql(Instances.createStatement("wrong", columns.formatted(type), options)))
          .isInstanceOf(InvalidCatalogException.class)
          .hasMessageContaining("Column 'tags' of table Orders has the type " + shown(type))
          .hasMessageContaining("keep it as text with to_json");
    }
    assertThatThrownBy(
            () ->
                spark.sql(
                    Instances.createStatement(
                        "wrong", columns.formatted("INTERVAL DAY TO SECOND"), options)))
        .isInstanceOf(InvalidCatalogException.class)
        .hasMessageContaining("which Tablestore has no cells for: use one of");
    assertThat(spark.catalog().tableExists("wrong")).isFalse();
  }

  private static String shown(String type) {
    return type.toLowerCase(Locale.ROOT).replace(" ", "");
  }

  @Test
  void misspeltOption() {
    options.put("tunel.id", "x");
    refused(InvalidOptionException.class, "Option tunel.id is not known: did you mean tunnel.id?");
  }

  @Test
  void missingOption() {
    options.remove("instance.name");
    refused(
        InvalidOptionException.class,
        "Option instance.name is missing: give a name of letters, digits, hyphens and"
            + " underscores.");
  }

  @Test
  void wrongSecret() {
    options.put("access.key.secret", "not-the-secret");
    refused(AccessDeniedException.class, keyIsNotAccepted());
  }

  private String keyIsNotAccepted() {
    return "The service at "
        + options.get("endpoint")
        + " does not accept the access key for instance "
        + options.get("instance.name")
        + ": correct the options access.key.id and access.key.secret.";
  }

  @Test
  void unknownKeyId() {
    options.put("access.key.id", "nobody");
    refused(AccessDeniedException.class, keyIsNotAccepted());
  }

  @Test
  void listedColumnsAreCheckedLikeThoseOfACatalog() {
    String columns = "(user STRING, order BIGINT, price DOUBLE)";
    options.remove("catalog");
    spark.sql(Instances.createStatement("right", columns, options));
    spark.sql("DROP TABLE right");

    refusedWith(
        "(user STRING, price DOUBLE)",
        InvalidCatalogException.class,
        "The columns given for table Orders lack its key column 'order': add it to catalog.");
    refusedWith(
        "(user STRING, order STRING)",
        InvalidCatalogException.class,
        "Key column 'order' of table Orders is INTEGER in Tablestore but string in the columns"
            + " given: make it long.");
    options.put("tunel.id", "x");
    refusedWith(
        columns,
        InvalidOptionException.class,
        "Option tunel.id is not known: did you mean tunnel.id?");
    options.remove("tunel.id");
    options.put("catalog", "{\"columns\": ");
    refusedWith(
        columns,
        InvalidCatalogException.class,
        "Option catalog is not JSON at line 1, column 13: write it like {\"columns\": {\"id\":"
            + " {\"type\": \"string\"}, \"price\": {\"type\": \"double\"}}}.");
    options.remove("catalog");
    String secret = options.put("access.key.secret", "not-the-secret");
    refusedWith(columns, AccessDeniedException.class, keyIsNotAccepted());
    options.put("access.key.secret", secret);
    options.put("table.name", "Nothing");
    refusedWith(columns, UnknownObjectException.class, nothingDoesNotExist());
  }

  @Test
  void aTableIsNotPartitioned() {
    String create =
        Instances.createStatement("wrong", "(user STRING, order BIGINT, day STRING)", options);

    assertThatThrownBy(() -> spark.sql(create + " PARTITIONED BY (day)"))
        .isInstanceOf(InvalidQueryException.class)
        .hasMessageEndingWith("remove the clause.");
    assertThat(spark.catalog().tableExists("wrong")).isFalse();
  }

  @Test
  void alterTableChangesNoOption() {
    spark.sql(Instances.createStatement("altered", "", options));
    try {
      for (String change :
          List.of(
              "SET TBLPROPERTIES('Access.key.secret' = 'd0nt')",
              "UNSET TBLPROPERTIES('endpoint')")) {
        assertThatThrownBy(() -> spark.sql("ALTER TABLE altered " + change))
            .isInstanceOf(AnalysisException.class)
            .hasMessageMatching(
                "(?s)Option (Access.key.secret|endpoint) of table altered cannot be.*")
            .hasMessageNotContaining("d0nt");
      }
      spark.sql("ALTER TABLE altered SET TBLPROPERTIES('team' = 'shop')");
      assertThat(spark.sql("SHOW TBLPROPERTIES altered").collectAsList().toString())
          .contains("[team,shop]");
    } finally {
      spark.sql("DROP TABLE altered");
    }
  }

  @Test
  void alterTableLeavesTheKey() {
    spark.sql(Instances.createStatement("altered", "", options));
    try {
      for (String change :
          List.of(
              "DROP COLUMN `order`",
              "RENAME COLUMN `order` TO number",
              "REPLACE COLUMNS (user STRING, number BIGINT)")) {
        assertThatThrownBy(() -> spark.sql("ALTER TABLE altered " + change))
            .as(change)
            .isInstanceOf(AnalysisException.class)
            .hasMessage(
                "Column order of table altered is of the key of "
                    + options.get("instance.name")
                    + ".Orders, without which no row can be read or written: leave it as it is.");
      }
      assertThatThrownBy(() -> spark.sql("ALTER TABLE altered ADD COLUMN m MAP<STRING, STRING>"))
          .isInstanceOf(InvalidCatalogException.class)
          .hasMessageStartingWith("Column 'm' of table Orders has the type map<string,string>");
      spark.sql("ALTER TABLE altered ADD COLUMNS (price DOUBLE, note STRING)");
      spark.sql("ALTER TABLE altered DROP COLUMN note");
      assertThat(spark.table("altered").columns()).containsExactly("user", "order", "price");
    } finally {
      spark.sql("DROP TABLE altered");
    }
  }

  @Test
  void unknownInstance() {
    options.put("instance.name", "nowhere");
    refused(
        UnknownObjectException.class,
        "Instance nowhere does not exist at "
            + options.get("endpoint")
            + ": correct the option instance.name or create the instance.");
  }

  @Test
  void unknownTable() {
    options.put("table.name", "Nothing");
    refused(UnknownObjectException.class, nothingDoesNotExist());
  }

  private String nothingDoesNotExist() {
    return "Table Nothing does not exist in instance "
        + options.get("instance.name")
        + " at "
        + options.get("endpoint")
        + ": create it there or correct the option table.name.";
  }

  @Test
  void unknownTunnel() {
    options.put("tunnel.id", "00000000-0000-0000-0000-000000000000");
    refused(
        UnknownObjectException.class,
        "Tunnel 00000000-0000-0000-0000-000000000000 does not exist on table Orders: create a"
            + " tunnel on the table and give its ID as tunnel.id.");
  }

  @Test
  void endpointThatDoesNotAnswer() throws IOException {
    String endpoint;
    try (ServerSocket free = new ServerSocket(0)) {
      endpoint = "http://127.0.0.1:" + free.getLocalPort();
    }
    options.put("endpoint", endpoint);
    refused(
        UnreachableServiceException.class,
        "The endpoint "
            + endpoint
            + " does not answer (connection refused): start the server or correct the option"
            + " endpoint.");
  }

  @Test
  void hostThatDoesNotExist() {
    options.put("endpoint", "http://no-such-host.invalid:8087");
    refused(
        UnreachableServiceException.class,
        "The endpoint http://no-such-host.invalid:8087 does not answer (unknown host): start the"
            + " server or correct the option endpoint.");
  }
}

package io.millrace.spark.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TunnelClient;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.alicloud.openservices.tablestore.model.tunnel.TunnelType;
import io.millrace.local.junit.LocalInstance;
import io.millrace.local.junit.LocalTablestoreExtension;
import io.millrace.spark.Instances;
import io.millrace.spark.SparkLocal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The statements of the data source's page run, in their order. */
class DataSourcePageIT {

  @RegisterExtension
  static final LocalTablestoreExtension TABLESTORE =
      LocalTablestoreExtension.builder().partitions(4).build();

  private static final Path PAGE = Path.of("../../docs/data-source.md");
  private static final String STREAMS = "\n## Streams";
  private static final Pattern BLOCK = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);

  @Test
  void theStatementsOfThePageRun(LocalInstance instance, SyncClient client) throws IOException {
    Instances.createTable(
        client, "Orders", "UserId", PrimaryKeyType.STRING, "OrderId", PrimaryKeyType.INTEGER);
    SparkSession spark = SparkLocal.session().newSession();
    SessionCatalogInstaller.install(spark);
    List<String> shown = new ArrayList<>();

    Matcher blocks = BLOCK.matcher(Files.readString(PAGE).split(STREAMS, -1)[0]);
    while (blocks.find()) {
      for (String statement : blocks.group(1).split(";\n", -1)) {
        if (!statement.isBlank()) {
          shown.add(
              statement.strip()
                  + " => "
                  + show(spark.sql(filled(statement, instance)).collectAsList()));
        }
      }
    }

    assertThat(shown)
        .anySatisfy(
            text -> assertThat(text).startsWith("SELECT UserId, count").contains("[ann,2,13.5]"))
        .anySatisfy(text -> assertThat(text).endsWith("=> [[ann,2,3.0]]"))
        .anySatisfy(text -> assertThat(text).endsWith("=> [[ann,13.5,2], [bob,7.25,1]]"))
        .anySatisfy(text -> assertThat(text).startsWith("EXPLAIN").contains("counted"));
    assertThat(client.listTable().getTableNames()).containsExactly("Orders");
  }

  @Test
  void theCopyOfATableIsKeptEqual(
      LocalInstance instance, SyncClient client, TunnelClient tunnels, @TempDir Path directory)
      throws Exception {
    for (String table : List.of("Items", "ItemsCopy")) {
      Instances.createTable(client, table, "id", PrimaryKeyType.INTEGER);
    }
    String tunnel = Instances.createTunnel(tunnels, "Items", TunnelType.Stream);
    SparkSession spark = SparkLocal.session().newSession();
    SessionCatalogInstaller.install(spark);
    spark.conf().set("spark.millrace.registry", directory.resolve("registry").toString());
    String options =
        "endpoint='%s', instance.name='%s', access.key.id='%s', access.key.secret='%s'"
            .formatted(
                instance.endpoint(),
                instance.name(),
                instance.accessKeyId(),
                instance.accessKeySecret());
    Matcher blocks = BLOCK.matcher(Files.readString(PAGE).split(STREAMS, -1)[1]);
    assertThat(blocks.find()).isTrue();
    for (String statement : blocks.group(1).split(";\n", -1)) {
      if (!statement.isBlank()) {
        spark.sql(
            statement
                .replace("OPTIONS(...", "OPTIONS(" + options)
                .replace("tunnel.id='...'", "tunnel.id='" + tunnel + "'")
                .replace("'...'", "'" + directory.resolve("checkpoint") + "'"));
      }
    }
    assertThat(blocks.find()).as("another example, which nothing runs").isFalse();
    StreamingQuery copy = spark.streams().active()[0];
    try {
      spark.sql("INSERT INTO items VALUES (1, 'one'), (2, 'two')");
      copy.processAllAvailable();
      assertThat(show(spark.sql("SELECT * FROM items_copy").collectAsList()))
          .isEqualTo("[[1,one], [2,two]]");
    } finally {
      copy.stop();
      spark.sql("DROP TABLE items");
      spark.sql("DROP TABLE items_copy");
    }
  }

  private static String show(List<Row> rows) {
    return rows.stream().map(Row::toString).sorted().toList().toString();
  }

  private static String filled(String statement, LocalInstance instance) {
    return statement
        .replace("https://INSTANCE.REGION.ots.aliyuncs.com", instance.endpoint())
        .replace("INSTANCE", instance.name())
        .replace("access.key.id = ID", "access.key.id = " + instance.accessKeyId())
        .replace("'ID'", "'" + instance.accessKeyId() + "'")
        .replace("SECRET", instance.accessKeySecret());
  }
}

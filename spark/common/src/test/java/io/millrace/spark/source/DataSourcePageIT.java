package io.millrace.spark.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The statements of the data source's page run, in their order. */
class DataSourcePageIT {

  @RegisterExtension
  static final LocalTablestoreExtension TABLESTORE =
      LocalTablestoreExtension.builder().partitions(4).build();

  private static final Path PAGE = Path.of("../../docs/data-source.md");
  private static final Pattern BLOCK = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);

  @Test
  void theStatementsOfThePageRun(LocalInstance instance, SyncClient client) throws IOException {
    Instances.createTable(
        client, "Orders", "UserId", PrimaryKeyType.STRING, "OrderId", PrimaryKeyType.INTEGER);
    SparkSession spark = SparkLocal.session().newSession();
    SessionCatalogInstaller.install(spark);
    List<String> shown = new ArrayList<>();

    Matcher blocks = BLOCK.matcher(Files.readString(PAGE).split("\n## Streams", -1)[0]);
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

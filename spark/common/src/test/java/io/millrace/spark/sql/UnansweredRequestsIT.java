package io.millrace.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alicloud.openservices.tablestore.SyncClient;
import io.millrace.local.junit.LocalInstance;
import io.millrace.local.junit.LocalTablestoreExtension;
import io.millrace.local.server.fault.Fault;
import io.millrace.spark.Instances;
import io.millrace.spark.catalog.TablestoreCatalog;
import java.time.Duration;
import org.apache.spark.sql.AnalysisException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What statements make of requests that were carried out and whose connection then ended. */
class UnansweredRequestsIT {

  @RegisterExtension
  static final LocalTablestoreExtension TABLESTORE =
      LocalTablestoreExtension.builder().partitions(2).build();

  @RegisterExtension static final SqlSession session = new SqlSession();

  @BeforeEach
  void createItems(LocalInstance instance, SyncClient client) {
    Instances.createItems(client, "Items");
    session.sql(
        Instances.createStatement(
            "items", "", Instances.options(instance, "Items", Instances.ITEMS)));
  }

  @AfterEach
  void dropItems() {
    assertThat(TABLESTORE.server().faults().pending()).isEmpty();
    session.sql("DROP TABLE items");
  }

  private static void loseAnswers(String operation, int times) {
    TABLESTORE.server().faults().inject(Fault.dropReply(operation).times(times));
  }

  /** The next request is not carried out, and nobody says so. */
  private static void loseRequest(String operation) {
    TABLESTORE
        .server()
        .faults()
        .inject(new Fault(operation, 1, "OTSServerBusy", null, Duration.ZERO, true));
  }

  @Test
  void rowsWithKeysOfTheirOwnAreThereOnce() {
    loseAnswers("BatchWriteRow", 3);

    session.sql("INSERT INTO items SELECT id, concat('item ', id), id % 10 FROM range(1000)");

    assertThat(session.rows("SELECT count(*), count(DISTINCT id), sum(n) FROM items"))
        .containsExactly("[1000,1000,4500]");
    assertThat(session.rows("SELECT v FROM items WHERE id = 999")).containsExactly("[item 999]");
  }

  @Test
  void rowsWhoseKeysTheServiceMakesAreThereAgain(LocalInstance instance, SyncClient client) {
    Instances.createLog(client, "Log");
    session.sql(
        Instances.createStatement("log", "", Instances.options(instance, "Log", Instances.LOG)));
    loseAnswers("BatchWriteRow", 1);

    session.sql("INSERT INTO log (day, word) VALUES ('monday', 'a')");

    assertThat(session.rows("SELECT word FROM log")).containsExactly("[a]", "[a]");
    session.sql("DROP TABLE log");
  }

  @Test
  void aTableThatWasMadeIsSaidToBeThere(LocalInstance instance) {
    configureCatalog(instance);
    String create = "CREATE TABLE ots.Made (a STRING, b BIGINT) TBLPROPERTIES('primary.key' = 'a')";
    loseAnswers("CreateTable", 1);

    assertThatThrownBy(() -> session.sql(create))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("already exists");

    session.sql(create.replace("ots.Made", "IF NOT EXISTS ots.Made"));
    session.sql("INSERT INTO ots.Made VALUES ('x', 1)");
    assertThat(session.rows("SELECT * FROM ots.Made")).containsExactly("[x,1]");

    loseAnswers("DeleteTable", 1);
    session.sql("DROP TABLE ots.Made");
    assertThat(session.rows("SHOW TABLES IN ots")).hasSize(1);
  }

  private static void configureCatalog(LocalInstance instance) {
    String prefix = "spark.sql.catalog.ots";
    session.spark().conf().set(prefix, TablestoreCatalog.class.getName());
    session.spark().conf().set(prefix + ".endpoint", instance.endpoint());
    session.spark().conf().set(prefix + ".instance.name", instance.name());
    session.spark().conf().set(prefix + ".access.key.id", instance.accessKeyId());
    session.spark().conf().set(prefix + ".access.key.secret", instance.accessKeySecret());
  }

  @Test
  void tunnelsAreMadeAndDroppedAllTheSame() {
    loseAnswers("tunnel/create", 1);
    session.sql("CREATE TUNNEL changes ON items");
    assertThat(session.rows("SHOW TUNNELS ON items")).hasSize(1);

    loseAnswers("tunnel/delete", 1);
    session.sql("DROP TUNNEL changes ON items");
    assertThat(session.rows("SHOW TUNNELS ON items")).isEmpty();
  }

  @Test
  void tunnelsThatWereNotMadeOrDroppedAreNotSaidToBe() {
    loseRequest("tunnel/create");
    assertThatThrownBy(() -> session.sql("CREATE TUNNEL changes ON items"))
        .hasMessageContaining("does not answer");
    assertThat(session.rows("SHOW TUNNELS ON items")).isEmpty();

    session.sql("CREATE TUNNEL changes ON items");
    loseRequest("tunnel/delete");
    assertThatThrownBy(() -> session.sql("DROP TUNNEL changes ON items"))
        .hasMessageContaining("does not answer");
    assertThat(session.rows("SHOW TUNNELS ON items")).hasSize(1);
    session.sql("DROP TUNNEL changes ON items");
  }
}

package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

/**
 * A statement of every kind that Delta and Iceberg add to Spark's or take from it, each known to
 * have worked by what it leaves. Not here are those that another version or another catalog has:
 * identity columns of Delta, {@code UPGRADE UNIFORM}, which needs a Hive metastore, and views of
 * Iceberg, which a catalog in a directory has not.
 *
 * @param sql a prompt that has Delta as the session's catalog and Iceberg as {@code ice}
 * @param directory where a table of files goes
 */
record TheirStatements(SqlPrompt sql, Path directory) {
  /** How Spark and the two of them begin an error. */
  private static final String ERROR = "(?i)error|refused:|\\tat |\\[[A-Z][A-Z0-9_.]{5,}\\]";

  /** Runs statements, none of which is refused. */
  static String fine(SqlPrompt sql, String... statements) {
    String answer = sql.ask(statements);
    assertThat(answer).doesNotContainPattern(ERROR);
    return answer;
  }

  /** A statement of each that only their parsers know; leaves what {@link #all} leaves. */
  void some() {
    fine(
        sql,
        "CREATE TABLE d (id BIGINT, n BIGINT) USING delta",
        "INSERT INTO d VALUES (1, 1), (2, 2)",
        "OPTIMIZE d",
        "CREATE TABLE ice.db.i (id BIGINT, n BIGINT) USING iceberg",
        "ALTER TABLE ice.db.i ADD PARTITION FIELD bucket(2, id)",
        "INSERT INTO ice.db.i VALUES (1, 1), (2, 2)");
    assertThat(fine(sql, "DESCRIBE HISTORY d")).contains("\tWRITE\t");
    assertThat(fine(sql, "CALL ice.system.rewrite_data_files(table => 'db.i')")).contains("0\t0\t");
    mistaken();
  }

  /** Leaves the rows (1, 1) and (2, 2) in {@code d} and in {@code ice.db.i}. */
  void all() {
    deltas();
    icebergs();
    mistaken();
  }

  private void mistaken() {
    assertThat(sql.ask("OPTIMISE d")).contains("'OPTIMISE'").doesNotContain("STREAM");
    assertThat(sql.ask("CALL ice.system.rewrite_data_filez(table => 'db.i')"))
        .contains("rewrite_data_filez");
    assertThat(sql.ask("ALTER TABLE ice.db.i CREATE BRENCH b"))
        .contains("BRENCH")
        .doesNotContain("STREAM");
  }

  private void deltas() {
    String plain = "parquet.`" + directory.resolve("plain") + "`";
    fine(
        sql,
        "CREATE TABLE d (id BIGINT, n BIGINT) USING delta TBLPROPERTIES (delta.enableChangeDataFeed = true)",
        "INSERT INTO d VALUES (1, 1), (2, 2)",
        "UPDATE d SET n = 20 WHERE id = 2",
        "DELETE FROM d WHERE id = 1",
        "MERGE INTO d USING (SELECT 3 AS id) s ON d.id = s.id WHEN NOT MATCHED THEN INSERT (id, n) VALUES (3, 3)",
        "INSERT OVERWRITE d VALUES (4, 4)",
        "RESTORE TABLE d TO VERSION AS OF 1",
        "ALTER TABLE d ADD CONSTRAINT positive CHECK (n > 0)",
        "ALTER TABLE d DROP CONSTRAINT positive",
        "ALTER TABLE d SET TBLPROPERTIES (delta.appendOnly = false)",
        "OPTIMIZE d WHERE true ZORDER BY (n)",
        "VACUUM d RETAIN 200 HOURS DRY RUN",
        "VACUUM d",
        "GENERATE symlink_format_manifest FOR TABLE d",
        "CREATE TABLE d_clone SHALLOW CLONE d VERSION AS OF 3",
        "CREATE TABLE d_clustered (id BIGINT, n BIGINT) USING delta CLUSTER BY (id)",
        "ALTER TABLE d_clustered CLUSTER BY (n)",
        "ALTER TABLE d_clustered CLUSTER BY NONE",
        "INSERT OVERWRITE DIRECTORY '"
            + plain.substring(9, plain.length() - 1)
            + "' USING parquet SELECT 1 AS id",
        "CONVERT TO DELTA " + plain + " NO STATISTICS");
    assertThat(directory.resolve("spark-warehouse/d/_symlink_format_manifest/manifest")).exists();
    assertThat(fine(sql, "REORG TABLE d_clustered APPLY (PURGE)"))
        .containsPattern("d_clustered\t\\{");
    assertThat(fine(sql, "DESCRIBE HISTORY d"))
        .contains("\tCREATE TABLE\t", "\tWRITE\t", "\tUPDATE\t", "\tDELETE\t", "\tMERGE\t")
        .contains("\tRESTORE\t", "\tADD CONSTRAINT\t", "\tDROP CONSTRAINT\t")
        .contains("\tSET TBLPROPERTIES\t", "\tOPTIMIZE\t", "\tVACUUM END\t");
    assertThat(fine(sql, "DESC HISTORY d_clustered LIMIT 3").split("\tCLUSTER BY\t", -1))
        .hasSize(3);
    assertThat(
            fine(sql, "DESCRIBE DETAIL d", "DESC DETAIL " + plain.replace("parquet", "delta"))
                .split("delta\t", -1))
        .hasSize(3);
    assertThat(fine(sql, "SHOW COLUMNS IN d", "SHOW TBLPROPERTIES d"))
        .contains("id\n", "n\n", "delta.appendOnly\tfalse");
    assertThat(
            fine(
                sql,
                "SELECT 'before', count(*) FROM d VERSION AS OF 0",
                "SELECT 'cloned', * FROM d_clone",
                "SELECT 'changed', id, _change_type FROM table_changes('d', 3, 3)"))
        .contains("before\t0\n", "cloned\t2\t20\n", "changed\t1\tdelete\n");
    assertThat(sql.ask("ALTER TABLE d DROP FEATURE nothing")).contains("DELTA_FEATURE_DROP");
    fine(sql, "DROP TABLE d_clone", "DROP TABLE d_clustered");
    assertThat(fine(sql, "SHOW TABLES"))
        .containsPattern("(?m)(^|\t)d(\t|$)")
        .doesNotContain("d_clone", "d_clust");
  }

  private void icebergs() {
    String alter = "ALTER TABLE ice.db.i ";
    fine(
        sql,
        "CREATE TABLE ice.db.i (id BIGINT NOT NULL, n BIGINT) USING iceberg",
        alter + "ADD PARTITION FIELD bucket(2, id) AS shard",
        alter + "REPLACE PARTITION FIELD shard WITH bucket(3, id) AS shards",
        alter + "ADD PARTITION FIELD truncate(10, n)",
        alter + "DROP PARTITION FIELD truncate(10, n)",
        alter + "WRITE DISTRIBUTED BY PARTITION LOCALLY ORDERED BY n DESC NULLS LAST",
        alter + "SET IDENTIFIER FIELDS id",
        "INSERT INTO ice.db.i VALUES (1, 1), (2, 2)",
        alter + "CREATE TAG first RETAIN 7 DAYS",
        alter
            + "CREATE BRANCH IF NOT EXISTS trial RETAIN 2 DAYS WITH SNAPSHOT RETENTION 2 SNAPSHOTS",
        alter + "CREATE OR REPLACE BRANCH other",
        alter + "CREATE OR REPLACE TAG latest",
        "INSERT INTO ice.db.i.branch_trial VALUES (3, 3)");
    assertThat(fine(sql, "SHOW TBLPROPERTIES ice.db.i"))
        .contains("identifier-fields\t[id]", "sort-order\tn DESC NULLS LAST")
        .contains("write.distribution-mode\thash");
    assertThat(fine(sql, "DESCRIBE ice.db.i")).contains("bucket(3, id)").doesNotContain("truncate");
    assertThat(fine(sql, "SELECT name, type FROM ice.db.i.refs"))
        .contains("first\tTAG\n", "latest\tTAG\n", "trial\tBRANCH\n", "other\tBRANCH\n");
    assertThat(
            fine(
                sql,
                "SELECT 'trial', count(*) FROM ice.db.i VERSION AS OF 'trial'",
                "SELECT 'tag', count(*) FROM ice.db.i FOR SYSTEM_VERSION AS OF 'first'"))
        .contains("trial\t3\n", "tag\t2\n");
    fine(
        sql,
        alter + "DROP IDENTIFIER FIELDS id",
        alter + "WRITE UNORDERED",
        alter + "DROP BRANCH other",
        alter + "DROP TAG IF EXISTS latest",
        "CALL ice.system.fast_forward('db.i', 'main', 'trial')",
        "UPDATE ice.db.i SET n = 30 WHERE id = 3",
        "DELETE FROM ice.db.i WHERE id = 2",
        "MERGE INTO ice.db.i t USING (SELECT 3L AS id) s ON t.id = s.id WHEN MATCHED THEN DELETE");
    assertThat(fine(sql, "SELECT 'main', id, n FROM ice.db.i", "SHOW TBLPROPERTIES ice.db.i"))
        .contains("main\t1\t1\n")
        .doesNotContain("main\t2", "main\t3", "identifier-fields", "sort-order");
    assertThat(fine(sql, "SELECT name, type FROM ice.db.i.refs")).doesNotContain("other", "latest");
    assertThat(fine(sql, "CALL ice.system.rewrite_data_files(table => 'db.i')")).contains("0\t0\t");
    fine(sql, "CALL ice.system.set_current_snapshot(table => 'db.i', ref => 'first')");
    assertThat(fine(sql, "SELECT 'files', count(*) FROM ice.db.i.files")).contains("files\t");
  }
}

package io.millrace.spark.options;

import static io.millrace.spark.options.OptionUse.BATCH;
import static io.millrace.spark.options.OptionUse.STREAM;
import static io.millrace.spark.options.OptionUse.TABLE;
import static io.millrace.spark.options.OptionUse.WRITE;

import io.millrace.protocol.error.Limits;
import java.util.List;
import java.util.Set;

/** Options of a table: where it is, how it is reached, and what all its uses share. */
public final class DefinitionOptions {

  private static final OptionDeclarations OPTIONS = new OptionDeclarations(TABLE);

  public static final TablestoreOption<String> ENDPOINT =
      OPTIONS.declare(
          "endpoint", OptionType.endpoint(), null, "Address of the Tablestore service.");

  public static final TablestoreOption<String> INSTANCE_NAME =
      OPTIONS.declare(
          "instance.name",
          OptionType.matching(
              "[A-Za-z0-9_-]+", "a name of letters, digits, hyphens and underscores"),
          null,
          "Instance that holds the table.");

  public static final TablestoreOption<String> ACCESS_KEY_ID =
      OPTIONS.secret(
          "access.key.id",
          OptionType.matching("[A-Za-z0-9+./_-]+", "the AccessKey ID of the account"),
          "AccessKey ID of the account. Without it, the key is taken from a Hadoop credential"
              + " provider, or from the variables `TABLESTORE_ACCESS_KEY_ID` and so on of the"
              + " driver.");

  public static final TablestoreOption<String> ACCESS_KEY_SECRET =
      OPTIONS.secret("access.key.secret", OptionType.text(), "AccessKey secret of the account.");

  public static final TablestoreOption<String> SECURITY_TOKEN =
      OPTIONS.secret(
          "security.token",
          OptionType.text(),
          "Token of a temporary AccessKey. It cannot be renewed here; in a credential provider it"
              + " can.");

  public static final TablestoreOption<String> CREDENTIAL_PROVIDER_PATH =
      OPTIONS.declare(
          "credential.provider.path",
          OptionType.text(),
          null,
          "Hadoop credential providers that hold the key, such as"
              + " `jceks://hdfs/user/me/keys.jceks`. Without it, those of"
              + " `hadoop.security.credential.provider.path`.");

  public static final TablestoreOption<String> CREDENTIAL_ALIAS =
      OPTIONS.declare(
          "credential.alias",
          OptionType.text(),
          "tablestore",
          "What the aliases in a credential provider begin with: `tablestore.access.key.id`,"
              + " `tablestore.access.key.secret` and, for a temporary key,"
              + " `tablestore.security.token`.");

  public static final TablestoreOption<Integer> CREDENTIAL_REFRESH_S =
      OPTIONS.declare(
          "credential.refresh.s",
          OptionType.integer(1, 86_400),
          "60",
          "How many seconds a key of a credential provider is used before it is read again, by"
              + " every executor and by running streams too.");

  public static final TablestoreOption<String> TABLE_NAME =
      OPTIONS.declare("table.name", OptionType.tableName(), null, "Table in the instance.");

  public static final TablestoreOption<String> CATALOG =
      OPTIONS.declare(
          "catalog",
          OptionType.text(),
          null,
          "Columns as JSON: `{\"columns\": {\"id\": {\"type\": \"string\"}, ...}}`. Every key"
              + " column must be in it. Without it, and without a list of columns in the statement,"
              + " they are found out: the key, the defined columns and what a sample of rows has.");

  public static final TablestoreOption<Integer> SCHEMA_SAMPLE_ROWS =
      OPTIONS.declare(
          "schema.sample.rows",
          OptionType.integer(0, Limits.RANGE_PAGE_ROWS),
          "100",
          "How many rows, the first of the table, are looked at to find out its columns.");

  public static final TablestoreOption<MismatchAction> TYPE_MISMATCH =
      OPTIONS.declareFor(
          Set.of(TABLE, STREAM, BATCH),
          "type.mismatch",
          OptionType.oneOf(MismatchAction.class),
          "fail",
          "What a read does with a value that is none of its column's type: `fail`, `null`, or"
              + " `string`, by which a string column takes it as text and any other fails. `null`"
              + " and `string` are counted and told once for each query and column.");

  public static final TablestoreOption<Integer> RETRY_TIME_S =
      OPTIONS.declareFor(
          Set.of(TABLE, STREAM, BATCH, WRITE),
          "client.retry.time.s",
          OptionType.integer(0, 86_400),
          "120",
          "How long a request that may succeed later is repeated, in seconds, with growing pauses:"
              + " after throttling, a busy or restarting server, a lost connection.");

  private DefinitionOptions() {}

  static List<TablestoreOption<?>> all() {
    return OPTIONS.all();
  }
}

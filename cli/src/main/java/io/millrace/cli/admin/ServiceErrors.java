package io.millrace.cli.admin;

import com.alicloud.openservices.tablestore.ClientException;
import com.alicloud.openservices.tablestore.TableStoreException;
import io.millrace.cli.console.CommandFailure;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;

/** The errors of the service and of the SDK as a sentence with its remedy. */
final class ServiceErrors {
  private final Connection connection;

  ServiceErrors(Connection connection) {
    this.connection = connection;
  }

  /**
   * Says what went wrong.
   *
   * @param table the table the command is about, or null
   */
  CommandFailure explain(RuntimeException failure, String table) {
    String sentence =
        failure instanceof TableStoreException refused
            ? refusal(refused, table)
            : unanswered((ClientException) failure);
    return new CommandFailure(sentence, failure);
  }

  private String refusal(TableStoreException refused, String table) {
    String code = refused.getErrorCode();
    String message = sentence(refused.getMessage());
    return switch (code) {
      case "OTSAuthFailed" ->
          "Tablestore at "
              + connection.endpoint()
              + " refused access key id '"
              + connection.accessKeyId()
              + "' on instance '"
              + connection.instance()
              + "': "
              + message
              + " Check --id, --key and --instance, or the TABLESTORE_ variables.";
      case "OTSObjectNotExist" ->
          table == null
              ? code + ": " + message
              : "Table '"
                  + table
                  + "' does not exist in "
                  + connection
                  + "; 'millrace admin list' shows the tables that do.";
      case "OTSObjectAlreadyExist" ->
          "Table '"
              + table
              + "' already exists in "
              + connection
              + "; drop it first or choose another name.";
      case "OTSConditionCheckFail" ->
          "The row of table '"
              + table
              + "' does not meet the condition, so nothing was changed; see --condition.";
      case "OTSTableNotReady" ->
          "Table '" + table + "' is not ready yet; a new table can take a minute, try again then.";
      default ->
          "Tablestore refused this"
              + (table == null ? "" : " for table '" + table + "'")
              + " ("
              + code
              + "): "
              + message;
    };
  }

  private String unanswered(ClientException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String reason = networkReason(cause);
      if (reason != null) {
        return "Tablestore cannot be reached at "
            + connection.endpoint()
            + " ("
            + reason
            + "); correct --endpoint or TABLESTORE_ENDPOINT, or start a local one with"
            + " 'millrace server'.";
      }
    }
    return connection.endpoint()
        + " does not answer as Tablestore does ("
        + firstLine(failure.getMessage())
        + "); check --endpoint and --key.";
  }

  private String networkReason(Throwable cause) {
    if (cause instanceof UnknownHostException) {
      return "its host is unknown";
    }
    if (cause instanceof SocketTimeoutException || cause instanceof TimeoutException) {
      return "no answer within " + connection.timeout().toSeconds() + " s";
    }
    if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
      String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
      return message.contains("refused") ? "connection refused" : "no connection";
    }
    if (cause instanceof SocketException) {
      return firstLine(cause.getMessage());
    }
    return null;
  }

  private static String firstLine(String message) {
    return message == null ? "no reason given" : message.lines().findFirst().orElse("").strip();
  }

  private static String sentence(String message) {
    String line = firstLine(message);
    return line.endsWith(".") ? line : line + ".";
  }
}

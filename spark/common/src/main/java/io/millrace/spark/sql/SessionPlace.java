package io.millrace.spark.sql;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;

/** What a session resolves names and computes values with, kept and taken up again. */
final class SessionPlace {

  /** Settings that change what the text of a query means. */
  private static final String[] SETTINGS = {
    "spark.sql.session.timeZone", "spark.sql.ansi.enabled", "spark.sql.caseSensitive"
  };

  private static final String SESSION_CATALOG = "spark_catalog";

  private SessionPlace() {}

  static StreamDefinition.Place of(SparkSession session) {
    return new StreamDefinition.Place(
        session.catalog().currentCatalog(), session.catalog().currentDatabase());
  }

  static Map<String, String> settings(SparkSession session) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (String key : SETTINGS) {
      settings.put(key, session.conf().get(key));
    }
    return settings;
  }

  /** Does something with a place and settings, after which the session has its own again. */
  static <T> T in(
      SparkSession session,
      StreamDefinition.Place place,
      Map<String, String> settings,
      Callable<T> action)
      throws Exception {
    StreamDefinition.Place before = of(session);
    Map<String, String> settingsBefore = settings(session);
    try {
      go(session, place);
      settings.forEach((key, value) -> set(session, key, value));
      return action.call();
    } finally {
      settingsBefore.forEach((key, value) -> set(session, key, value));
      go(session, before);
    }
  }

  private static void set(SparkSession session, String key, String value) {
    if (!session.conf().get(key).equals(value)) {
      session.conf().set(key, value);
    }
  }

  private static void go(SparkSession session, StreamDefinition.Place place) {
    if (of(session).equals(place)) {
      return;
    }
    if (place.database().isEmpty()) {
      // A catalog without a namespace, which has no name to go to: entering it anew leads there.
      session.catalog().setCurrentCatalog(SESSION_CATALOG);
    }
    session.catalog().setCurrentCatalog(place.catalog());
    if (!place.database().isEmpty()) {
      session.catalog().setCurrentDatabase(place.database());
    }
  }
}

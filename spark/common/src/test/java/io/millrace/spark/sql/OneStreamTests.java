package io.millrace.spark.sql;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What tests of one stream at a time share: the orders that it reads, and for each a sink and a
 * checkpoint of its own.
 */
abstract class OneStreamTests {

  @RegisterExtension static final SqlSession session = new SqlSession();

  TestStream stream;

  @BeforeAll
  static void tables() {
    TestStream.tables(session);
  }

  @BeforeEach
  final void ownSink() {
    stream = TestStream.of(session);
  }
}

package io.millrace.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RootCauseTest {

  @Test
  void theInnermostMessageCounts() {
    Exception error =
        new RuntimeException(
            "outer", new IllegalStateException("middle", new Exception("the cause\nmore")));
    assertThat(RootCause.sentence(error)).isEqualTo("the cause.");
  }

  @Test
  void ourOwnErrorsAreSentencesAlready() {
    Exception ours = new InvalidStatementException("Do this.\nThen that.");
    assertThat(RootCause.sentence(new RuntimeException("outer", ours))).isEqualTo("Do this.");
  }

  @Test
  void anExecutorsErrorIsReadFromItsText() {
    String failure =
        "Job aborted due to stage failure: Task 0 in stage 3.0 failed 4 times, most recent failure: Lost task 0.3 in stage 3.0 (TID 9)"
            + " (host.example executor 1): org.apache.spark.SparkException: Task failed while writing rows\n\tat a.b.C.d(E.java:1)\n"
            + "Caused by: java.io.IOException: the disk is full\n\t... 3 more\n\nDriver stacktrace:";
    assertThat(RootCause.sentence(new Exception("x", new Exception(failure))))
        .isEqualTo("the disk is full.");
    assertThat(RootCause.sentence(new Exception(failure.replaceAll("(?s)Caused by.*", ""))))
        .isEqualTo("Task failed while writing rows.");
  }

  @Test
  void anErrorWithoutMessageHasItsName() {
    assertThat(RootCause.sentence(new RuntimeException(null, new NullPointerException())))
        .isEqualTo("NullPointerException.");
  }
}

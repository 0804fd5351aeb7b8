package io.millrace.cli.admin;

import com.alicloud.openservices.tablestore.model.Condition;
import com.alicloud.openservices.tablestore.model.RowExistenceExpectation;
import picocli.CommandLine.Option;

/** What must hold before a row is written. */
final class ConditionOption {
  @Option(
      names = "--condition",
      paramLabel = "CONDITION",
      defaultValue = "ignore",
      description =
          "ignore: write in any case; exist: only a row that exists; not_exist: only a new row."
              + " Without: ignore.")
  private Expectation expectation;

  /** The names of the vendor's command line. */
  enum Expectation {
    ignore,
    exist,
    not_exist
  }

  Condition condition() {
    return new Condition(
        switch (expectation) {
          case ignore -> RowExistenceExpectation.IGNORE;
          case exist -> RowExistenceExpectation.EXPECT_EXIST;
          case not_exist -> RowExistenceExpectation.EXPECT_NOT_EXIST;
        });
  }
}

package io.millrace.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyColumn;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import io.millrace.cli.rows.FileRow;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchTest {
  private final Batch batch = new Batch();

  @Test
  void holdsAtMost200Rows() {
    for (int i = 0; i < Batch.MOST_ROWS; i++) {
      assertThat(batch.add(FakeService.row(i, "k" + i, "v"))).isTrue();
    }
    assertThat(batch.add(FakeService.row(200, "k200", "v"))).isFalse();
    assertThat(batch.rows()).hasSize(200);
  }

  @Test
  void staysBelowTheSizeOfARequestButTakesOneRowOfAnySize() {
    String large = "x".repeat(2_000_000);
    assertThat(batch.add(FakeService.row(1, "a", large))).isTrue();
    assertThat(batch.add(FakeService.row(2, "b", large))).isFalse();
    assertThat(new Batch().add(FakeService.row(1, "a", large.repeat(2)))).isTrue();
  }

  @Test
  void holdsNoKeyTwice() {
    assertThat(batch.add(FakeService.row(1, "a", "1"))).isTrue();
    assertThat(batch.add(FakeService.row(2, "a", "2"))).isFalse();
  }

  @Test
  void takesPlaceholdersOfTheServiceAsDifferentKeys() {
    PrimaryKey key =
        new PrimaryKey(
            List.of(
                new PrimaryKeyColumn("k", PrimaryKeyValue.fromString("a")),
                new PrimaryKeyColumn("n", PrimaryKeyValue.AUTO_INCREMENT)));
    assertThat(batch.add(new FileRow(1, new RowPutChange("t", key)))).isTrue();
    assertThat(batch.add(new FileRow(2, new RowPutChange("t", key)))).isTrue();
  }
}

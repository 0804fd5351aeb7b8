package io.millrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.cli.console.CommandFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderFileTest {
  private static final String HEADER = "UserId,OrderId,price,timestamp\n";

  @TempDir private Path directory;

  @Test
  void readsColumnsInAnyOrderAndIgnoresOthers() throws IOException {
    Path file = file("timestamp,note,OrderId,UserId,price\n1291191960000,\"a, b\",o1,u1,-15.3\n");

    assertThat(OrderFile.read(file, Long.MAX_VALUE))
        .containsExactly(new Order("u1", "o1", -15.3, 1291191960000L));
  }

  @Test
  void stopsAtTheLimit() throws IOException {
    Path file = file(HEADER + "u,1,1.0,1\nu,2,1.0,2\nu,3,bad,3\n");

    assertThat(OrderFile.read(file, 2)).extracting(Order::orderId).containsExactly("1", "2");
  }

  @Test
  void takesAFileWithoutOrders() throws IOException {
    assertThat(OrderFile.read(file(HEADER), Long.MAX_VALUE)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "u,1,ten,5 | has the price 'ten', which is no number",
        "u,1,NaN,5 | has the price 'NaN', which is no finite number",
        "u,1,1.5,noon | has the timestamp 'noon', which is no number of milliseconds",
        "u,1,1.5 | has 3 values where the first line has 4",
        "a,b,2.0,1 | repeats the key (a, b) of line 2; keys must be unique",
      })
  void namesTheLineAndWhatIsWrongWithIt(String line, String what) throws IOException {
    Path file = file(HEADER + "a,b,1.0,1\n" + line + "\n");

    assertThatThrownBy(() -> OrderFile.read(file, Long.MAX_VALUE))
        .isInstanceOf(CommandFailure.class)
        .hasMessage("Line 3 of the orders file '" + file + "' " + what + ".");
  }

  @Test
  void namesAMissingColumn() throws IOException {
    Path file = file("UserId,OrderId,price\n");

    assertThatThrownBy(() -> OrderFile.read(file, 1))
        .isInstanceOf(CommandFailure.class)
        .hasMessage(
            "The orders file '"
                + file
                + "' has no column 'timestamp'; its first line must name"
                + " UserId,OrderId,price,timestamp.");
  }

  @Test
  void refusesWhatIsNoFileOrNoText() throws IOException {
    Path binary = directory.resolve("binary.csv");
    Files.write(binary, new byte[] {'U', (byte) 0xff, (byte) 0xfe});

    assertThatThrownBy(() -> OrderFile.read(directory, 1))
        .hasMessageContaining("is not there; give the path of a CSV file");
    assertThatThrownBy(() -> OrderFile.read(binary, 1)).hasMessageContaining("is not UTF-8 text");
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("orders.csv"), text, StandardCharsets.UTF_8);
  }
}

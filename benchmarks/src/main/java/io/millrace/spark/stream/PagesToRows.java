package io.millrace.spark.stream;

import com.alicloud.openservices.tablestore.core.protocol.PlainBufferCodedInputStream;
import com.alicloud.openservices.tablestore.core.protocol.PlainBufferConversion;
import com.alicloud.openservices.tablestore.core.protocol.PlainBufferInputStream;
import com.alicloud.openservices.tablestore.core.protocol.PlainBufferRow;
import com.alicloud.openservices.tablestore.core.protocol.TunnelServiceApi;
import com.sun.management.OperatingSystemMXBean;
import io.millrace.spark.row.RowDecoder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * From recorded answers of ReadRecords to Spark's rows, as a task of the source does it, beside the
 * SDK's own way from the same bytes to its records. It is in this package to see what tasks see.
 *
 * <p>Arguments: the seconds of a round, then for each width a directory of pages named after the
 * number of columns.
 */
public final class PagesToRows {

  private static final int WARM_UPS = 2;
  private static final int ROUNDS = 5;

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final double seconds;

  /** Where results go, so that nothing can be left out as unused. */
  private long sink;

  private PagesToRows(double seconds) {
    this.seconds = seconds;
  }

  /** Measures and prints. */
  public static void main(String[] args) throws IOException {
    PagesToRows bench = new PagesToRows(Double.parseDouble(args[0]));
    List<List<byte[]>> pages = new ArrayList<>();
    List<Integer> widths = new ArrayList<>();
    for (int i = 1; i < args.length; i++) {
      Path directory = Path.of(args[i]);
      widths.add(Integer.parseInt(directory.getFileName().toString()));
      pages.add(pages(directory));
    }
    System.out.printf(
        "  %-8s %8s %16s %16s %7s %14s%n",
        "columns", "B/row", "Millrace, /CPU-s", "SDK, /CPU-s", "ratio", "ns/row, column");
    for (int i = 0; i < pages.size(); i++) {
      bench.measure(widths.get(i), pages.get(i));
    }
    if (bench.sink == 42) {
      System.out.println();
    }
  }

  private static List<byte[]> pages(Path directory) throws IOException {
    List<byte[]> pages = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.sorted().toList()) {
        pages.add(Files.readAllBytes(file));
      }
    }
    return pages;
  }

  private interface Decoding {
    long rows(byte[] page) throws IOException;
  }

  private void measure(int columns, List<byte[]> pages) throws IOException {
    RowDecoder decoder = new RowDecoder("orders", schema(columns));
    Decoding ours = page -> toSparkRows(page, decoder);
    Decoding sdks = this::toSdkRecords;
    long bytes = pages.stream().mapToLong(page -> page.length).sum();
    long rows = 0;
    for (byte[] page : pages) {
      long found = ours.rows(page);
      if (found != sdks.rows(page)) {
        throw new IOException("the SDK finds another number of rows");
      }
      rows += found;
    }
    List<Double> our = new ArrayList<>();
    List<Double> sdk = new ArrayList<>();
    for (int round = -WARM_UPS; round < ROUNDS; round++) {
      double ourRate = rate(pages, ours);
      double sdkRate = rate(pages, sdks);
      if (round >= 0) {
        our.add(ourRate);
        sdk.add(sdkRate);
      }
    }
    our.sort(null);
    sdk.sort(null);
    double median = our.get(ROUNDS / 2);
    System.out.printf(
        "  %-8d %8d %,16.0f %,16.0f %7.1f %6.0f, %5.1f   (%,.0f to %,.0f; SDK %,.0f to %,.0f)%n",
        columns,
        bytes / rows,
        median,
        sdk.get(ROUNDS / 2),
        median / sdk.get(ROUNDS / 2),
        1e9 / median,
        1e9 / median / columns,
        our.get(0),
        our.get(ROUNDS - 1),
        sdk.get(0),
        sdk.get(ROUNDS - 1));
  }

  /** The key's two strings, price and timestamp, then strings, integers and doubles in turn. */
  private static StructType schema(int columns) {
    StructType schema =
        new StructType()
            .add("UserId", DataTypes.StringType)
            .add("OrderId", DataTypes.StringType)
            .add("price", DataTypes.DoubleType)
            .add("timestamp", DataTypes.LongType);
    for (int i = 4; i < columns; i++) {
      DataType type =
          switch (i % 3) {
            case 0 -> DataTypes.LongType;
            case 1 -> DataTypes.StringType;
            default -> DataTypes.DoubleType;
          };
      schema = schema.add("column_" + i, type);
    }
    return schema;
  }

  /** Rows for each CPU-second of the whole process: its garbage collector counts, its JIT too. */
  private double rate(List<byte[]> pages, Decoding decoding) throws IOException {
    long rows = 0;
    long cpu = PROCESS.getProcessCpuTime();
    long end = System.nanoTime() + (long) (seconds * 1e9);
    while (System.nanoTime() < end) {
      for (byte[] page : pages) {
        rows += decoding.rows(page);
      }
    }
    return rows * 1e9 / (PROCESS.getProcessCpuTime() - cpu);
  }

  private long toSparkRows(byte[] answer, RowDecoder decoder) throws IOException {
    RecordPage page = RecordPage.parse(answer);
    for (int i = 0; i < page.count(); i++) {
      decoder.start(page.bytes(), page.offset(i), page.length(i));
      sink += decoder.next(page.action(i)).getSizeInBytes();
    }
    return page.count();
  }

  private long toSdkRecords(byte[] answer) throws IOException {
    var page = TunnelServiceApi.ReadRecordsResponse.parseFrom(answer);
    for (TunnelServiceApi.Record record : page.getRecordsList()) {
      PlainBufferRow row =
          new PlainBufferCodedInputStream(
                  new PlainBufferInputStream(record.getRecord().asReadOnlyByteBuffer()))
              .readRowsWithHeader()
              .get(0);
      sink +=
          PlainBufferConversion.toStreamRecord(row, null, record.getActionType(), false)
              .getColumns()
              .size();
    }
    return page.getRecordsCount();
  }
}

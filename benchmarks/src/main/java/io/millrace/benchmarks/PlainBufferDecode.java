package io.millrace.benchmarks;

import com.alicloud.openservices.tablestore.core.protocol.PlainBufferCodedInputStream;
import com.alicloud.openservices.tablestore.core.protocol.PlainBufferConversion;
import com.alicloud.openservices.tablestore.core.protocol.PlainBufferInputStream;
import com.alicloud.openservices.tablestore.core.protocol.PlainBufferRow;
import com.alicloud.openservices.tablestore.core.protocol.TunnelServiceApi;
import com.alicloud.openservices.tablestore.model.ColumnType;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.RecordColumn;
import com.alicloud.openservices.tablestore.model.StreamRecord;
import com.google.protobuf.CodedInputStream;
import io.millrace.protocol.plainbuffer.PlainBufferReader;
import io.millrace.protocol.wire.ReadRecordsResponse;
import io.millrace.protocol.wire.TunnelRecord;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * From the bytes of a ReadRecords response to the values of each row, found by column: our cursor
 * beside the SDK's own decoding. Rows per second on one thread.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
@State(Scope.Thread)
public class PlainBufferDecode {
  /** Columns of a row, one key column included. */
  @Param({"4", "10", "20", "50"})
  public int columns;

  private byte[] page;
  private PlainBufferReader reader;

  /** Makes the page. */
  @Setup
  public void setUp() {
    page = RecordPage.of(columns);
    reader = new PlainBufferReader(RecordPage.names(columns));
  }

  /** Our message with aliased bytes, then the cursor. */
  @Benchmark
  @OperationsPerInvocation(RecordPage.RECORDS)
  public void millrace(Blackhole blackhole) throws IOException {
    CodedInputStream input = CodedInputStream.newInstance(page);
    input.enableAliasing(true);
    ReadRecordsResponse response = ReadRecordsResponse.parseFrom(input);
    for (TunnelRecord record : response.getRecordsList()) {
      reader.reset(record.getRecord());
      reader.nextRow();
      while (reader.nextKeyCell()) {
        consume(blackhole);
      }
      while (reader.nextCell()) {
        consume(blackhole);
        blackhole.consume(reader.timestamp());
      }
      blackhole.consume(reader.sequenceTimestamp());
    }
  }

  /** The SDK's message, rows and records; then every column's value. */
  @Benchmark
  @OperationsPerInvocation(RecordPage.RECORDS)
  public void sdk(Blackhole blackhole) throws IOException {
    var response = TunnelServiceApi.ReadRecordsResponse.parseFrom(page);
    for (TunnelServiceApi.Record record : response.getRecordsList()) {
      PlainBufferRow row =
          new PlainBufferCodedInputStream(
                  new PlainBufferInputStream(record.getRecord().asReadOnlyByteBuffer()))
              .readRowsWithHeader()
              .get(0);
      StreamRecord decoded =
          PlainBufferConversion.toStreamRecord(row, null, record.getActionType(), false);
      blackhole.consume(decoded.getPrimaryKey().getPrimaryKeyColumn(0).getValue().asString());
      for (RecordColumn column : decoded.getColumns()) {
        blackhole.consume(column.getColumn().getName());
        blackhole.consume(column.getColumn().getTimestamp());
        consume(column.getColumn().getValue(), blackhole);
      }
      blackhole.consume(decoded.getSequenceInfo().getTimestamp());
    }
  }

  private void consume(Blackhole blackhole) {
    blackhole.consume(reader.nameIndex());
    switch (reader.type()) {
      case INTEGER -> blackhole.consume(reader.longValue());
      case DOUBLE -> blackhole.consume(reader.doubleValue());
      default -> {
        blackhole.consume(reader.array());
        blackhole.consume(reader.valueOffset());
        blackhole.consume(reader.valueLength());
      }
    }
  }

  private static void consume(ColumnValue value, Blackhole blackhole) {
    if (value.getType() == ColumnType.INTEGER) {
      blackhole.consume(value.asLong());
    } else if (value.getType() == ColumnType.DOUBLE) {
      blackhole.consume(value.asDouble());
    } else {
      blackhole.consume(value.asString());
    }
  }
}

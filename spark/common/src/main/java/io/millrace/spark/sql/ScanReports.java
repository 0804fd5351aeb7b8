package io.millrace.spark.sql;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** What {@code SHOW SCANS} answers. */
final class ScanReports {

  static final List<String> LIST = List.of("scan", "table", "mode", "options");

  private ScanReports() {}

  static List<Row> list(SessionScans scans, Optional<String> pattern) {
    return scans.all().stream()
        .filter(scan -> pattern.isEmpty() || NamePattern.matches(pattern.get(), scan.name()))
        .map(
            scan ->
                RowFactory.create(
                    scan.name(),
                    scan.statement().table().toString(),
                    scan.statement().mode().name(),
                    options(scan.statement().options())))
        .toList();
  }

  private static String options(Map<String, String> options) {
    return options.entrySet().stream()
        .map(option -> option.getKey() + "=" + option.getValue())
        .collect(Collectors.joining(", "));
  }
}

package io.millrace.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.core.protocol.OtsFilter;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi;
import com.alicloud.openservices.tablestore.core.protocol.TunnelServiceApi;
import com.google.protobuf.Descriptors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Our messages against the official SDK's: each field's number, type and cardinality. */
class MessagesTest {
  /** Where we chose another name than the SDK. Names do not travel. */
  private static final Map<String, String> RENAMED =
      Map.ofEntries(
          Map.entry("TunnelRecord", "Record"),
          Map.entry("StreamInfo", "Stream"),
          Map.entry("TokenContent", "TokenContentV2"),
          Map.entry("SseSpecification", "SSESpecification"),
          Map.entry("SseDetails", "SSEDetails"));

  /** Fields that the Java SDK does not know; other official SDKs do. */
  private static final Set<String> UNKNOWN_TO_JAVA =
      Set.of(
          "DescribeTableResponse.table_status",
          "GetRowRequest.cache_blocks",
          "TableInBatchGetRowRequest.cache_blocks",
          "GetRangeRequest.cache_blocks",
          "GetRangeRequest.data_block_type_hint",
          "GetRangeRequest.return_entire_primary_keys",
          "GetRangeRequest.compress_type_hint",
          "GetRangeResponse.data_block_type",
          "GetRangeResponse.compress_type",
          "Tunnel.need_all_time_series_columns",
          "GetRpoRequest.limit",
          "GetRpoResponse.tunnel_id");

  private static final Set<String> MESSAGES_UNKNOWN_TO_JAVA =
      Set.of("ScheduleRequest", "ScheduleResponse");

  @TestFactory
  Stream<DynamicTest> everyMessageHasTheFieldsOfTheSdk() {
    Map<String, Map<Integer, String>> theirs = sdkMessages();
    return ours().stream()
        .filter(message -> !MESSAGES_UNKNOWN_TO_JAVA.contains(message.getName()))
        .map(
            message ->
                DynamicTest.dynamicTest(
                    message.getName(),
                    () -> {
                      Map<Integer, String> expected =
                          theirs.get(RENAMED.getOrDefault(message.getName(), message.getName()));
                      assertThat(expected).as("SDK message").isNotNull();
                      assertThat(fields(message)).isEqualTo(expected);
                    }));
  }

  @Test
  void nothingButTheKnownMessagesIsMissing() {
    List<String> names = ours().stream().map(Descriptors.Descriptor::getName).toList();
    assertThat(names).hasSizeGreaterThan(100).doesNotHaveDuplicates();
    assertThat(sdkMessages().keySet())
        .allSatisfy(
            name ->
                assertThat(
                        names.contains(name)
                            || RENAMED.containsValue(name)
                            || NOT_SERVED.stream().anyMatch(name::startsWith))
                    .as(name)
                    .isTrue());
  }

  private static final List<String> NOT_SERVED =
      List.of(
          "AccessDeniedDetail",
          "LoadTable",
          "UnloadTable",
          "ComputeSplitsRe",
          "SearchIndexSplitsOptions",
          "SQLQuery",
          "TableConsumedCapacity",
          "TokenContent");

  private static List<Descriptors.Descriptor> ours() {
    return Stream.of(
            ErrorMessages.getDescriptor(),
            TableMessages.getDescriptor(),
            IndexMessages.getDescriptor(),
            RowMessages.getDescriptor(),
            BatchMessages.getDescriptor(),
            RangeMessages.getDescriptor(),
            BulkMessages.getDescriptor(),
            SplitMessages.getDescriptor(),
            FilterMessages.getDescriptor(),
            StreamMessages.getDescriptor(),
            TunnelMessages.getDescriptor(),
            TransactionMessages.getDescriptor())
        .flatMap(file -> file.getMessageTypes().stream())
        .toList();
  }

  private static Map<Integer, String> fields(Descriptors.Descriptor message) {
    Map<Integer, String> fields = new TreeMap<>();
    for (Descriptors.FieldDescriptor field : message.getFields()) {
      if (!UNKNOWN_TO_JAVA.contains(message.getName() + "." + field.getName())) {
        fields.put(
            field.getNumber(),
            signature(field.getName(), field.getType().name(), field.isRepeated()));
      }
    }
    return fields;
  }

  private static Map<String, Map<Integer, String>> sdkMessages() {
    Map<String, Map<Integer, String>> messages = new LinkedHashMap<>();
    var pending =
        new ArrayList<com.aliyun.ots.thirdparty.com.google.protobuf.Descriptors.Descriptor>();
    pending.addAll(TunnelServiceApi.getDescriptor().getMessageTypes());
    pending.addAll(OtsFilter.getDescriptor().getMessageTypes());
    pending.addAll(OtsInternalApi.getDescriptor().getMessageTypes());
    for (int i = 0; i < pending.size(); i++) {
      var message = pending.get(i);
      pending.addAll(message.getNestedTypes());
      Map<Integer, String> fields = new HashMap<>();
      for (var field : message.getFields()) {
        // The one field of an error that must not be sent: its type differs between services.
        if (!message.getName().equals("Error") || field.getNumber() != 3) {
          fields.put(
              field.getNumber(),
              signature(field.getName(), field.getType().name(), field.isRepeated()));
        }
      }
      messages.put(message.getName(), fields);
    }
    return messages;
  }

  private static String signature(String name, String type, boolean repeated) {
    String plainName = name.replace("_", "").toLowerCase(Locale.ROOT);
    return (repeated ? "repeated " : "") + type + " " + plainName;
  }
}

package io.millrace.protocol.error;

import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.core.ErrorCode;
import io.millrace.protocol.model.ValueType;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Status, code and wording as the tests of the official SDKs compare them. */
class ServiceErrorsTest {
  static Stream<Arguments> wordings() {
    return Stream.of(
        row(
            ServiceErrors.tableNotExist(),
            404,
            "OTSObjectNotExist",
            "Requested table does not exist."),
        row(
            ServiceErrors.tableAlreadyExists(),
            409,
            "OTSObjectAlreadyExist",
            "Requested table already exists."),
        row(
            ServiceErrors.conditionCheckFail(),
            403,
            "OTSConditionCheckFail",
            "Condition check failed."),
        row(ServiceErrors.signatureMismatch(), 403, "OTSAuthFailed", "Signature mismatch."),
        row(
            ServiceErrors.accessKeyUnknown(),
            403,
            "OTSAuthFailed",
            "The AccessKeyID does not exist."),
        row(ServiceErrors.instanceNotFound(), 403, "OTSAuthFailed", "The instance is not found."),
        row(
            ServiceErrors.contentMd5Mismatch(),
            403,
            "OTSAuthFailed",
            "Mismatch between MD5 value of request body and x-ots-contentmd5 in header."),
        row(
            ServiceErrors.clockMismatch("Sat"),
            403,
            "OTSAuthFailed",
            "Mismatch between system time and x-ots-date: Sat."),
        row(
            ServiceErrors.methodNotAllowed(),
            405,
            "OTSMethodNotAllowed",
            "Only POST method for requests is supported."),
        row(
            ServiceErrors.requestBodyTooLarge(),
            413,
            "OTSRequestBodyTooLarge",
            "The size of POST data is too large."),
        row(
            ServiceErrors.tableQuotaExhausted(),
            403,
            "OTSQuotaExhausted",
            "Number of tables exceeds the quota:64."),
        row(
            ServiceErrors.tooFrequentTableOperations(),
            403,
            "OTSQuotaExhausted",
            "Too frequent table operations."),
        row(
            ServiceErrors.rowOperationConflict(),
            409,
            "OTSRowOperationConflict",
            "Data is being modified by the other request."),
        row(
            ServiceErrors.unsupportedOperation("SQLQuery"),
            400,
            "OTSParameterInvalid",
            "Unsupported operation: SQLQuery."),
        row(
            ServiceErrors.missingHeader("x-ots-date"),
            400,
            "OTSParameterInvalid",
            "Missing header: x-ots-date."),
        row(
            ServiceErrors.unparsableMessage(),
            400,
            "OTSParameterInvalid",
            "Failed to parse the ProtoBuf message."),
        invalidKey(
            RowErrors.primaryKeyName("PK2", "PK1"),
            "Validate PK name fail. Input: PK2, Meta: PK1."),
        invalidKey(
            RowErrors.primaryKeyType(ValueType.INTEGER, ValueType.STRING),
            "Validate PK type fail. Input: VT_INTEGER, Meta: VT_STRING."),
        invalidKey(RowErrors.primaryKeySize(2, 3), "Validate PK size fail. Input: 2, Meta: 3."),
        invalid(SchemaErrors.invalidTableName("-"), "Invalid table name: '-'."),
        invalid(SchemaErrors.invalidColumnName("#"), "Invalid column name: '#'."),
        invalid(SchemaErrors.duplicatePrimaryKey("PK0"), "Duplicated primary key name: 'PK0'."),
        invalid(
            SchemaErrors.primaryKeyCount(),
            "The number of primary key columns must be in range: [1, 4]."),
        invalid(
            SchemaErrors.definedColumnCount(),
            "The number of defined columns must be in range: [0, 32]."),
        invalid(SchemaErrors.partitionCount(), "The count of partitions cannot be greater than 10"),
        invalid(
            SchemaErrors.partitionValue(),
            "The value of partition range can not be INT64_MIN or INT64_MAX."),
        invalid(
            SchemaErrors.indexPrimaryKeyCount(),
            "The number of primary key columns must be in range: [1, 4] in index."),
        invalid(
            SchemaErrors.indexColumnCount(),
            "The number of attribute columns must be in range: [0, 32] in index."),
        invalid(
            RowErrors.primaryKeyTooLong("pk_0", 1025),
            "The length of primary key column: 'pk_0' exceeds the MaxLength:1024 with CurrentLength:1025."),
        invalid(
            RowErrors.attributeTooLong("attr", 2097153),
            "The length of attribute column: 'attr' exceeds the MaxLength:2097152 with"
                + " CurrentLength:2097153."),
        invalid(
            RowErrors.attributeCount(1025),
            "The number of attribute columns exceeds the limit, limit count: 1024, column count: 1025."),
        invalid(
            ReadErrors.columnCount(1025),
            "The number of columns from the request exceeds the limit, limit count: 1024, column count:"
                + " 1025."),
        invalid(
            RowErrors.dataSize("BatchWriteRow", 4194305),
            "The total data size of BatchWriteRow request exceeds the limit, limit size: 4194304, data"
                + " size: 4194305."),
        invalid(
            RowErrors.rowCount(Limits.BATCH_GET_ROWS), "Rows count exceeds the upper limit: 100."),
        invalid(
            RowErrors.rowCount(Limits.BATCH_WRITE_ROWS),
            "Rows count exceeds the upper limit: 200."),
        invalid(RowErrors.noRowInBatchGet(), "No row specified in the request of BatchGetRow."),
        invalid(RowErrors.noRowInBatchWrite(), "No row is specified in BatchWriteRow."),
        invalid(RowErrors.noOperation("t"), "No operation is specified for table: 't'."),
        invalid(
            RowErrors.primaryKeyValueType(ValueType.INF_MIN),
            "VT_INF_MIN is an invalid type for the primary key."),
        invalid(RowErrors.timestampRange(), "Timestamp must be in range [0, INT64_MAX/1000)."),
        invalid(RowErrors.updateNotAllowed(), "Update operation is not allowed in this table"),
        invalid(
            RowErrors.definedColumnType("DC2", ValueType.INTEGER, ValueType.BLOB),
            "Invalid column type for column DC2 expect VT_INTEGER actual VT_BLOB"),
        invalid(ReadErrors.beginNotLess(), "Begin key must less than end key in FORWARD"),
        invalid(ReadErrors.beginNotMore(), "Begin key must more than end key in BACKWARD"),
        invalid(ReadErrors.limit(), "The limit must be greater than 0."),
        invalid(
            ReadErrors.noVersionConditionInBatchGetRow(),
            "No version condition is specified while querying row."),
        invalid(ReadErrors.noVersionCondition(), "No version condition is specified."),
        invalid(ReadErrors.filterCount(), "The count of filter exceeds the max: 32."),
        invalid(
            ReadErrors.notOperator(), "Invalid NOT operator: the number of sub-filters must be 1."),
        invalid(
            ReadErrors.andOrOperator(),
            "Invalid AND/OR operator: the number of sub-filters must be more than 1."),
        invalid(ReadErrors.splitSize(), "The split_size should be greater than 0."),
        invalid(
            ReadErrors.splitUnit(),
            "The split_size_unit_in_byte should be greater equal than: 1048576"),
        invalid(
            ReadErrors.splitPointLimit(), "The value of SplitPointLimit must be greater than 0."),
        invalid(
            ReadErrors.matrixWithoutColumns(),
            "DBT_SIMPLE_ROW_MATRIX need at least one column to get."),
        invalid(
            StreamErrors.transactionKeySize(),
            "StartLocalTransaction support only one primary key."),
        invalid(StreamErrors.invalidTransactionId(), "TransactionID is invalid."),
        row(
            StreamErrors.outOfTransaction("0", "1"),
            400,
            "OTSDataOutOfRange",
            "Data out of scope of atomic. Atomic PartKey:0. Data PartKey:1"),
        row(
            StreamErrors.resourceGone("Tunnel 'x'"),
            410,
            "OTSResourceGone",
            "Tunnel 'x' is gone; connect again."));
  }

  @ParameterizedTest
  @MethodSource("wordings")
  void hasStatusCodeAndWording(ServiceException error, int status, String code, String message) {
    assertThat(error.httpStatus()).isEqualTo(status);
    assertThat(error.code()).isEqualTo(code);
    assertThat(error).hasMessage(message);
  }

  @Test
  void everyCodeTheSdkKnowsIsKnown() throws IllegalAccessException {
    List<String> ours =
        Arrays.stream(io.millrace.protocol.error.ErrorCode.values())
            .map(io.millrace.protocol.error.ErrorCode::code)
            .toList();
    for (var field : ErrorCode.class.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers())
          && field.getType() == String.class
          && !MADE_BY_CLIENTS.contains(field.getName())) {
        assertThat(ours).contains((String) field.get(null));
      }
    }
  }

  private static final Set<String> MADE_BY_CLIENTS = Set.of("CLIENT_ERROR");

  @Test
  void codesAreFoundByTheirTravellingForm() {
    assertThat(io.millrace.protocol.error.ErrorCode.byCode("OTSServerBusy"))
        .contains(io.millrace.protocol.error.ErrorCode.SERVER_BUSY);
    assertThat(io.millrace.protocol.error.ErrorCode.byCode("OTSNoSuchCode")).isEmpty();
  }

  private static Arguments invalid(ServiceException error, String message) {
    return row(error, 400, "OTSParameterInvalid", message);
  }

  private static Arguments invalidKey(ServiceException error, String message) {
    return row(error, 400, "OTSInvalidPK", message);
  }

  private static Arguments row(ServiceException error, int status, String code, String message) {
    return Arguments.of(error, status, code, message);
  }
}

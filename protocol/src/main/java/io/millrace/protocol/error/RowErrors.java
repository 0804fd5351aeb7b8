package io.millrace.protocol.error;

import static io.millrace.protocol.error.ServiceErrors.parameterInvalid;

import io.millrace.protocol.model.ValueType;

/** Errors about the keys, cells and sizes of rows in requests, and about batches of them. */
public final class RowErrors {
  private RowErrors() {}

  /** The PlainBuffer form of a row or key is broken. */
  public static ServiceException dataFormat(String detail) {
    return parameterInvalid("Cell data broken, " + detail + ".");
  }

  public static ServiceException primaryKeyName(String input, String meta) {
    return invalidPrimaryKey("Validate PK name fail. Input: " + input + ", Meta: " + meta + ".");
  }

  public static ServiceException primaryKeyType(ValueType input, ValueType meta) {
    return invalidPrimaryKey(
        "Validate PK type fail. Input: "
            + input.serviceName()
            + ", Meta: "
            + meta.serviceName()
            + ".");
  }

  public static ServiceException primaryKeySize(int input, int meta) {
    return invalidPrimaryKey("Validate PK size fail. Input: " + input + ", Meta: " + meta + ".");
  }

  public static ServiceException primaryKeyValueType(ValueType type) {
    return parameterInvalid(type.serviceName() + " is an invalid type for the primary key.");
  }

  public static ServiceException attributeValueType(ValueType type) {
    return parameterInvalid(type.serviceName() + " is an invalid type for the attribute column.");
  }

  public static ServiceException primaryKeyTooLong(String column, int length) {
    return parameterInvalid(
        "The length of primary key column: '"
            + column
            + "' exceeds the MaxLength:"
            + Limits.PRIMARY_KEY_VALUE_SIZE
            + " with CurrentLength:"
            + length
            + ".");
  }

  public static ServiceException attributeTooLong(String column, int length) {
    return parameterInvalid(
        "The length of attribute column: '"
            + column
            + "' exceeds the MaxLength:"
            + Limits.ATTRIBUTE_VALUE_SIZE
            + " with CurrentLength:"
            + length
            + ".");
  }

  /** The row would be over {@link Limits#ROW_SIZE}. */
  public static ServiceException rowTooLarge() {
    return ServiceErrors.of(
        ErrorCode.OUT_OF_ROW_SIZE_LIMIT,
        "The total data size of columns in one row exceeded the limit.");
  }

  public static ServiceException attributeCount(int count) {
    return parameterInvalid(
        "The number of attribute columns exceeds the limit, limit count: "
            + Limits.COLUMNS_PER_WRITE
            + ", column count: "
            + count
            + ".");
  }

  public static ServiceException attributeIsPrimaryKey(String column) {
    return parameterInvalid(
        "Duplicated attribute column name with primary key column: '" + column + "'.");
  }

  public static ServiceException notUtf8(String column) {
    return parameterInvalid("Value of column '" + column + "' must be UTF8 encoding.");
  }

  public static ServiceException notANumber() {
    return parameterInvalid("NaN can't be set to double value.");
  }

  public static ServiceException infinity() {
    return parameterInvalid("Infinity can't be set to double value.");
  }

  public static ServiceException attributeMissing() {
    return parameterInvalid("Attribute column is missing.");
  }

  public static ServiceException deleteWithCells() {
    return parameterInvalid("Invalid delete row request: unexpected cells in request.");
  }

  public static ServiceException deleteMarkerMissing() {
    return parameterInvalid("Invalid request of delete row: missing RowDeleteMarker in request.");
  }

  public static ServiceException deleteMarkerUnexpected() {
    return parameterInvalid(
        "Invalid request of put/update row: unexpected RowDeleteMarker in request.");
  }

  public static ServiceException putWithoutValue() {
    return parameterInvalid("Invalid request of put row: find cells without values.");
  }

  public static ServiceException putWithOperation(String column) {
    return parameterInvalid("OpType cannot be given for column name:'" + column + "' in PutRow.");
  }

  public static ServiceException deleteWithValue() {
    return parameterInvalid(
        "Column value cannot be given when type is DELETE_ONE_VERSION,DELETE_ALL_VERSION.");
  }

  public static ServiceException deleteOneWithoutTimestamp() {
    return parameterInvalid("Timestamp must be given when type is DELETE_ONE_VERSION.");
  }

  public static ServiceException deleteAllWithTimestamp() {
    return parameterInvalid("Timestamp cannot be given when type is DELETE_ALL_VERSION.");
  }

  public static ServiceException timestampRange() {
    return parameterInvalid("Timestamp must be in range [0, INT64_MAX/1000).");
  }

  /** The timestamp is outside the table's maximum deviation or time to live. */
  public static ServiceException timestampDeviation(String column) {
    return parameterInvalid("Invalid timestamp. Cell: '" + column + "'.");
  }

  /** RT_AFTER_MODIFY returns what an increment of the same request made, and nothing else. */
  public static ServiceException returnedColumnNotIncremented(String column) {
    return parameterInvalid(
        "Column '" + column + "' cannot be returned: the request does not increment it.");
  }

  public static ServiceException conditionMissing() {
    return parameterInvalid("Invalid row-existence expectation: null.");
  }

  public static ServiceException updateNotAllowed() {
    return parameterInvalid("Update operation is not allowed in this table");
  }

  public static ServiceException autoIncrementInRead() {
    return parameterInvalid("PKAutoIncr can't be used for read operations.");
  }

  public static ServiceException autoIncrementInDelete() {
    return parameterInvalid("Invalid row to delete which with pk auto increment.");
  }

  public static ServiceException autoIncrementCondition() {
    return parameterInvalid("Can't set condition when modify row with pk auto increment.");
  }

  public static ServiceException autoIncrementExpectation(String expectation) {
    return parameterInvalid(
        "Invalid expect: " + expectation + " when modify row with pk auto increment.");
  }

  /** An explicit value in the auto-increment column needs a row that is expected to exist. */
  public static ServiceException autoIncrementExplicitValue(String expectation) {
    return parameterInvalid(
        "Invalid expect: "
            + expectation
            + " when modify a specific row for table with pk auto increment.");
  }

  /** More rows than {@link Limits#BATCH_GET_ROWS} and its like allow. */
  public static ServiceException rowCount(int limit) {
    return parameterInvalid("Rows count exceeds the upper limit: " + limit + ".");
  }

  public static ServiceException dataSize(String operation, long size) {
    return parameterInvalid(
        "The total data size of "
            + operation
            + " request exceeds the limit, limit size: "
            + Limits.WRITE_DATA_SIZE
            + ", data size: "
            + size
            + ".");
  }

  public static ServiceException noRowInBatchWrite() {
    return parameterInvalid("No row is specified in BatchWriteRow.");
  }

  public static ServiceException noRowInBatchGet() {
    return parameterInvalid("No row specified in the request of BatchGetRow.");
  }

  public static ServiceException noOperation(String table) {
    return parameterInvalid("No operation is specified for table: '" + table + "'.");
  }

  public static ServiceException invalidModifyType() {
    return parameterInvalid("The modify type is invalid.");
  }

  /** BulkImport: a value does not have the type of its defined column. */
  public static ServiceException definedColumnType(
      String column, ValueType expected, ValueType actual) {
    return parameterInvalid(
        "Invalid column type for column "
            + column
            + " expect "
            + expected.serviceName()
            + " actual "
            + actual.serviceName());
  }

  private static ServiceException invalidPrimaryKey(String message) {
    return ServiceErrors.of(ErrorCode.INVALID_PK, message);
  }
}

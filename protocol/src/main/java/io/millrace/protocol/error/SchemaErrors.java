package io.millrace.protocol.error;

import static io.millrace.protocol.error.ServiceErrors.parameterInvalid;

import io.millrace.protocol.model.ValueType;

/** Errors about names, schemas, table options, indexes and capacity. */
public final class SchemaErrors {
  private SchemaErrors() {}

  public static ServiceException invalidTableName(String name) {
    return parameterInvalid("Invalid table name: '" + name + "'.");
  }

  public static ServiceException invalidColumnName(String name) {
    return parameterInvalid("Invalid column name: '" + name + "'.");
  }

  public static ServiceException primaryKeyCount() {
    return parameterInvalid(
        "The number of primary key columns must be in range: [1, "
            + Limits.PRIMARY_KEY_COLUMNS
            + "].");
  }

  public static ServiceException duplicatePrimaryKey(String name) {
    return parameterInvalid("Duplicated primary key name: '" + name + "'.");
  }

  public static ServiceException definedColumnCount() {
    return parameterInvalid(
        "The number of defined columns must be in range: [0, " + Limits.DEFINED_COLUMNS + "].");
  }

  public static ServiceException invalidPrimaryKeyType() {
    return parameterInvalid("Invalid column type, only STRING,INTEGER,BINARY is allowed.");
  }

  public static ServiceException columnNotExist(String name) {
    return parameterInvalid("Column does not exist: '" + name + "'.");
  }

  public static ServiceException autoIncrementNotInteger() {
    return parameterInvalid("AUTO_INCREMENT primary key must be integer.");
  }

  public static ServiceException autoIncrementCount() {
    return parameterInvalid("AUTO_INCREMENT primary key count must <= 1.");
  }

  public static ServiceException autoIncrementFirst(String table) {
    return parameterInvalid("First primary key can't be auto increment, table: " + table + ".");
  }

  public static ServiceException partitionCount() {
    return parameterInvalid(
        "The count of partitions cannot be greater than " + Limits.PRE_SPLIT_PARTITIONS);
  }

  public static ServiceException partitionValue() {
    return parameterInvalid("The value of partition range can not be INT64_MIN or INT64_MAX.");
  }

  public static ServiceException partitionType() {
    return parameterInvalid("The value type of partition does not match with primary key.");
  }

  /** For a STRING or BLOB. */
  public static ServiceException partitionEmpty(ValueType type) {
    return parameterInvalid(
        "The value of partition range can not be empty "
            + (type == ValueType.STRING ? "string." : "binary."));
  }

  public static ServiceException partitionTooLong(int length) {
    return parameterInvalid(
        "The value of partition range exceeds the MaxLength:"
            + Limits.PARTITION_VALUE_SIZE
            + " with CurrentLength:"
            + length
            + ".");
  }

  public static ServiceException timeToLiveMissing() {
    return parameterInvalid("Time-to-live is missing while creating table.");
  }

  public static ServiceException maxVersionsMissing() {
    return parameterInvalid("MaxVersions is missing while creating table.");
  }

  public static ServiceException timeToLive() {
    return parameterInvalid("TimeToLive cannot be 0 or less than -1.");
  }

  /** The limit is documented; the service's words are not known. */
  public static ServiceException timeToLiveTooShort(int seconds) {
    return parameterInvalid(
        "Invalid TimeToLive: "
            + seconds
            + ". It must be -1 or at least "
            + Limits.MIN_TIME_TO_LIVE_SECONDS
            + ".");
  }

  public static ServiceException maxVersions() {
    return parameterInvalid("The maximum versions cannot be less than or equal to 0.");
  }

  public static ServiceException maxDeviation() {
    return parameterInvalid("The maximum deviation must be in range [0, INT64_MAX/1000000].");
  }

  /** The option is fixed when a table is made. */
  public static ServiceException updateFullRowInUpdate() {
    return parameterInvalid("UpdateTable request can not contain updateFullRow.");
  }

  public static ServiceException noTableOption() {
    return parameterInvalid("No parameter is specified in table options.");
  }

  public static ServiceException capacityUnitMissing() {
    return parameterInvalid("Both read and write capacity unit are required to create table.");
  }

  public static ServiceException capacityUnitMissingInUpdate() {
    return parameterInvalid("Neither read nor writes capacity unit is set.");
  }

  public static ServiceException negativeCapacityUnit(int capacityUnit) {
    return parameterInvalid(
        "Invalid Capacity Unit:" + capacityUnit + ". Capacity Unit must be nonnegative.");
  }

  /** The limit is documented; the service's words are not known. */
  public static ServiceException capacityUnitTooLarge(int capacityUnit) {
    return parameterInvalid(
        "Invalid Capacity Unit:"
            + capacityUnit
            + ". Capacity Unit must not be greater than "
            + Limits.CAPACITY_UNITS
            + ".");
  }

  public static ServiceException indexPrimaryKeyCount() {
    return parameterInvalid(
        "The number of primary key columns must be in range: [1, "
            + Limits.PRIMARY_KEY_COLUMNS
            + "] in index.");
  }

  public static ServiceException indexColumnCount() {
    return parameterInvalid(
        "The number of attribute columns must be in range: [0, "
            + Limits.DEFINED_COLUMNS
            + "] in index.");
  }

  public static ServiceException indexQuota(int quota) {
    return parameterInvalid("Number of index per table exceeds the quota:" + quota + ".");
  }

  public static ServiceException writeToIndex() {
    return parameterInvalid("Can't write index table directly.");
  }

  public static ServiceException indexBuilding() {
    return parameterInvalid("Disallow read index table in building base state");
  }
}

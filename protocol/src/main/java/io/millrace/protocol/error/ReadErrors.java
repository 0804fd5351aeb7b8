package io.millrace.protocol.error;

import static io.millrace.protocol.error.ServiceErrors.parameterInvalid;

/** Errors about what a read asks for: columns, versions, filters, ranges, splits. */
public final class ReadErrors {
  private ReadErrors() {}

  public static ServiceException columnCount(int count) {
    return parameterInvalid(
        "The number of columns from the request exceeds the limit, limit count: "
            + Limits.COLUMNS_TO_GET
            + ", column count: "
            + count
            + ".");
  }

  public static ServiceException noVersionConditionInBatchGetRow() {
    return parameterInvalid("No version condition is specified while querying row.");
  }

  public static ServiceException noVersionCondition() {
    return parameterInvalid("No version condition is specified.");
  }

  public static ServiceException halfTimeRange() {
    return parameterInvalid("Start and end time must be given at the same time.");
  }

  public static ServiceException negativeSpecificTime() {
    return parameterInvalid("Specific timestamp cannot be less than 0.");
  }

  // The service's own spelling, in this and the next.
  public static ServiceException specificTimeAndMaxVersions() {
    return parameterInvalid(
        "Specific tiemstamp and max versions cannot be given at the same time.");
  }

  public static ServiceException specificTimeAndRange() {
    return parameterInvalid("Specific tiemstamp and time range cannot be given at the same time.");
  }

  public static ServiceException maxVersions(int maxVersions) {
    return parameterInvalid(
        "Invalid max versions: " + maxVersions + ". Reason: Max versions must be positive.");
  }

  public static ServiceException limit() {
    return parameterInvalid("The limit must be greater than 0.");
  }

  public static ServiceException beginNotLess() {
    return parameterInvalid("Begin key must less than end key in FORWARD");
  }

  public static ServiceException beginNotMore() {
    return parameterInvalid("Begin key must more than end key in BACKWARD");
  }

  public static ServiceException filterFormat() {
    return parameterInvalid("Deserialize filter failed.");
  }

  public static ServiceException relationFilterFormat() {
    return parameterInvalid("Deserialize relation filter failed.");
  }

  public static ServiceException compositeFilterFormat() {
    return parameterInvalid("Deserialize composite filter failed.");
  }

  public static ServiceException paginationFilterFormat() {
    return parameterInvalid("Deserialize column pagination filter failed.");
  }

  public static ServiceException filterCount() {
    return parameterInvalid("The count of filter exceeds the max: " + Limits.FILTERS + ".");
  }

  public static ServiceException notOperator() {
    return parameterInvalid("Invalid NOT operator: the number of sub-filters must be 1.");
  }

  public static ServiceException andOrOperator() {
    return parameterInvalid(
        "Invalid AND/OR operator: the number of sub-filters must be more than 1.");
  }

  public static ServiceException paginationOffset() {
    return parameterInvalid("Offset in ColumnPaginationFilter must be greater than or equal to 0.");
  }

  public static ServiceException paginationLimit() {
    return parameterInvalid("Limit in ColumnPaginationFilter must be greater than 0.");
  }

  public static ServiceException matrixWithoutColumns() {
    return parameterInvalid("DBT_SIMPLE_ROW_MATRIX need at least one column to get.");
  }

  public static ServiceException splitSize() {
    return parameterInvalid("The split_size should be greater than 0.");
  }

  public static ServiceException splitUnit() {
    return parameterInvalid(
        "The split_size_unit_in_byte should be greater equal than: " + Limits.MIN_SPLIT_UNIT_SIZE);
  }

  public static ServiceException splitPointLimit() {
    return parameterInvalid("The value of SplitPointLimit must be greater than 0.");
  }
}

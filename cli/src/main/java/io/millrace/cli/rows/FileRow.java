package io.millrace.cli.rows;

import com.alicloud.openservices.tablestore.model.RowPutChange;

/** A row of a file, and the line it begins at, counted from 1. */
public record FileRow(long line, RowPutChange change) {}

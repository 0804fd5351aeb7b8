/** What a table is: key, defined columns, options, stream and partitions. */
package io.millrace.local.engine.schema;

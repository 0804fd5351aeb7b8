/** The changes of a table, in the order they were made, shard by shard. */
package io.millrace.local.engine.log;

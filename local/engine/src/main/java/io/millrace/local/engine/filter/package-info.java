/** Conditions on the columns of one row. */
package io.millrace.local.engine.filter;

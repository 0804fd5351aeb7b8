/** What is asked about rows, and what is answered. */
package io.millrace.local.engine.row;

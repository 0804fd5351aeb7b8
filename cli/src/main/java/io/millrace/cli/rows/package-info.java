/**
 * Rows as text: keys and cells in the JSON of the vendor's command line, files of JSON lines, and
 * CSV. Everything here turns text into the SDK's values or back, without a connection; what does
 * not fit is refused with the place and the reason.
 */
package io.millrace.cli.rows;

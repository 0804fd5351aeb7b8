/**
 * The service's errors: every code with its HTTP status, every wording that clients compare, and
 * the limits whose violation they report.
 */
package io.millrace.protocol.error;

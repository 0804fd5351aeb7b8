/** What the server tells about the calls it answered: metrics and the access log. */
package io.millrace.local.server.telemetry;

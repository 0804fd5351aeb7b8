/** What programs written with the official SDK pin: status, code, wording, capacity and limits. */
package io.millrace.local.server.conformance;

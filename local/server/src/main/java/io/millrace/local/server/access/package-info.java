/**
 * Who may call: access keys, and the checks of a request's headers, date, body digest and signature
 * in the service's order.
 */
package io.millrace.local.server.access;

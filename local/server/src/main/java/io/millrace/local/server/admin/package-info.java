/**
 * The admin API: what only a local server can do, over HTTP with JSON bodies, below {@value
 * io.millrace.local.server.admin.AdminCalls#PREFIX}.
 */
package io.millrace.local.server.admin;

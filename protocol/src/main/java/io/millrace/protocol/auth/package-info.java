/**
 * What surrounds the body of every call: header names, dates, the body's MD5, and the signatures of
 * requests and responses.
 */
package io.millrace.protocol.auth;

/**
 * The Tablestore wire format and nothing else: messages, PlainBuffer, signatures, errors and
 * limits.
 */
package io.millrace.protocol;

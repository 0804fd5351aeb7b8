/**
 * The immutable value model of rows: values, keys, cells. It is what the codecs produce and what
 * the storage engine works on; nothing in it knows a wire format.
 */
package io.millrace.protocol.model;

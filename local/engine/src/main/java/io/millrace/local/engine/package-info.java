/**
 * Tables, rows and their change log over an ordered store of bytes: what the service does, without
 * the wire it is asked over.
 */
package io.millrace.local.engine;

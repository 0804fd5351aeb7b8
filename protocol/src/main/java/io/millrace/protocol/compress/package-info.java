/** The compression of bodies. */
package io.millrace.protocol.compress;

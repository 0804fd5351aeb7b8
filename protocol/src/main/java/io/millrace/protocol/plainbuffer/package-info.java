/**
 * The two binary forms of rows. PlainBuffer carries keys, rows, changes and stream records: {@link
 * io.millrace.protocol.plainbuffer.PlainBufferReader} and {@link
 * io.millrace.protocol.plainbuffer.PlainBufferWriter} work on bytes and allocate nothing per cell,
 * {@link io.millrace.protocol.plainbuffer.RowCodec} works on the value model. The simple row matrix
 * carries the pages of a bulk export.
 *
 * <p>All numbers are little-endian. Decoders fail with {@link
 * io.millrace.protocol.plainbuffer.PlainBufferException} alone, whatever the bytes, and never
 * reserve memory by a length they have not seen covered by data.
 */
package io.millrace.protocol.plainbuffer;

package io.millrace.protocol.plainbuffer;

/** The bytes are not what they should be: cut, damaged, or not of this format. */
public final class PlainBufferException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PlainBufferException(String message) {
    super(message);
  }
}

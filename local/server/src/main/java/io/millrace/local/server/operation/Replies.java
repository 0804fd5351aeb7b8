package io.millrace.local.server.operation;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import io.millrace.local.engine.log.Chunk;
import io.millrace.protocol.error.ServiceException;
import io.millrace.protocol.wire.Error;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The bodies of replies. */
final class Replies {
  /** The reply of operations that answer nothing: a body of no bytes. */
  static final byte[] EMPTY = new byte[0];

  private Replies() {}

  /** The error of one row of a batch. */
  static Error error(ServiceException refused) {
    return Error.newBuilder().setCode(refused.code()).setMessage(refused.getMessage()).build();
  }

  /** A reply whose records are taken as they were stored, followed by its other fields. */
  static byte[] withRecords(List<Chunk> records, MessageLite rest) {
    int length = rest.getSerializedSize();
    for (Chunk chunk : records) {
      length += chunk.length();
    }
    byte[] body = new byte[length];
    int at = 0;
    for (Chunk chunk : records) {
      System.arraycopy(chunk.array(), chunk.offset(), body, at, chunk.length());
      at += chunk.length();
    }
    try {
      rest.writeTo(CodedOutputStream.newInstance(body, at, length - at));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return body;
  }
}

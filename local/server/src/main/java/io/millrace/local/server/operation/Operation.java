package io.millrace.local.server.operation;

import com.google.protobuf.InvalidProtocolBufferException;

/** One operation of the service. */
@FunctionalInterface
public interface Operation {

  /**
   * Does what the request asks for.
   *
   * @return the encoded reply
   * @throws InvalidProtocolBufferException if the body is not the operation's message
   * @throws io.millrace.protocol.error.ServiceException if the service refuses the request
   */
  byte[] run(OperationCall call) throws InvalidProtocolBufferException;
}

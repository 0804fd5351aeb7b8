package io.millrace.local.server.operation;

import io.millrace.local.engine.Instance;

/**
 * A checked call of an operation.
 *
 * @param instanceName the instance it goes to
 * @param instance the tables of that instance
 * @param body the encoded request, decompressed
 */
public record OperationCall(String instanceName, Instance instance, byte[] body) {}

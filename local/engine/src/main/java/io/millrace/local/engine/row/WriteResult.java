package io.millrace.local.engine.row;

import io.millrace.protocol.error.ServiceException;
import io.millrace.protocol.model.Row;

/**
 * The answer to one write.
 *
 * @param row what {@link ReturnContent} asked for, or null
 * @param error why nothing was written, or null; set in answers to batches only
 */
public record WriteResult(Row row, Capacity capacity, ServiceException error) {

  public static WriteResult failed(ServiceException error) {
    return new WriteResult(null, Capacity.NONE, error);
  }
}

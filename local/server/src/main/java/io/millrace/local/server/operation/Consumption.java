package io.millrace.local.server.operation;

import io.millrace.local.engine.row.Capacity;
import io.millrace.protocol.wire.CapacityDataSize;
import io.millrace.protocol.wire.CapacityUnit;
import io.millrace.protocol.wire.ConsumedCapacity;

/**
 * Consumed capacity as it travels: clients read both numbers without asking whether they are there.
 */
final class Consumption {
  static final ConsumedCapacity NOTHING = of(Capacity.NONE);

  private Consumption() {}

  static ConsumedCapacity of(Capacity capacity) {
    return ConsumedCapacity.newBuilder()
        .setCapacityUnit(units(capacity.readUnits(), capacity.writeUnits()))
        .build();
  }

  /** What bulk operations consume: no units, but bytes. */
  static ConsumedCapacity ofData(Capacity capacity) {
    return ConsumedCapacity.newBuilder()
        .setCapacityUnit(units(0, 0))
        .setCapacityDataSize(
            CapacityDataSize.newBuilder()
                .setReadSize(capacity.readBytes())
                .setWriteSize(capacity.writeBytes()))
        .build();
  }

  static CapacityUnit units(int read, int write) {
    return CapacityUnit.newBuilder().setRead(read).setWrite(write).build();
  }
}

package io.millrace.local.engine;

import io.millrace.local.engine.store.WriteBatch;
import java.util.function.Consumer;

/**
 * Something in a store that no server wrote so.
 *
 * @param what what is wrong and where, a sentence
 * @param remedy what its repair does, and what is lost by it, a sentence
 * @param fix adds the repair to a batch
 */
public record Problem(String what, String remedy, Consumer<WriteBatch> fix) {}

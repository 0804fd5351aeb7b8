package io.millrace.local.engine;

import io.millrace.local.engine.store.Snapshot;
import java.util.function.Consumer;

/** Looks at what a service keeps in an engine's store beside the engine's own. */
public interface ServiceCheck {

  /**
   * Hands each thing that the service cannot have written to {@code problems}, as it is found.
   *
   * @param store as it was when the check began
   */
  void run(Snapshot store, Consumer<Problem> problems);
}

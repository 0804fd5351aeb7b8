package io.millrace.local.server.admin;

import io.millrace.local.engine.Engine;
import io.millrace.local.engine.Instance;

/** Finds what the paths of the admin API name. */
final class Instances {
  private Instances() {}

  static Instance find(Engine engine, String name) {
    if (!engine.instanceNames().contains(name)) {
      throw new AdminException(
          404,
          "There is no instance "
              + name
              + "; there are: "
              + String.join(", ", engine.instanceNames())
              + ".");
    }
    return engine.instance(name);
  }
}

package io.millrace.local.tunnel;

/** Where the engine of a test keeps its data. */
enum StoreKind {
  MEMORY,
  DIRECTORY
}

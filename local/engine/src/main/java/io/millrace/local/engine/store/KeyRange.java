package io.millrace.local.engine.store;

/** The keys of {@code [from, to)}. */
public record KeyRange(byte[] from, byte[] to) {}

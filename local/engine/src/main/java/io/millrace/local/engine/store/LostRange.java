package io.millrace.local.engine.store;

/**
 * Keys that could not be read: those after {@code after} and before {@code before}, where an empty
 * array stands for either end.
 */
public record LostRange(byte[] after, byte[] before) {}

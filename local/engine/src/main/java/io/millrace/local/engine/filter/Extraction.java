package io.millrace.local.engine.filter;

import com.google.re2j.Pattern;
import io.millrace.protocol.model.ValueType;

/**
 * Takes the value to compare out of a string column: the first group of the first match, read as
 * {@code type}. A value that has no match, or does not read as the type, counts as missing.
 *
 * @param type {@code INTEGER}, {@code DOUBLE} or {@code STRING}
 */
public record Extraction(Pattern pattern, ValueType type) {}

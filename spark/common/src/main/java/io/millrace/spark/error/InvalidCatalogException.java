package io.millrace.spark.error;

/** A {@code catalog} or column list that cannot describe the Tablestore table. */
public final class InvalidCatalogException extends MillraceException {

  public InvalidCatalogException(String sentence) {
    super(sentence);
  }
}

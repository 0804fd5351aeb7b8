/** Every option of the data source: declared once, read once into typed settings. */
package io.millrace.spark.options;

/**
 * The tables of an instance as a catalog of Spark: {@code
 * spark.sql.catalog.NAME=io.millrace.spark.catalog.TablestoreCatalog}.
 */
package io.millrace.spark.catalog;

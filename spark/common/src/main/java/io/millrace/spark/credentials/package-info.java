/**
 * Access keys: from options, from a Hadoop credential provider that is read again while a query
 * runs, or from the environment. Nothing here is ever shown.
 */
package io.millrace.spark.credentials;

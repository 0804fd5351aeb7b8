/**
 * Talking to the service: clients shared and counted, repeated calls, and the sentences a failure
 * becomes.
 */
package io.millrace.spark.client;

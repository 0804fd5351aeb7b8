/**
 * Answers that go wrong on purpose: errors, delays and lost replies for the next requests of an
 * operation, so that programs can be tested against them.
 */
package io.millrace.local.server.fault;

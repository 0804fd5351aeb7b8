/** Keeps copies of instances that they can be set back to. */
package io.millrace.local.server.snapshot;

/** Measures a server as its users meet it: a process of its own, over HTTP. */
package io.millrace.benchmarks.server;

/**
 * End-to-end tests: the launcher, the server, genuine Spark and YARN as separate processes, with
 * faults. They see the product as its users do, through processes, ports and files.
 */
package io.millrace.it;

/** {@code millrace server}: the local Tablestore as a process. */
package io.millrace.cli.server;

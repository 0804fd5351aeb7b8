/**
 * What every subcommand shares towards the person at the terminal: failures as one sentence, and
 * exit codes.
 */
package io.millrace.cli.console;

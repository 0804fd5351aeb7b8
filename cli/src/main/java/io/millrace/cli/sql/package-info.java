/** {@code millrace sql}, as far as it is not the launcher's: its help. */
package io.millrace.cli.sql;

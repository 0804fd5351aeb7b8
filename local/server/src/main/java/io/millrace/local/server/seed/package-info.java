/** Files of tables, rows and tunnels that a server begins with. */
package io.millrace.local.server.seed;

/** A local Tablestore in one object: {@link io.millrace.local.server.LocalTablestore}. */
package io.millrace.local.server;

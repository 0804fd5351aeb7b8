/**
 * {@code millrace admin}: tables, rows, bulk files and tunnels of a Tablestore instance, over the
 * official SDK, so that the same commands work against the local server and the cloud service.
 */
package io.millrace.cli.admin;

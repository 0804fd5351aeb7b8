/**
 * The operations of the service: each decodes its request, calls the engine or the tunnel service,
 * and encodes the reply. {@link io.millrace.local.server.operation.OperationTable} lists them all,
 * unsupported ones included.
 */
package io.millrace.local.server.operation;

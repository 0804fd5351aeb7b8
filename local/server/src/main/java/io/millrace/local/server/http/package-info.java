/**
 * The HTTP/1.1 listener: it reads whole, bounded request bodies without holding a thread, hands
 * them over as {@link io.millrace.local.server.http.HttpCall}s and writes {@link
 * io.millrace.local.server.http.Reply}s. It knows nothing of Tablestore: what a refused call is
 * answered with is decided by the {@link io.millrace.local.server.http.CallHandler}.
 */
package io.millrace.local.server.http;

package io.millrace.local.server.http;

import java.util.Map;

/**
 * What a call is answered with.
 *
 * @param status the HTTP status
 * @param headers names exactly as they go on the wire, in this order
 * @param body the body; its length is sent as Content-Length
 */
public record Reply(int status, Map<String, String> headers, byte[] body) {}

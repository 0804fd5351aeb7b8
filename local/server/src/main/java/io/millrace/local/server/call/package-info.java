/**
 * One Tablestore call from the HTTP request to the signed reply: request ids, dates, compression,
 * errors. What an operation does is in {@code operation}, who may call it in {@code access}.
 */
package io.millrace.local.server.call;

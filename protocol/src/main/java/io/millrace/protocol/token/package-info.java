/** The text form of positions in tunnel channels. */
package io.millrace.protocol.token;

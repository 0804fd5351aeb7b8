package io.millrace.local.junit;

/**
 * What a client needs to reach the instance of one test.
 *
 * @param endpoint such as {@code http://127.0.0.1:34567}
 * @param name the instance
 * @param accessKeyId the id to sign requests with
 * @param accessKeySecret its secret
 */
public record LocalInstance(
    String endpoint, String name, String accessKeyId, String accessKeySecret) {}

package io.millrace.protocol.auth;

/** Names of the service's headers, in the lower case that signatures and clients need. */
public final class OtsHeaders {
  /** Begins the name of every header that takes part in a signature. */
  public static final String PREFIX = "x-ots-";

  public static final String DATE = "x-ots-date";
  public static final String API_VERSION = "x-ots-apiversion";
  public static final String ACCESS_KEY_ID = "x-ots-accesskeyid";
  public static final String INSTANCE_NAME = "x-ots-instancename";
  public static final String CONTENT_MD5 = "x-ots-contentmd5";
  public static final String CONTENT_TYPE = "x-ots-contenttype";
  public static final String REQUEST_ID = "x-ots-requestid";

  /** Carries a version 2 signature. */
  public static final String SIGNATURE = "x-ots-signature";

  /** Carries a version 4 signature. */
  public static final String SIGNATURE_V4 = "x-ots-signaturev4";

  /** The UTC day of a version 4 key, as {@code yyyyMMdd}. */
  public static final String SIGN_DATE = "x-ots-signdate";

  /** The region of a version 4 key. */
  public static final String SIGN_REGION = "x-ots-signregion";

  public static final String STS_TOKEN = "x-ots-ststoken";

  /** {@link #DEFLATE} if the request's body is compressed. */
  public static final String REQUEST_COMPRESS_TYPE = "x-ots-request-compress-type";

  /** The size of the request's body before it was compressed. */
  public static final String REQUEST_COMPRESS_SIZE = "x-ots-request-compress-size";

  /** In a request: the client takes a compressed response. In a response: it is compressed. */
  public static final String RESPONSE_COMPRESS_TYPE = "x-ots-response-compress-type";

  /** The size of the response's body before it was compressed. */
  public static final String RESPONSE_COMPRESS_SIZE = "x-ots-response-compress-size";

  /** Carries the signature of a response. */
  public static final String AUTHORIZATION = "Authorization";

  /** The value of {@link #CONTENT_TYPE} in every response. */
  public static final String PROTOCOL_BUFFER = "protocol buffer";

  /** The one kind of compression there is. */
  public static final String DEFLATE = "deflate";

  private OtsHeaders() {}
}

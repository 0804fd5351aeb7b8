package io.millrace.local.server.access;

import io.millrace.local.server.http.HttpCall;
import io.millrace.protocol.auth.ContentMd5;
import io.millrace.protocol.auth.OtsDate;
import io.millrace.protocol.auth.OtsHeaders;
import io.millrace.protocol.error.Limits;
import io.millrace.protocol.error.ServiceErrors;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Checks requests in the service's order: headers present, date, body digest, access key,
 * signature. The first check that fails names the error; that the instance exists is checked after
 * all of them, by who looks it up.
 */
public final class Authenticator {
  private static final Duration MAX_SKEW = Duration.ofSeconds(Limits.CLOCK_SKEW_SECONDS);
  private final AccessKeys keys;
  private final Clock clock;
  private final boolean lenient;

  /**
   * An authenticator.
   *
   * @param clock the time that the dates of requests are compared with
   * @param lenient whether dates and signatures are taken on trust
   */
  public Authenticator(AccessKeys keys, Clock clock, boolean lenient) {
    this.keys = keys;
    this.clock = clock;
    this.lenient = lenient;
  }

  /**
   * What the reply to a call, an error included, is signed with; empty if the caller's key is
   * unknown. Where signatures are taken on trust, an unknown key signs as the first one does, since
   * clients look for a signature.
   */
  public Optional<Signer> signer(HttpCall call) {
    Optional<Signer> known = keys.signer(call.headers());
    return known.isEmpty() && lenient ? keys.standIn(call.headers()) : known;
  }

  /**
   * Checks a call.
   *
   * @param signer what the caller signs with, if known
   * @throws io.millrace.protocol.error.ServiceException with what is wrong
   */
  public void check(HttpCall call, String operation, Optional<Signer> signer) {
    require(call, OtsHeaders.DATE);
    require(call, OtsHeaders.API_VERSION);
    require(call, OtsHeaders.ACCESS_KEY_ID);
    require(call, OtsHeaders.CONTENT_MD5);
    require(call, OtsHeaders.INSTANCE_NAME);
    checkSigned(call, operation, signer);
  }

  /**
   * Checks a call that may be no call of the service's.
   *
   * @param signer what the caller signs with, if known
   * @throws io.millrace.protocol.error.ServiceException with what is wrong
   */
  public void checkSigned(HttpCall call, String operation, Optional<Signer> signer) {
    checkHeaders(call);
    if (!lenient) {
      checkDate(call.header(OtsHeaders.DATE));
    }
    checkDigest(call);
    if (!lenient) {
      Signer known = signer.orElseThrow(ServiceErrors::accessKeyUnknown);
      if (!known.verifies(operation, call.headers())) {
        throw ServiceErrors.signatureMismatch();
      }
    }
  }

  private void checkHeaders(HttpCall call) {
    require(call, OtsHeaders.DATE);
    require(call, OtsHeaders.ACCESS_KEY_ID);
    require(call, OtsHeaders.CONTENT_MD5);
    if (call.header(OtsHeaders.SIGNATURE_V4) != null) {
      require(call, OtsHeaders.SIGN_DATE);
      require(call, OtsHeaders.SIGN_REGION);
    } else if (!lenient) {
      require(call, OtsHeaders.SIGNATURE);
    }
  }

  private static void require(HttpCall call, String name) {
    String value = call.header(name);
    if (value == null || value.isEmpty()) {
      throw ServiceErrors.missingHeader(name);
    }
  }

  private void checkDate(String text) {
    Instant date = OtsDate.parse(text).orElseThrow(() -> ServiceErrors.invalidDateFormat(text));
    if (Duration.between(date, clock.instant()).abs().compareTo(MAX_SKEW) > 0) {
      throw ServiceErrors.clockMismatch(text);
    }
  }

  private static void checkDigest(HttpCall call) {
    if (!ContentMd5.of(call.body()).equals(call.header(OtsHeaders.CONTENT_MD5))) {
      throw ServiceErrors.contentMd5Mismatch();
    }
  }
}

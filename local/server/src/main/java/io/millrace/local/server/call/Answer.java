package io.millrace.local.server.call;

import io.millrace.local.server.fault.Fault;
import io.millrace.local.server.http.Reply;
import java.util.Optional;

/**
 * What a call comes to.
 *
 * @param requestId the id the reply carries
 * @param code the error code, or {@code OK}
 * @param fault what happens to the reply on purpose
 */
record Answer(String requestId, String code, Reply reply, Optional<Fault> fault) {}

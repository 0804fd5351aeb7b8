package io.millrace.local.server.call;

import com.google.protobuf.InvalidProtocolBufferException;
import io.millrace.local.engine.Engine;
import io.millrace.local.engine.store.StoreFullException;
import io.millrace.local.server.access.Authenticator;
import io.millrace.local.server.access.Signer;
import io.millrace.local.server.http.CallHandler;
import io.millrace.local.server.http.HttpCall;
import io.millrace.local.server.http.Refusal;
import io.millrace.local.server.http.Reply;
import io.millrace.local.server.http.ReplySink;
import io.millrace.local.server.operation.Operation;
import io.millrace.local.server.operation.OperationCall;
import io.millrace.local.server.operation.OperationTable;
import io.millrace.protocol.auth.OtsHeaders;
import io.millrace.protocol.error.ServiceErrors;
import io.millrace.protocol.error.ServiceException;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the calls of the service's clients: checks, decompresses, runs the operation, signs. */
public final class ServiceCalls implements CallHandler {
  private static final Logger log = LoggerFactory.getLogger(ServiceCalls.class);

  private final Authenticator authenticator;
  private final OperationTable operations;
  private final Engine engine;
  private final ReplyFactory replies;
  private final RequestIds requestIds;

  /**
   * A handler of calls.
   *
   * @param clock the time that replies carry
   */
  public ServiceCalls(
      Authenticator authenticator, OperationTable operations, Engine engine, Clock clock) {
    this.authenticator = authenticator;
    this.operations = operations;
    this.engine = engine;
    this.replies = new ReplyFactory(clock);
    this.requestIds = new RequestIds(clock);
  }

  @Override
  public void handle(HttpCall call, ReplySink sink) {
    sink.send(answer(call));
  }

  @Override
  public Reply refuse(HttpCall call, Refusal refusal) {
    Signer signer = authenticator.signer(call).orElse(null);
    return replies.error(requestIds.next(), operationName(call), signer, errorOf(refusal));
  }

  private Reply answer(HttpCall call) {
    String requestId = requestIds.next();
    String name = operationName(call);
    Optional<Signer> caller = authenticator.signer(call);
    Signer signer = caller.orElse(null);
    try {
      byte[] body = run(call, name, caller);
      boolean compress = Compression.ofReply(call);
      return replies.success(requestId, name, signer, body, compress);
    } catch (ServiceException refused) {
      return replies.error(requestId, name, signer, refused);
    } catch (InvalidProtocolBufferException malformed) {
      return replies.error(requestId, name, signer, ServiceErrors.unparsableMessage());
    } catch (StoreFullException full) {
      log.warn("Request {} ({}) found no room: {}", requestId, name, full.getMessage());
      return replies.error(requestId, name, signer, ServiceErrors.serverBusy());
    } catch (Throwable unexpected) {
      log.error("Request {} ({}) failed", requestId, name, unexpected);
      return replies.error(requestId, name, signer, ServiceErrors.internalServerError());
    }
  }

  private byte[] run(HttpCall call, String name, Optional<Signer> caller)
      throws InvalidProtocolBufferException {
    if (!call.method().equals("POST")) {
      throw ServiceErrors.methodNotAllowed();
    }
    Operation operation = operations.find(name);
    authenticator.check(call, name, caller);
    String instance = call.header(OtsHeaders.INSTANCE_NAME);
    return operation.run(
        new OperationCall(instance, engine.instance(instance), Compression.requestBody(call)));
  }

  private static String operationName(HttpCall call) {
    String path = call.path();
    return path != null && path.startsWith("/") ? path.substring(1) : String.valueOf(path);
  }

  private static ServiceException errorOf(Refusal refusal) {
    return switch (refusal) {
      case MALFORMED -> ServiceErrors.parameterInvalid("The request is not valid HTTP.");
      case BODY_TOO_LARGE -> ServiceErrors.requestBodyTooLarge();
      case BODY_TOO_SLOW -> ServiceErrors.requestTimeout();
      case BUSY -> ServiceErrors.serverBusy();
      case FAILED -> ServiceErrors.internalServerError();
    };
  }
}

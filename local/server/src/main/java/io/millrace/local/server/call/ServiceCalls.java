package io.millrace.local.server.call;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.millrace.local.engine.Engine;
import io.millrace.local.engine.store.MemoryStore;
import io.millrace.local.engine.store.StoreFullException;
import io.millrace.local.server.access.Authenticator;
import io.millrace.local.server.access.Signer;
import io.millrace.local.server.fault.Fault;
import io.millrace.local.server.fault.Faults;
import io.millrace.local.server.http.CallHandler;
import io.millrace.local.server.http.HttpCall;
import io.millrace.local.server.http.Refusal;
import io.millrace.local.server.http.Reply;
import io.millrace.local.server.http.ReplySink;
import io.millrace.local.server.operation.Operation;
import io.millrace.local.server.operation.OperationCall;
import io.millrace.local.server.operation.OperationTable;
import io.millrace.local.server.telemetry.CallObserver;
import io.millrace.local.server.telemetry.CallRecord;
import io.millrace.protocol.auth.OtsHeaders;
import io.millrace.protocol.error.ServiceErrors;
import io.millrace.protocol.error.ServiceException;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the calls of the service's clients: checks, decompresses, runs the operation, signs. */
public final class ServiceCalls implements CallHandler {
  private static final Logger log = LoggerFactory.getLogger(ServiceCalls.class);

  /** What touches one row, and so takes some ten microseconds where small rows are in memory. */
  private static final Set<String> OF_ONE_ROW =
      Set.of("GetRow", "PutRow", "UpdateRow", "DeleteRow");

  /** What may take some megabytes, beside GetRow of a large row. */
  private static final Set<String> LARGE_READS =
      Set.of("GetRange", "BatchGetRow", "BulkExport", "GetStreamRecord", "tunnel/readrecords");

  private static final int SHORT_BODY = 64 << 10;

  /** The requests of {@link #OF_ONE_ROW} begin with field 1, the name of their table. */
  private static final int TABLE_NAME = 1 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;

  private final Authenticator authenticator;
  private final OperationTable operations;
  private final Engine engine;
  private final CallGate gate;
  private final Faults faults;
  private final CallObserver observer;
  private final ScheduledExecutorService timer;
  private final ReplyFactory replies;
  private final RequestIds requestIds;
  private final boolean inMemory;
  private final ReadGate reads = ReadGate.ofMemory(Runtime.getRuntime().maxMemory());

  /**
   * A handler of calls.
   *
   * @param gate goes round everything that touches the engine
   * @param timer holds back replies that a fault delays
   * @param clock the time that replies carry
   */
  public ServiceCalls(
      Authenticator authenticator,
      OperationTable operations,
      Engine engine,
      CallGate gate,
      Faults faults,
      CallObserver observer,
      ScheduledExecutorService timer,
      Clock clock) {
    this.authenticator = authenticator;
    this.operations = operations;
    this.engine = engine;
    this.gate = gate;
    this.faults = faults;
    this.observer = observer;
    this.timer = timer;
    this.replies = new ReplyFactory(clock);
    this.requestIds = new RequestIds(clock);
    this.inMemory = engine.store() instanceof MemoryStore;
  }

  @Override
  public boolean isShort(HttpCall call) {
    return inMemory
        && call.body().length <= SHORT_BODY
        && OF_ONE_ROW.contains(operationName(call))
        && !mayHaveLargeRows(call);
  }

  private boolean mayHaveLargeRows(HttpCall call) {
    String instance = call.header(OtsHeaders.INSTANCE_NAME);
    CodedInputStream body = CodedInputStream.newInstance(call.body());
    try {
      return instance == null
          || body.readTag() != TABLE_NAME
          || engine.hasLargeRows(instance, body.readString());
    } catch (IOException malformed) {
      return true;
    }
  }

  @Override
  public void handle(HttpCall call, ReplySink sink) {
    Answer answer = new Answering(call).answer();
    observe(call, answer);
    if (answer.fault().isPresent()) {
      deliver(answer.fault().get(), answer.reply(), sink);
    } else {
      sink.send(answer.reply());
    }
  }

  @Override
  public Reply refuse(HttpCall call, Refusal refusal) {
    Answer answer = new Answering(call).refusal(errorOf(refusal));
    observe(call, answer);
    return answer.reply();
  }

  private void deliver(Fault fault, Reply reply, ReplySink sink) {
    Runnable delivery = fault.dropReply() ? sink::drop : () -> sink.send(reply);
    if (fault.delay().isZero()) {
      delivery.run();
      return;
    }
    try {
      Future<?> unused = timer.schedule(delivery, fault.delay().toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException stopping) {
      delivery.run();
    }
  }

  private void observe(HttpCall call, Answer answer) {
    String name = operationName(call);
    observer.answered(
        new CallRecord(
            name,
            operations.names().contains(name),
            call.header(OtsHeaders.INSTANCE_NAME),
            answer.requestId(),
            call.remoteAddress(),
            answer.reply().status(),
            answer.code(),
            call.body().length,
            answer.reply().body().length,
            System.nanoTime() - call.startNanos()));
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

  /** One call on its way to its answer. */
  private final class Answering {
    private final HttpCall call;
    private final String requestId = requestIds.next();
    private final String name;
    private final Optional<Signer> caller;
    private Optional<Fault> fault = Optional.empty();

    Answering(HttpCall call) {
      this.call = call;
      this.name = operationName(call);
      this.caller = authenticator.signer(call);
    }

    Answer answer() {
      try {
        byte[] body = run();
        boolean compress = Compression.ofReply(call);
        Reply reply = replies.success(requestId, name, caller.orElse(null), body, compress);
        return new Answer(requestId, CallRecord.OK, reply, fault);
      } catch (ServiceException refused) {
        return refusal(refused);
      } catch (InvalidProtocolBufferException malformed) {
        return refusal(ServiceErrors.unparsableMessage());
      } catch (StoreFullException full) {
        log.warn("Request {} ({}) found no room: {}", requestId, name, full.getMessage());
        return refusal(ServiceErrors.serverBusy());
      } catch (Throwable unexpected) {
        log.error("Request {} ({}) failed", requestId, name, unexpected);
        return refusal(ServiceErrors.internalServerError());
      }
    }

    Answer refusal(ServiceException error) {
      Reply reply = replies.error(requestId, name, caller.orElse(null), error);
      return new Answer(requestId, error.code(), reply, fault);
    }

    private byte[] run() throws InvalidProtocolBufferException {
      if (!call.method().equals("POST")) {
        throw ServiceErrors.methodNotAllowed();
      }
      Operation operation = operations.find(name);
      authenticator.check(call, name, caller);
      gate.enter();
      try {
        return run(operation);
      } finally {
        gate.leave();
      }
    }

    private byte[] run(Operation operation) throws InvalidProtocolBufferException {
      String instance = call.header(OtsHeaders.INSTANCE_NAME);
      OperationCall operationCall =
          new OperationCall(instance, engine.instance(instance), Compression.requestBody(call));
      fault = faults.next(name);
      if (fault.isPresent() && fault.get().errorCode() != null) {
        throw Faults.errorOf(fault.get());
      }
      return isLargeRead() ? runInTurn(operation, operationCall) : operation.run(operationCall);
    }

    private boolean isLargeRead() {
      return LARGE_READS.contains(name) || (name.equals("GetRow") && mayHaveLargeRows(call));
    }

    private byte[] runInTurn(Operation operation, OperationCall operationCall)
        throws InvalidProtocolBufferException {
      reads.enter();
      try {
        return operation.run(operationCall);
      } finally {
        reads.leave();
      }
    }
  }
}

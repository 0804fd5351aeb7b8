package io.millrace.local.server;

import io.millrace.local.engine.Engine;
import io.millrace.local.server.access.AccessKeys;
import io.millrace.local.server.access.Authenticator;
import io.millrace.local.server.admin.AdminAccess;
import io.millrace.local.server.admin.AdminCalls;
import io.millrace.local.server.admin.AdminRoutes;
import io.millrace.local.server.admin.ClockRoutes;
import io.millrace.local.server.admin.FaultRoutes;
import io.millrace.local.server.admin.InstanceRoutes;
import io.millrace.local.server.admin.ShardRoutes;
import io.millrace.local.server.admin.SnapshotRoutes;
import io.millrace.local.server.admin.StatusRoutes;
import io.millrace.local.server.call.CallGate;
import io.millrace.local.server.call.ServiceCalls;
import io.millrace.local.server.fault.Faults;
import io.millrace.local.server.http.CallHandler;
import io.millrace.local.server.operation.OperationTable;
import io.millrace.local.server.operation.TableRate;
import io.millrace.local.server.snapshot.InstanceSnapshots;
import io.millrace.local.server.telemetry.AccessLog;
import io.millrace.local.server.telemetry.CallObserver;
import io.millrace.local.server.telemetry.Metrics;
import io.millrace.local.tunnel.TunnelService;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What stands between the listener and the engine of one server. */
final class ServerParts implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ServerParts.class);
  private static final long TRIM_SECONDS = 60;

  private final ScheduledThreadPoolExecutor timer;
  private final Optional<AccessLog> accessLog;
  private final Faults faults = new Faults();
  private final CallGate gate = new CallGate();
  private final TunnelService tunnels;
  private final InstanceSnapshots snapshots;
  private final CallHandler calls;

  private ServerParts(
      LocalTablestoreBuilder options,
      Engine engine,
      ServiceClock clock,
      Optional<AccessLog> accessLog) {
    this.accessLog = accessLog;
    this.timer = newTimer();
    Metrics metrics = new Metrics();
    CallObserver observer = accessLog.map(metrics::and).orElse(metrics);
    this.tunnels = TunnelService.open(engine, clock::nanoTime);
    this.snapshots = new InstanceSnapshots(engine, tunnels);
    Authenticator authenticator =
        new Authenticator(
            new AccessKeys(options.accessKeys()), options.wallClock(), options.lenient());
    CallHandler serviceCalls =
        new ServiceCalls(
            authenticator,
            new OperationTable(
                tunnels,
                options.tableRate() == 0
                    ? TableRate.unlimited()
                    : TableRate.perSecond(options.tableRate(), clock)),
            engine,
            gate,
            faults,
            observer,
            timer,
            options.wallClock());
    AdminRoutes routes =
        new AdminRoutes(
            gate,
            new StatusRoutes(metrics),
            new ClockRoutes(clock),
            new FaultRoutes(faults),
            new InstanceRoutes(engine, tunnels),
            new SnapshotRoutes(engine, snapshots),
            new ShardRoutes(engine));
    this.calls = new AdminCalls(new AdminAccess(authenticator), routes, serviceCalls);
    Future<?> unused =
        timer.scheduleWithFixedDelay(
            () -> trim(engine, gate), TRIM_SECONDS, TRIM_SECONDS, TimeUnit.SECONDS);
  }

  static ServerParts start(LocalTablestoreBuilder options, Engine engine, ServiceClock clock)
      throws IOException {
    Optional<AccessLog> accessLog = Optional.empty();
    if (options.accessLog().isPresent()) {
      accessLog = Optional.of(AccessLog.open(options.accessLog().get(), options.wallClock()));
    }
    return new ServerParts(options, engine, clock, accessLog);
  }

  CallHandler calls() {
    return calls;
  }

  Faults faults() {
    return faults;
  }

  CallGate gate() {
    return gate;
  }

  TunnelService tunnels() {
    return tunnels;
  }

  InstanceSnapshots snapshots() {
    return snapshots;
  }

  /** Ends the timer. */
  @Override
  public void close() {
    timer.shutdownNow();
    try {
      if (!timer.awaitTermination(2, TimeUnit.SECONDS)) {
        log.warn("The timer is still busy");
      }
      if (accessLog.isPresent()) {
        accessLog.get().close();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (IOException failure) {
      log.warn("The access log could not be closed", failure);
    }
  }

  private static ScheduledThreadPoolExecutor newTimer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "millrace-timer");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  private static void trim(Engine engine, CallGate gate) {
    try {
      gate.enter();
      try {
        engine.trim();
      } finally {
        gate.leave();
      }
    } catch (RuntimeException failure) {
      log.error("Old changes could not be removed; trying again in {} s", TRIM_SECONDS, failure);
    }
  }
}

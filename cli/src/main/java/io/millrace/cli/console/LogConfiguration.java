package io.millrace.cli.console;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.Logger;

/**
 * Logs warnings and errors on stderr, for results go to stdout; {@code MILLRACE_LOG=debug} shows
 * everything. In Java because reading a configuration file doubles the time a short command takes.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class LogConfiguration extends ContextAwareBase implements Configurator {
  private static final String PATTERN = "%d{HH:mm:ss.SSS} %-5level %logger{24} [%thread] %msg%n";

  @Override
  public ExecutionStatus configure(LoggerContext loggers) {
    String wanted = System.getenv("MILLRACE_LOG");
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(loggers);
    encoder.setPattern(PATTERN);
    encoder.start();
    ConsoleAppender<ILoggingEvent> stderr = new ConsoleAppender<>();
    stderr.setContext(loggers);
    stderr.setName("stderr");
    stderr.setTarget("System.err");
    stderr.setEncoder(encoder);
    stderr.start();
    ch.qos.logback.classic.Logger root = loggers.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.toLevel(wanted, Level.WARN));
    root.addAppender(stderr);
    // The SDK logs every failed request; commands report failures themselves.
    Level ofSdk = Level.toLevel(wanted, Level.OFF);
    loggers.getLogger("com.alicloud.openservices").setLevel(ofSdk);
    loggers.getLogger("com.aliyun.openservices").setLevel(ofSdk);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}

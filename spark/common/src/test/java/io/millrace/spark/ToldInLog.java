package io.millrace.spark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;

/** What a class tells in the log, from warnings on. */
public final class ToldInLog {

  private ToldInLog() {}

  /** Does something and gives the lines that the logger of a name wrote meanwhile. */
  public static List<String> by(String name, Callable<?> action) throws Exception {
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    AbstractAppender appender =
        new AbstractAppender("told", null, null, true, Property.EMPTY_ARRAY) {
          @Override
          public void append(LogEvent event) {
            told.add(event.getMessage().getFormattedMessage());
          }
        };
    appender.start();
    Logger logger = (Logger) LogManager.getLogger(name);
    Level before = logger.getLevel();
    Configurator.setLevel(name, Level.WARN);
    logger.addAppender(appender);
    try {
      action.call();
    } finally {
      logger.removeAppender(appender);
      Configurator.setLevel(name, before);
    }
    return List.copyOf(told);
  }
}

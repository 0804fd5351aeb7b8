package io.millrace.it;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.MiniYARNCluster;
import org.slf4j.LoggerFactory;

/**
 * Hadoop's mini-cluster as a program of its own: one resource manager and one node manager in this
 * JVM, containers as processes.
 *
 * <p>Its argument is a directory. It writes the configuration of a client there ({@code conf/}),
 * prints {@code ready} and runs until its standard input ends, so that it never outlives the test
 * that started it.
 */
final class MiniYarn {
  private MiniYarn() {}

  public static void main(String[] args) {
    PrintStream out = System.out;
    System.setOut(System.err);
    Path dir = Path.of(args[0]).toAbsolutePath();
    int status = 1;
    try (MiniYARNCluster cluster = start(dir)) {
      writeClientConfiguration(cluster, dir.resolve("conf"));
      out.println("ready");
      out.flush();
      System.in.transferTo(OutputStream.nullOutputStream());
      status = 0;
    } catch (Exception | LinkageError e) {
      LoggerFactory.getLogger(MiniYarn.class).error("The mini-cluster did not start", e);
    } finally {
      // Threads of a failed or stopped cluster would keep the process alive.
      Runtime.getRuntime().halt(status);
    }
  }

  private static MiniYARNCluster start(Path dir) {
    System.setProperty("test.build.dir", dir.toString());
    System.setProperty("test.build.data", dir.toString());
    Configuration conf = new YarnConfiguration();
    conf.set("fs.defaultFS", "file:///");
    conf.set("hadoop.tmp.dir", dir.resolve("tmp").toString());
    conf.setBoolean(YarnConfiguration.YARN_MINICLUSTER_FIXED_PORTS, false);
    conf.setInt(YarnConfiguration.YARN_MINICLUSTER_NM_PMEM_MB, 6144);
    conf.setInt(YarnConfiguration.NM_VCORES, 8);
    conf.setInt(YarnConfiguration.RM_SCHEDULER_MINIMUM_ALLOCATION_MB, 256);
    conf.setBoolean(YarnConfiguration.NM_PMEM_CHECK_ENABLED, false);
    conf.setBoolean(YarnConfiguration.NM_VMEM_CHECK_ENABLED, false);
    conf.setFloat(
        "yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage", 100f);
    conf.set("yarn.scheduler.capacity.root.queues", "default");
    conf.setInt("yarn.scheduler.capacity.root.default.capacity", 100);
    conf.set("yarn.scheduler.capacity.maximum-am-resource-percent", "1.0");
    MiniYARNCluster cluster = new MiniYARNCluster("millrace", 1, 1, 1);
    cluster.init(conf);
    cluster.start();
    return cluster;
  }

  private static void writeClientConfiguration(MiniYARNCluster cluster, Path dir)
      throws IOException {
    Files.createDirectories(dir);
    try (OutputStream file = Files.newOutputStream(dir.resolve("yarn-site.xml"))) {
      cluster.getConfig().writeXml(file);
    }
    Configuration core = new Configuration(false);
    core.set("fs.defaultFS", "file:///");
    try (OutputStream file = Files.newOutputStream(dir.resolve("core-site.xml"))) {
      core.writeXml(file);
    }
  }
}

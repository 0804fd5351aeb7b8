package io.millrace.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Applications that start one stream at once. */
class StartClaimsTest {

  private static final Duration LONG = Duration.ofSeconds(120);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final int APPLICATIONS = 6;

  @TempDir Path directory;

  private StartClaims claims(Duration limit) throws Exception {
    return new StartClaims(
        RegistryFiles.under(directory.toString(), new Configuration()), "job", "start-job@", limit);
  }

  /** An application that lives as long as this test does. */
  private static StreamStatus.Owner living(String application) {
    return RunningStreams.owner(application);
  }

  private static StreamStatus.Owner dead(String application) {
    return new StreamStatus.Owner(application, RunningStreams.owner("a").host(), 1, 5);
  }

  private static StreamStatus.Owner onAnotherHost(String application) {
    return new StreamStatus.Owner(application, "a-host-far-away", 1, 5);
  }

  /** As a kill leaves it. */
  private void left(int number, StreamStatus.Owner owner) throws Exception {
    StreamStatus claim =
        new StreamStatus(
            StreamStatus.State.RUNNING,
            Optional.of(owner),
            Instant.EPOCH,
            Instant.EPOCH,
            Optional.empty(),
            Optional.empty());
    Files.writeString(directory.resolve("start-job@" + number + ".json"), claim.json());
  }

  private List<String> names() throws Exception {
    try (var files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** Which of them meet at a number is chance, so more than once. */
  @RepeatedTest(5)
  void oneAtATimeAndEachInTurn() throws Exception {
    left(7, dead("killed"));
    AtomicInteger inside = new AtomicInteger();
    CyclicBarrier together = new CyclicBarrier(APPLICATIONS);
    ExecutorService threads = Executors.newFixedThreadPool(APPLICATIONS);
    try {
      List<Future<Integer>> most = new ArrayList<>();
      for (int number = 0; number < APPLICATIONS; number++) {
        StreamStatus.Owner self = living("app-" + number);
        Callable<Integer> start =
            () -> {
              int seen = inside.incrementAndGet();
              names(); // Takes a moment, in which others would come in.
              seen = Math.max(seen, inside.get());
              inside.decrementAndGet();
              return seen;
            };
        most.add(
            threads.submit(
                () -> {
                  together.await();
                  return claims(LONG).holding(self, start);
                }));
      }
      for (Future<Integer> one : most) {
        assertThat(one.get(LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo(1);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(names()).containsExactly("start-job@" + (7 + APPLICATIONS) + ".json");
  }

  @Test
  void anotherWaitsForTheEndOfAStart() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<String> first =
          thread.submit(
              () ->
                  claims(LONG)
                      .holding(
                          living("app-1"),
                          () -> {
                            begun.countDown();
                            end.await();
                            return "first";
                          }));
      begun.await();
      assertThatThrownBy(() -> claims(SHORT).holding(living("app-2"), () -> "second"))
          .hasMessage(
              "Stream job is being started by application app-1 on host "
                  + living("app-1").host()
                  + ": SHOW STREAMS tells when it runs.");
      end.countDown();
      assertThat(claims(LONG).holding(living("app-2"), () -> "second")).isEqualTo("second");
      assertThat(first.get(LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo("first");
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  void whatAKilledApplicationLeftKeepsNobody() throws Exception {
    left(3, dead("killed"));
    assertThat(claims(LONG).holding(living("app"), () -> "started")).isEqualTo("started");
    assertThat(names()).containsExactly("start-job@4.json");
    // Of another host nothing is known but that its start takes too long.
    left(5, onAnotherHost("far"));
    assertThat(claims(SHORT).holding(living("app"), () -> "started")).isEqualTo("started");
    assertThat(names()).containsExactly("start-job@6.json");
    Files.writeString(directory.resolve("start-job@7.json"), "{\"owner");
    Files.writeString(directory.resolve("start-job@seven.json"), "");
    assertThat(claims(LONG).holding(living("app"), () -> "started")).isEqualTo("started");
    assertThat(names()).containsExactly("start-job@8.json", "start-job@seven.json");
  }

  @Test
  void nothingStaysOfAFirstStartThatFailed() throws Exception {
    assertThatThrownBy(
            () ->
                claims(LONG)
                    .holding(
                        living("app"),
                        () -> {
                          throw new IllegalStateException("refused");
                        }))
        .hasMessage("refused");
    assertThat(names()).isEmpty();
    claims(LONG).holding(living("app"), () -> "started");
    assertThat(names()).hasSize(1);
    claims(LONG).clear();
    assertThat(names()).isEmpty();
  }

  @Test
  void whereNothingCanBeWrittenItIsStartedAllTheSame() throws Exception {
    Files.createFile(directory.resolve("file"));
    StartClaims nowhere =
        new StartClaims(
            RegistryFiles.under(directory.resolve("file").toString(), new Configuration()),
            "job",
            "start-job@",
            LONG);
    assertThat(nowhere.holding(living("app"), () -> "started")).isEqualTo("started");
  }
}

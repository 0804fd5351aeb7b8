package io.millrace.spark.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.spark.error.InvalidCheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileClaimStoreTest {

  @TempDir Path directory;

  @Test
  void theFirstClaimHolds() throws IOException {
    ClaimStore store = store();

    assertThat(store.find(3, "c_1")).isEmpty();
    assertThat(store.claim(3, "c_1", claim(10))).isEqualTo(claim(10));
    assertThat(store.claim(3, "c_1", claim(20))).isEqualTo(claim(10));
    assertThat(store.find(3, "c_1")).contains(claim(10));
    assertThat(store.find(3, "c_2")).isEmpty();
  }

  @Test
  void twinsThatClaimAtOnceAgree() throws Exception {
    int twins = 8;
    int rounds = 200;
    CyclicBarrier together = new CyclicBarrier(twins);
    ExecutorService threads = Executors.newFixedThreadPool(twins);
    try {
      List<Future<List<Claim>>> answers = new ArrayList<>();
      for (int twin = 0; twin < twins; twin++) {
        int rows = twin;
        answers.add(
            threads.submit(
                () -> {
                  ClaimStore store = store();
                  List<Claim> claims = new ArrayList<>();
                  for (int round = 0; round < rounds; round++) {
                    together.await();
                    claims.add(store.claim(round, "c_1", claim(rows)));
                  }
                  return claims;
                }));
      }
      Set<List<Claim>> different = new HashSet<>();
      for (Future<List<Claim>> answer : answers) {
        different.add(answer.get());
      }
      assertThat(different).hasSize(1);
      assertThat(new HashSet<>(different.iterator().next())).hasSizeGreaterThan(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void leavesNoDraftsBehind() throws IOException {
    ClaimStore store = store();
    store.claim(1, "c_1", claim(1));
    store.claim(1, "c_1", claim(2));

    try (var files = Files.list(directory.resolve("claims/1"))) {
      assertThat(files).extracting(path -> path.getFileName().toString()).containsExactly("c_1");
    }
  }

  @Test
  void forgetsOldBatchesAlone() throws IOException {
    ClaimStore store = store();
    for (int batch = 1; batch <= 5; batch++) {
      store.claim(batch, "c_1", claim(batch));
    }

    store.purgeBefore(4);

    assertThat(store.find(3, "c_1")).isEmpty();
    assertThat(store.find(4, "c_1")).contains(claim(4));
    assertThat(directory.resolve("claims/1")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "7",
        "[]",
        "{\"version\":1,",
        "{\"version\":1}",
        "{\"version\":1,\"rows\":5}",
        "{\"version\":1,\"rows\":-5,\"from\":{\"token\":\"a\"},\"next\":{\"token\":\"b\"}}",
        "{\"version\":1,\"rows\":5,\"from\":{\"token\":\"a\"},\"next\":{}}"
      })
  void namesADamagedClaim(String damaged) throws IOException {
    ClaimStore store = store();
    store.claim(1, "c_1", claim(1));
    Path file = directory.resolve("claims/1/c_1");
    Files.writeString(file, damaged);

    assertThatThrownBy(() -> store.find(1, "c_1"))
        .isInstanceOf(InvalidCheckpointException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void refusesAClaimOfAnotherRun() {
    assertThatThrownBy(() -> claim(1).startingAt(ChannelPosition.at("elsewhere"), "place"))
        .isInstanceOf(InvalidCheckpointException.class)
        .hasMessageContaining("another run of the query");
  }

  @Test
  void theHadoopFilesBehaveAlike() throws IOException {
    Configuration configuration = new Configuration();
    org.apache.hadoop.fs.Path root =
        FileSystem.getLocal(configuration)
            .makeQualified(new org.apache.hadoop.fs.Path(directory.toString()));
    AtomicFiles files = new HadoopAtomicFiles(root, configuration);
    ClaimStore store = new FileClaimStore(files);

    assertThat(store.find(1, "c_1")).isEmpty();
    assertThat(store.claim(1, "c_1", claim(1))).isEqualTo(claim(1));
    assertThat(store.claim(1, "c_1", claim(2))).isEqualTo(claim(1));
    store.purgeBefore(2);
    assertThat(store.find(1, "c_1")).isEmpty();
  }

  private ClaimStore store() throws IOException {
    return new FileClaimStore(
        AtomicFiles.under("file:" + directory.toAbsolutePath(), new Configuration()));
  }

  private static Claim claim(long rows) {
    return new Claim(
        ChannelPosition.at("a"), rows, new ChannelPosition("b", rows), rows % 2 == 0, 5);
  }
}

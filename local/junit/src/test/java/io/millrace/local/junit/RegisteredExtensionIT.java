package io.millrace.local.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RegisteredExtensionIT {
  @RegisterExtension
  static final LocalTablestoreExtension tablestore =
      LocalTablestoreExtension.builder().partitions(2).build();

  @Test
  void givesWhatTheTestNeeds() {
    assertThat(tablestore.syncClient().listTable().getTableNames()).isEmpty();
    assertThat(tablestore.instance().endpoint()).isEqualTo(tablestore.server().endpoint());
    assertThat(tablestore.asyncClient()).isNotNull();
    assertThat(tablestore.tunnelClient()).isNotNull();
  }

  @Test
  void belongsToTheThreadOfTheTest() throws Exception {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread other =
        new Thread(
            () -> {
              try {
                tablestore.instance();
              } catch (IllegalStateException expected) {
                failure.set(expected);
              }
            },
            "other-thread");
    other.start();
    other.join();
    assertThat(failure.get()).hasMessage("No test that uses this extension runs in this thread.");
    assertThatThrownBy(() -> new LocalTablestoreExtension().server())
        .isInstanceOf(IllegalStateException.class);
  }
}

package io.millrace.local.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.local.server.LocalTablestore;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalTablestoreExtension.class)
class NestedTestsIT {
  private static String endpoint;

  @BeforeAll
  static void keepEndpoint(LocalTablestore server) {
    endpoint = server.endpoint();
  }

  @Nested
  class Inner {
    @Test
    void theServerIsThatOfTheOuterClass(LocalTablestore server, LocalInstance instance) {
      assertThat(server.endpoint()).isEqualTo(endpoint);
      assertThat(instance.endpoint()).isEqualTo(endpoint);
    }
  }
}

package io.millrace.protocol.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ContentMd5Test {
  @Test
  void isTheBase64OfTheMd5() {
    assertThat(ContentMd5.of(new byte[0])).isEqualTo("1B2M2Y8AsgTpgAmY7PhCfg==");
    assertThat(ContentMd5.of(new byte[] {1, 'a', 2}, 1, 1)).isEqualTo("DMF1ucDxtqgxw5niaXcmYQ==");
  }
}

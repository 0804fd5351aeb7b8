package io.millrace.local.tunnel;

import static io.millrace.local.tunnel.TunnelLifeTest.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.millrace.protocol.error.ErrorCode;
import io.millrace.protocol.token.TunnelToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTest {

  @Test
  void placeInShardComesBack() {
    StreamToken token = new StreamToken("0a-b_17", Long.MAX_VALUE, 12);

    assertThat(Token.parse(token.text())).isEqualTo(token);
    assertThat(TunnelToken.decode(token.text()).orElseThrow().isStream()).isTrue();
  }

  @Test
  void placeAmongRowsComesBackAndHasNoIterator() {
    BaseToken token = new BaseToken("BaseData_3", new byte[] {0, 1, (byte) 0xff, 0}, 12);

    assertThat(Token.parse(token.text())).isEqualTo(token);
    assertThat(TunnelToken.decode(token.text()).orElseThrow().isStream()).isFalse();
    assertThat(Token.parse(BaseToken.start("BaseData_3").text()))
        .isEqualTo(BaseToken.start("BaseData_3"));
  }

  @Test
  void endIsAWord() {
    assertThat(FinishedToken.INSTANCE.text()).isEqualTo("finished");
    assertThat(Token.parse("finished")).isSameAs(FinishedToken.INSTANCE);
  }

  @Test
  void placesAreOrdered() {
    assertThat(new StreamToken("c", 5, 0).isBefore(new StreamToken("c", 6, 0))).isTrue();
    assertThat(new StreamToken("c", 6, 0).isBefore(new StreamToken("c", 6, 9))).isFalse();
    assertThat(new StreamToken("c", 6, 0).isBefore(FinishedToken.INSTANCE)).isTrue();
    assertThat(FinishedToken.INSTANCE.isBefore(new StreamToken("c", 6, 0))).isFalse();
    assertThat(FinishedToken.INSTANCE.isBefore(FinishedToken.INSTANCE)).isFalse();
    assertThat(base(1).isBefore(base(-1))).isTrue();
    assertThat(base(-1).isBefore(base(1))).isFalse();
    assertThat(BaseToken.start("b").isBefore(base(0))).isTrue();
    assertThat(base(1).isBefore(FinishedToken.INSTANCE)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "Finished", "finishe", "!!!!", "AAAA", "CAISAA=="})
  void refusesWhatIsNoToken(String text) {
    assertThatThrownBy(() -> Token.parse(text))
        .satisfies(error(ErrorCode.PARAMETER_INVALID, 400, "'" + text + "'"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "c", "/5", "c/", "c/-5", "c/+5x", "c/5x", "c/18446744073709551615", "c/1e3"})
  void refusesWhatIsNoPlaceInAShard(String iterator) {
    String text = TunnelToken.ofStream(iterator, 0, 0).encode();

    assertThatThrownBy(() -> Token.parse(text))
        .satisfies(error(ErrorCode.PARAMETER_INVALID, 400, text));
  }

  @Test
  void refusesWhatIsNoPlaceAmongRows() {
    for (byte[] key : new byte[][] {{}, {0}, {'b'}, {0, 'b'}}) {
      String text = TunnelToken.ofBaseData(ByteString.copyFrom(key), 0).encode();
      assertThatThrownBy(() -> Token.parse(text))
          .satisfies(error(ErrorCode.PARAMETER_INVALID, 400, text));
    }
    String negative = TunnelToken.ofStream("c/5", 5, -1).encode();
    assertThatThrownBy(() -> Token.parse(negative))
        .satisfies(error(ErrorCode.PARAMETER_INVALID, 400, negative));
  }

  private static BaseToken base(int lastByte) {
    return new BaseToken("b", new byte[] {7, (byte) lastByte}, 0);
  }
}

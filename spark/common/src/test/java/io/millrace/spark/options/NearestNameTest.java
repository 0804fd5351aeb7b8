package io.millrace.spark.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {

  private static final List<String> OPTIONS =
      TablestoreOptions.all().stream().map(TablestoreOption::name).toList();

  @ParameterizedTest
  @CsvSource({
    "maxoffsetperchannel, maxoffsetsperchannel",
    "MaxOffsetsPerChanel, maxoffsetsperchannel",
    "tunnelid, tunnel.id",
    "tabel.name, table.name",
    "table, table.name",
    "acess.key.id, access.key.id",
    "catalogue, catalog",
    "endpiont, endpoint",
  })
  void findsWhatWasMeant(String written, String meant) {
    assertThat(NearestName.of(written, OPTIONS)).contains(meant);
  }

  @ParameterizedTest
  @CsvSource({"colour", "x", "zookeeper.quorum"})
  void staysSilentWhenNothingIsNear(String written) {
    assertThat(NearestName.of(written, OPTIONS)).isEmpty();
  }

  @Test
  void countsInsertionsDeletionsReplacementsAndSwaps() {
    assertThat(NearestName.distance("scna", "scan")).isEqualTo(1);
    assertThat(NearestName.distance("ab", "ba")).isEqualTo(1);
    assertThat(NearestName.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(NearestName.distance("", "abc")).isEqualTo(3);
    assertThat(NearestName.distance("abc", "abc")).isZero();
  }
}

package io.millrace.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alicloud.openservices.tablestore.model.PrimaryKeyOption;
import com.alicloud.openservices.tablestore.model.PrimaryKeySchema;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyDefinitionTest {
  @Test
  void bothFormsMeanTheSame() {
    PrimaryKeySchema[] key = {
      new PrimaryKeySchema("uid", PrimaryKeyType.STRING),
      new PrimaryKeySchema("pid", PrimaryKeyType.INTEGER, PrimaryKeyOption.AUTO_INCREMENT),
      new PrimaryKeySchema("raw", PrimaryKeyType.BINARY)
    };
    assertThat(
            KeyDefinition.parse(
                "[{\"C\":\"uid\",\"t\":\"string\"},{\"c\":\"pid\",\"t\":\"integer\",\"opt\":\"auto\"},"
                    + "{\"c\":\"raw\",\"T\":\"Binary\",\"opt\":\"none\"}]"))
        .containsExactly(key);
    assertThat(KeyDefinition.parse(" uid:string, pid:long:auto ,raw:binary")).containsExactly(key);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{\"c\":\"a\" | --pk '[{\"c\":\"a\"' is not JSON at column ",
        "{\"c\":\"a\",\"t\":\"string\"} | is not a JSON array",
        "[] | --pk has 0 columns, but a key has from 1 to 4",
        "a:string,b:string,c:string,d:string,e:string | --pk has 5 columns",
        "[{\"c\":\"a\"}] | --pk column {\"c\":\"a\"} lacks its name or its type",
        "a | --pk column 'a' lacks its name or its type",
        "'' | lacks its name or its type",
        "a:string, | --pk column '' lacks its name or its type",
        "a:double | --pk column 'a' has the type 'double', but a key column is a string, an integer or a binary",
        "[{\"c\":\"a\",\"type\":\"string\"}] | has an unknown field 'type'",
        "a:integer:plus | --pk column 'a' has the option 'plus', but the only one is auto",
        "a:string,a:integer | --pk names the column 'a' twice",
        "[1] | lacks its name or its type",
      })
  void refusesWhatIsNoKey(String text, String reason) {
    assertThatThrownBy(() -> KeyDefinition.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }
}

package io.millrace.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "access.key.secret=\"HIDDEN\"",
        "access.key.secret='HIDDEN'",
        "ACCESS.KEY.SECRET = 'HIDDEN'",
        "access.key.secret 'HIDDEN'",
        "'access.key.secret'='HIDDEN'",
        "`access.key.secret` = 'HIDDEN'",
        "access.key.id='HIDDEN'",
        "accessKeyId='HIDDEN'",
        "security.token='HIDDEN'",
        "password='HIDDEN'",
        "PASSWORD='HIDDEN'",
        "TOKEN='HIDDEN'",
        "SECRET='HIDDEN'",
        "ACCESSKEY='HIDDEN'",
        "access.Key='HIDDEN'",
        "access.key.secret='HIDDEN\\'HIDDEN'",
        "access.key.secret='HIDDEN''HIDDEN'",
        "access.key.secret='\nHIDDEN\n'",
        "access.key.secret='HIDDEN",
        "SET spark.my.password=HIDDEN",
        "url='https://id:HIDDEN@host:80/path'",
        "url='https://:HIDDEN@host'",
        "url='https://id:HIDDEN@HIDDEN@host'",
      })
  void theValueOfASecretIsHidden(String option) {
    String masked = Secrets.masked("CREATE TABLE t USING x OPTIONS(a='kept', " + option);
    assertThat(masked).doesNotContain("HIDDEN").contains("(redacted)").contains("a='kept'");
  }

  /** However many values come before it. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 14, 15, 16, 17, 1_000})
  void theLastValueOfManyIsHidden(int before) {
    for (String start : new String[] {"a='kept', ", "a=kept ", "\"kept\" ", "a=\"kept\", "}) {
      String many = "OPTIONS(" + start.repeat(before);
      for (String secret :
          new String[] {"token='HIDDEN'", "token = HIDDEN", "token \"HIDDEN\"", "token=HIDDEN"}) {
        assertThat(Secrets.masked(many + secret))
            .startsWith(many)
            .contains("(redacted)")
            .doesNotContain("HIDDEN");
      }
    }
  }

  @Test
  void whatFollowsTheSecretStays() {
    assertThat(Secrets.masked("OPTIONS(access.key.secret='x', catalog='{}', token = \"y\")"))
        .isEqualTo(
            "OPTIONS(access.key.secret='"
                + Secrets.MASK
                + "', catalog='{}', token = \""
                + Secrets.MASK
                + "\")");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OPTIONS(path='abfss://files@account/x')",
        "OPTIONS(endpoint='http://h:1/p@q')",
        "VALUES ('a@b.c')"
      })
  void anAddressWithoutAPasswordStays(String sql) {
    assertThat(Secrets.masked(sql)).isEqualTo(sql);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SELECT 1", "SELECT access FROM t", "CREATE TABLE t (pass STRING)", ""})
  void textWithoutSecretsIsTheSameText(String sql) {
    assertThat(Secrets.masked(sql)).isSameAs(sql);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "OPTIONS(token='abc', x y)|OPTIONS(token='***', x y)",
        "OPTIONS(token='it''s', x y)|OPTIONS(token='**''*', x y)",
        "token=abc x y|token=*** x y",
        "url='s://a:b@h' x y|url='s://***@h' x y",
        "token='a~b' x y|token='*~*' x y",
        "token='abc' x y password='d'|token='***' x y password='*********(redacted)'",
      })
  void aPlaceStaysWhereItIs(String text, String masked) {
    String sql = text.replace('~', '\n');
    assertThat(Secrets.masked(sql, sql.indexOf(" y"))).isEqualTo(masked.replace('~', '\n'));
  }

  @Test
  void aLongValueIsHiddenToo() {
    assertThat(Secrets.masked("security.token='" + "a\\'b".repeat(50_000) + "'"))
        .hasSizeLessThan(60);
  }

  @ParameterizedTest
  @CsvSource({
    "access.key.secret,true",
    "accessKeyId,true",
    "my.Password,true",
    "tunnel.id,false",
    "accelerate,false"
  })
  void namesOfSecrets(String key, boolean secret) {
    assertThat(Secrets.isSecret(key)).isEqualTo(secret);
  }
}

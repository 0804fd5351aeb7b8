package io.millrace.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceNamesTest {

  private static final SourceNames NAMES =
      new SourceNames("the rows", List.of("id", "name", "list"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '"',
      value = {
        "id~#id",
        "ID + `id`~#ID + #`id`",
        "`the rows`.id~`the rows`.id",
        "t.id + other~t.id + other",
        "upper(name) || ' name ' || name~upper(#name) || ' name ' || #name",
        "CASE WHEN id > 1 THEN name.first END~CASE WHEN #id > 1 THEN #name.first END",
        "transform(list, id -> id + length(name))~transform(#list, id -> id + length(name))",
        "'\uD83D\uDE00' || name~'\uD83D\uDE00' || #name",
        "/* id */ id~/* id */ #id",
        "\"id\n+ id\"~\"#id\n+ #id\"",
        "id +~id +",
      })
  void getTheAliasOfTheSource(String written, String named) {
    assertThat(NAMES.in(written)).isEqualTo(named.replace("#", "`the rows`."));
  }
}

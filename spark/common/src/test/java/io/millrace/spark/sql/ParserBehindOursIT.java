package io.millrace.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a parser of this line of Spark can be asked, the one behind ours answers, which may be
 * that of Delta or Iceberg.
 */
class ParserBehindOursIT {

  @RegisterExtension static final SqlSession session = new SqlSession();

  static Stream<Method> questions() {
    return Arrays.stream(ParserInterface.class.getMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .filter(method -> method.getName().startsWith("parse"));
  }

  @ParameterizedTest
  @MethodSource("questions")
  void isAsked(Method question) throws Exception {
    ParserInterface sparks = ((MillraceParser) session.spark().sessionState().sqlParser()).spark();
    List<String> asked = new ArrayList<>();
    List<Object> answers = new ArrayList<>();
    ParserInterface behind =
        (ParserInterface)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ParserInterface.class},
                (proxy, method, arguments) -> {
                  asked.add(method.getName() + " " + arguments[0]);
                  answers.add(answer(sparks, method, arguments));
                  return answers.get(answers.size() - 1);
                });
    Object[] arguments = new Object[question.getParameterCount()];
    arguments[0] = text(question.getName());
    Object answer = question.invoke(new MillraceParser(session.spark(), behind), arguments);
    assertThat(asked).containsExactly(question.getName() + " " + arguments[0]);
    assertThat(answer).isEqualTo(answers.get(0));
  }

  /** Without parameters of a call, of which there are none here, a plan is a plan. */
  private static Object answer(ParserInterface sparks, Method method, Object[] arguments)
      throws Throwable {
    try {
      return arguments.length > 1
          ? sparks.parsePlan((String) arguments[0])
          : method.invoke(sparks, arguments);
    } catch (InvocationTargetException wrong) {
      throw wrong.getCause();
    }
  }

  private static String text(String question) {
    return switch (question) {
      case "parseTableSchema", "parseRoutineParam" -> "a INT";
      case "parseDataType" -> "INT";
      case "parseExpression",
          "parseTableIdentifier",
          "parseFunctionIdentifier",
          "parseMultipartIdentifier" ->
          "a";
      default -> "SELECT a FROM b";
    };
  }
}

package io.millrace.local.junit;

import com.alicloud.openservices.tablestore.AsyncClient;
import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TunnelClient;
import io.millrace.local.server.LocalTablestore;
import io.millrace.local.server.LocalTablestoreBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Runs a local Tablestore for the tests of a class: one server in memory on a free port for the
 * class, and for each test an empty instance of its own with clients that are closed after it.
 *
 * <p>Use it with {@code @ExtendWith} and take a {@link SyncClient}, {@link AsyncClient}, {@link
 * TunnelClient}, {@link LocalInstance} or {@link LocalTablestore} as a parameter of a test or of a
 * {@code @BeforeEach} method:
 *
 * <pre>{@code
 * @ExtendWith(LocalTablestoreExtension.class)
 * class OrdersTest {
 *   @Test
 *   void writesOrders(SyncClient client) { ... }
 * }
 * }</pre>
 *
 * <p>or with {@code @RegisterExtension} and ask it from the thread of the test:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final LocalTablestoreExtension tablestore = LocalTablestoreExtension.builder().partitions(4).build();
 * }</pre>
 */
public final class LocalTablestoreExtension
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, ParameterResolver {
  private static final Map<Class<?>, Function<TestInstance, Object>> OF_TEST =
      Map.of(
          SyncClient.class, TestInstance::syncClient,
          AsyncClient.class, TestInstance::asyncClient,
          TunnelClient.class, TestInstance::tunnelClient,
          LocalInstance.class, TestInstance::instance);

  private final ExtensionContext.Namespace namespace =
      ExtensionContext.Namespace.create(LocalTablestoreExtension.class, this);
  private final ThreadLocal<TestInstance> current = new ThreadLocal<>();
  private final Consumer<LocalTablestoreBuilder> options;
  private final List<Path> seeds;

  /** A server with the default options. */
  public LocalTablestoreExtension() {
    this(options -> {}, List.of());
  }

  LocalTablestoreExtension(Consumer<LocalTablestoreBuilder> options, List<Path> seeds) {
    this.options = options;
    this.seeds = seeds;
  }

  /** Options for a server that differs from the default. */
  public static LocalTablestoreExtensionBuilder builder() {
    return new LocalTablestoreExtensionBuilder();
  }

  /** The server of the class. */
  public LocalTablestore server() {
    return currentTest().server();
  }

  /** The instance of the test that runs in this thread. */
  public LocalInstance instance() {
    return currentTest().instance();
  }

  /** A client of the test's instance; closed after the test. */
  public SyncClient syncClient() {
    return currentTest().syncClient();
  }

  /** A client of the test's instance; closed after the test. */
  public AsyncClient asyncClient() {
    return currentTest().asyncClient();
  }

  /** A client of the tunnels of the test's instance; closed after the test. */
  public TunnelClient tunnelClient() {
    return currentTest().tunnelClient();
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    classServer(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    TestInstance test = classServer(context).newTest();
    store(context).put(TestInstance.class, test);
    current.set(test);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    current.remove();
    TestInstance test = store(context).remove(TestInstance.class, TestInstance.class);
    if (test != null) {
      test.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == LocalTablestore.class || OF_TEST.containsKey(type);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    if (type == LocalTablestore.class) {
      return classServer(context).server();
    }
    TestInstance test = store(context).get(TestInstance.class, TestInstance.class);
    if (test == null) {
      throw new ParameterResolutionException(
          "A "
              + type.getSimpleName()
              + " belongs to one test: take it as a parameter of a test or a @BeforeEach method.");
    }
    return OF_TEST.get(type).apply(test);
  }

  private TestInstance currentTest() {
    TestInstance test = current.get();
    if (test == null) {
      throw new IllegalStateException("No test that uses this extension runs in this thread.");
    }
    return test;
  }

  private ClassServer classServer(ExtensionContext context) {
    return store(context)
        .getOrComputeIfAbsent(ClassServer.class, key -> start(), ClassServer.class);
  }

  private ClassServer start() {
    LocalTablestoreBuilder builder = LocalTablestore.builder();
    options.accept(builder);
    return new ClassServer(builder.start(), seeds);
  }

  private ExtensionContext.Store store(ExtensionContext context) {
    return context.getStore(namespace);
  }
}

package io.millrace.local.server.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.millrace.local.engine.store.StoreException;
import io.millrace.local.server.http.CallHandler;
import io.millrace.local.server.http.HttpCall;
import io.millrace.local.server.http.Refusal;
import io.millrace.local.server.http.Reply;
import io.millrace.local.server.http.ReplySink;
import io.millrace.protocol.error.ServiceException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the admin API, and hands every other call on. */
public final class AdminCalls implements CallHandler {
  /** What the paths of the admin API begin with. */
  public static final String PREFIX = "/_millrace/";

  private static final Logger log = LoggerFactory.getLogger(AdminCalls.class);

  private final AdminAccess access;
  private final AdminRoutes routes;
  private final CallHandler others;

  /**
   * A handler.
   *
   * @param access says who may call
   * @param routes what can be called
   * @param others answers the calls that are not of the admin API
   */
  public AdminCalls(AdminAccess access, AdminRoutes routes, CallHandler others) {
    this.access = access;
    this.routes = routes;
    this.others = others;
  }

  @Override
  public boolean isShort(HttpCall call) {
    return !isAdmin(call) && others.isShort(call);
  }

  private static boolean isAdmin(HttpCall call) {
    return call.path() != null && call.path().startsWith(PREFIX);
  }

  @Override
  public void handle(HttpCall call, ReplySink sink) {
    if (isAdmin(call)) {
      sink.send(answer(call));
    } else {
      others.handle(call, sink);
    }
  }

  @Override
  public Reply refuse(HttpCall call, Refusal refusal) {
    return others.refuse(call, refusal);
  }

  private Reply answer(HttpCall call) {
    try {
      access.check(call);
      return routes.answer(call);
    } catch (AdminException refused) {
      return error(refused.status(), refused.getMessage());
    } catch (ServiceException refused) {
      return error(refused.httpStatus(), refused.getMessage());
    } catch (JsonProcessingException malformed) {
      return error(
          400, "The body is not the JSON that this call takes: " + malformed.getOriginalMessage());
    } catch (IllegalArgumentException | StoreException refused) {
      return error(400, refused.getMessage());
    } catch (Throwable unexpected) {
      log.error("Admin call {} {} failed", call.method(), call.path(), unexpected);
      return error(500, "The call failed; the server's log says why.");
    }
  }

  private static Reply error(int status, String message) {
    return AdminJson.reply(status, Map.of("error", message));
  }
}

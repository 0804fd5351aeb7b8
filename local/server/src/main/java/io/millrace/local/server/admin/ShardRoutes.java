package io.millrace.local.server.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.millrace.local.engine.Engine;
import io.millrace.local.engine.Instance;
import io.millrace.local.engine.log.Shard;
import io.millrace.local.server.http.HttpCall;
import io.millrace.local.server.http.Reply;
import java.util.List;
import java.util.Map;

/**
 * Lists, splits and merges the shards of a table's stream, which are its tunnels' Stream channels.
 */
public final class ShardRoutes {
  /** The shard to split. */
  private record Split(String shard) {}

  /** The two neighbours to merge. */
  private record Merge(List<String> shards) {}

  /** A shard as it is shown. */
  private record ShardBody(String id, String parent, String parentSibling, boolean closed) {
    static ShardBody of(Shard shard) {
      return new ShardBody(shard.id(), shard.parentId(), shard.parentSiblingId(), shard.closed());
    }
  }

  private final Engine engine;

  /** Routes of a server's data. */
  public ShardRoutes(Engine engine) {
    this.engine = engine;
  }

  void addTo(AdminRoutes routes) {
    routes.add("GET", "instances/{name}/tables/{table}/shards", this::list);
    routes.add("POST", "instances/{name}/tables/{table}/split", this::split);
    routes.add("POST", "instances/{name}/tables/{table}/merge", this::merge);
  }

  private Reply list(HttpCall call, List<String> arguments) {
    Instance instance = Instances.find(engine, arguments.get(0));
    return shards(instance.shards(streamId(instance, arguments.get(1))));
  }

  private Reply split(HttpCall call, List<String> arguments) throws JsonProcessingException {
    Split body = AdminJson.body(call, Split.class);
    if (body.shard() == null) {
      throw new AdminException(
          400, "A split needs the shard, which is the id of a Stream channel.");
    }
    Instance instance = Instances.find(engine, arguments.get(0));
    return shards(instance.splitShard(streamId(instance, arguments.get(1)), body.shard()));
  }

  private Reply merge(HttpCall call, List<String> arguments) throws JsonProcessingException {
    Merge body = AdminJson.body(call, Merge.class);
    if (body.shards() == null || body.shards().size() != 2) {
      throw new AdminException(400, "A merge needs two shards, the ids of two Stream channels.");
    }
    Instance instance = Instances.find(engine, arguments.get(0));
    Shard merged =
        instance.mergeShards(
            streamId(instance, arguments.get(1)), body.shards().get(0), body.shards().get(1));
    return shards(List.of(merged));
  }

  private static String streamId(Instance instance, String table) {
    return instance.describeTable(table).stream()
        .orElseThrow(
            () ->
                new AdminException(
                    400, "Table " + table + " has no stream: turn it on, or create a tunnel."))
        .streamId();
  }

  private static Reply shards(List<Shard> shards) {
    return AdminJson.reply(200, Map.of("shards", shards.stream().map(ShardBody::of).toList()));
  }
}

package io.millrace.local.tunnel;

import io.millrace.local.engine.Names;
import io.millrace.local.engine.Problem;
import io.millrace.local.engine.ServiceCheck;
import io.millrace.local.engine.store.Cursor;
import io.millrace.local.engine.store.Snapshot;
import io.millrace.local.engine.store.WriteBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Looks at stored tunnels. One that lacks anything of its progress is removed by the repair, since
 * what it would deliver from then on would have a gap that nobody sees; a client that cannot be
 * read only has to connect again.
 */
public final class TunnelCheck implements ServiceCheck {

  /** What is stored under the id of one tunnel. */
  private static final class Entries {
    private final String id;
    private final Map<String, Channel> channels = new HashMap<>();
    private final Set<String> clients = new HashSet<>();
    private final List<String> unreadable = new ArrayList<>();
    private TunnelHead head;

    Entries(String id) {
      this.id = id;
    }
  }

  @Override
  public void run(Snapshot store, Consumer<Problem> problems) {
    try (Cursor cursor = store.ascending(TunnelKeys.first(), TunnelKeys.end())) {
      Entries entries = null;
      while (cursor.next()) {
        byte[] key = cursor.key();
        if (!TunnelKeys.isKey(key)) {
          problems.accept(
              new Problem(
                  "There is an entry that belongs to no tunnel.",
                  "The entry was removed.",
                  batch -> batch.delete(key)));
          continue;
        }
        String id = TunnelKeys.tunnelId(key);
        if (entries == null || !entries.id.equals(id)) {
          judge(entries, problems);
          entries = new Entries(id);
        }
        take(entries, key, cursor.value(), problems);
      }
      judge(entries, problems);
    }
  }

  private static void take(Entries entries, byte[] key, byte[] value, Consumer<Problem> problems) {
    String part = TunnelKeys.partId(key);
    try {
      switch (TunnelKeys.kind(key)) {
        case TunnelKeys.TUNNEL -> {
          TunnelHead head = TunnelCodec.decodeTunnel(value).head();
          require(head.id().equals(entries.id));
          Names.checkTable(head.table());
          entries.head = head;
        }
        case TunnelKeys.CHANNEL -> {
          Channel channel = TunnelCodec.decodeChannel(value);
          require(channel.id().equals(part));
          require(channel.spec().shardId() == null || channel.spec().shardId().equals(part));
          require(channel.checkpoint().isOf(part) && channel.progress().reached().isOf(part));
          entries.channels.put(part, channel);
        }
        case TunnelKeys.CLIENT -> {
          require(TunnelCodec.decodeClient(value).id().equals(part));
          entries.clients.add(part);
        }
        default -> throw new IllegalStateException("it is of no known kind");
      }
    } catch (RuntimeException e) {
      if (TunnelKeys.kind(key) == TunnelKeys.CLIENT) {
        problems.accept(
            new Problem(
                "Client '%s' of tunnel '%s' cannot be read (%s)."
                    .formatted(part, entries.id, e.getMessage()),
                "The client was removed; it has to connect again.",
                batch -> batch.delete(key)));
      } else {
        entries.unreadable.add(
            (part.isEmpty() ? "it" : "its channel '" + part + "'")
                + " cannot be read ("
                + e.getMessage()
                + ")");
      }
    }
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalStateException("it names another");
    }
  }

  private static void judge(Entries entries, Consumer<Problem> problems) {
    if (entries == null) {
      return;
    }
    String wrong = wrong(entries);
    if (wrong != null) {
      problems.accept(
          new Problem(
              "%s is damaged: %s.".formatted(name(entries), wrong),
              "The tunnel was removed with its progress; create it again.",
              batch ->
                  batch.deleteRange(TunnelKeys.tunnel(entries.id), TunnelKeys.endOf(entries.id))));
      return;
    }
    for (Channel channel : entries.channels.values()) {
      if (channel.hasOwner() && !entries.clients.contains(channel.owner())) {
        problems.accept(
            new Problem(
                "Channel '%s' of %s belongs to client '%s', which is not there."
                    .formatted(channel.id(), name(entries), channel.owner()),
                "The channel was freed.",
                batch -> free(batch, entries.id, channel)));
      }
    }
  }

  private static void free(WriteBatch batch, String tunnelId, Channel channel) {
    batch.put(TunnelKeys.channel(tunnelId, channel.id()), TunnelCodec.encode(channel.abandoned()));
  }

  /** Says what a tunnel lacks, or null. */
  private static String wrong(Entries entries) {
    if (!entries.unreadable.isEmpty()) {
      return String.join(", ", entries.unreadable);
    }
    if (entries.head == null) {
      return "it has parts, but is not there itself";
    }
    Set<Integer> orders = new HashSet<>();
    for (Channel channel : entries.channels.values()) {
      orders.add(channel.spec().order());
      for (String parent : channel.spec().parents()) {
        if (!entries.channels.containsKey(parent)) {
          return "its channel '" + parent + "' is missing";
        }
      }
    }
    for (int i = 0; i < entries.channels.size(); i++) {
      if (!orders.contains(i)) {
        return "the channel before its channel number " + (i + 1) + " is missing";
      }
    }
    return null;
  }

  private static String name(Entries entries) {
    return entries.head == null
        ? "Tunnel '" + entries.id + "'"
        : "Tunnel '%s' of table '%s' of instance '%s' (%s)"
            .formatted(
                entries.head.name(), entries.head.table(), entries.head.instance(), entries.id);
  }
}

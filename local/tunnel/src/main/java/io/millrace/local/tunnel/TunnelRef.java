package io.millrace.local.tunnel;

/**
 * Names one tunnel: by its id if that is given, else by its table and its name.
 *
 * @param table may be null or empty, as may the others
 */
public record TunnelRef(String table, String name, String id) {

  public static TunnelRef ofName(String table, String name) {
    return new TunnelRef(table, name, null);
  }

  public static TunnelRef ofId(String id) {
    return new TunnelRef(null, null, id);
  }

  boolean hasId() {
    return id != null && !id.isEmpty();
  }
}

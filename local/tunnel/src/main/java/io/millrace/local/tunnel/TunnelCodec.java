package io.millrace.local.tunnel;

import io.millrace.local.engine.log.BaseRange;
import io.millrace.local.engine.store.StoreException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The stored form of tunnels, channels and clients. Each begins with the number of its form. */
final class TunnelCodec {

  private static final int FORM = 1;

  /** A tunnel without its channels and clients. */
  record StoredTunnel(TunnelHead head, long expiredMicros) {}

  @FunctionalInterface
  private interface Body {
    void write(DataOutputStream out) throws IOException;
  }

  @FunctionalInterface
  private interface Reader<T> {
    T read(DataInputStream in) throws IOException;
  }

  private TunnelCodec() {}

  static byte[] encode(TunnelHead head, long expiredMicros) {
    return encode(
        out -> {
          out.writeUTF(head.id());
          out.writeUTF(head.instance());
          out.writeUTF(head.table());
          out.writeLong(head.tableId());
          out.writeUTF(head.name());
          out.writeUTF(head.type().name());
          out.writeBoolean(head.config().earliest());
          out.writeLong(head.config().startNanos());
          out.writeLong(head.config().endNanos());
          out.writeUTF(head.streamId());
          out.writeLong(head.createdMicros());
          writeTexts(out, head.passedShards());
          out.writeLong(expiredMicros);
        });
  }

  static StoredTunnel decodeTunnel(byte[] value) {
    return decode(
        value,
        in ->
            new StoredTunnel(
                new TunnelHead(
                    in.readUTF(),
                    in.readUTF(),
                    in.readUTF(),
                    in.readLong(),
                    in.readUTF(),
                    TunnelType.valueOf(in.readUTF()),
                    new StreamConfig(in.readBoolean(), in.readLong(), in.readLong()),
                    in.readUTF(),
                    in.readLong(),
                    Set.copyOf(readTexts(in))),
                in.readLong()));
  }

  static byte[] encode(Channel channel) {
    return encode(
        out -> {
          writeSpec(out, channel.spec());
          out.writeUTF(channel.status().name());
          out.writeLong(channel.version());
          out.writeUTF(channel.owner());
          writeToken(out, channel.checkpoint());
          out.writeLong(channel.sequence());
          writeToken(out, channel.progress().reached());
          out.writeLong(channel.progress().consumedMicros());
          out.writeLong(channel.progress().idleSinceMicros());
          out.writeBoolean(channel.progress().drained());
        });
  }

  static Channel decodeChannel(byte[] value) {
    return decode(
        value,
        in ->
            new Channel(
                readSpec(in),
                ChannelStatus.valueOf(in.readUTF()),
                in.readLong(),
                in.readUTF(),
                Token.parse(in.readUTF()),
                in.readLong(),
                new Progress(
                    Token.parse(in.readUTF()), in.readLong(), in.readLong(), in.readBoolean())));
  }

  static byte[] encode(Client client) {
    return encode(
        out -> {
          out.writeUTF(client.id());
          out.writeInt(client.timeoutSeconds());
          out.writeBoolean(client.active());
        });
  }

  static Client decodeClient(byte[] value) {
    return decode(value, in -> new Client(in.readUTF(), in.readInt(), in.readBoolean()));
  }

  private static void writeSpec(DataOutputStream out, ChannelSpec spec) throws IOException {
    out.writeUTF(spec.id());
    out.writeInt(spec.order());
    out.writeBoolean(spec.type() == ChannelType.STREAM);
    if (spec.type() == ChannelType.STREAM) {
      out.writeUTF(spec.shardId());
      writeTexts(out, spec.parents());
    } else {
      out.writeLong(spec.range().tableId());
      writeBytes(out, spec.range().from());
      writeBytes(out, spec.range().to());
    }
  }

  private static ChannelSpec readSpec(DataInputStream in) throws IOException {
    String id = in.readUTF();
    int order = in.readInt();
    if (in.readBoolean()) {
      String shardId = in.readUTF();
      return new ChannelSpec(id, ChannelType.STREAM, order, shardId, null, readTexts(in));
    }
    BaseRange range = new BaseRange(in.readLong(), readBytes(in), readBytes(in));
    return new ChannelSpec(id, ChannelType.BASE_DATA, order, null, range, List.of());
  }

  private static void writeTexts(DataOutputStream out, Collection<String> texts)
      throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      out.writeUTF(text);
    }
  }

  private static List<String> readTexts(DataInputStream in) throws IOException {
    List<String> texts = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      texts.add(in.readUTF());
    }
    return texts;
  }

  private static void writeToken(DataOutputStream out, Token token) throws IOException {
    out.writeUTF(token.text());
  }

  private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    return in.readNBytes(in.readInt());
  }

  private static byte[] encode(Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(FORM);
      body.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static <T> T decode(byte[] value, Reader<T> reader) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(value))) {
      int form = in.readByte();
      if (form != FORM) {
        throw new StoreException(
            "A tunnel is stored in form %d, not %d: use the version that wrote it."
                .formatted(form, FORM));
      }
      return reader.read(in);
    } catch (StoreException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new StoreException(
          "A stored tunnel is damaged (%s): run 'millrace admin repair' on the data directory."
              .formatted(e),
          e);
    }
  }
}

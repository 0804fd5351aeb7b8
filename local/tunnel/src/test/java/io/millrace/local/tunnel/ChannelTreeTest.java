package io.millrace.local.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.local.engine.log.Shard;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The tree of channels that splits and merges make, and whose turn comes when. */
class ChannelTreeTest {

  private static final long NOW = 1_000_000;

  private final List<Shard> shards = new ArrayList<>();
  private TunnelState state;

  @Test
  void childWaitsForItsParentThroughThreeLevels() {
    create(shard("a", null, null, 10));
    split("a", "b", "c", 20);
    split("b", "d", "e", 30);
    split("d", "f", "g", 40);

    assertThat(state.channels().keySet()).containsExactly("a", "b", "c", "d", "e", "f", "g");
    assertThat(state.ready()).containsExactlyInAnyOrder("a");
    finish("a");
    assertThat(state.ready()).containsExactlyInAnyOrder("a", "b", "c");
    finish("b");
    assertThat(state.ready()).containsExactlyInAnyOrder("a", "b", "c", "d", "e");
    finish("d");
    assertThat(state.ready()).hasSize(7);
  }

  @Test
  void mergedShardWaitsForBothParents() {
    create(shard("a", null, null, 10), shard("b", null, null, 10));
    close("a");
    close("b");
    shards.add(shard("c", "a", "b", 20));
    follow();

    finish("a");
    assertThat(state.ready()).doesNotContain("c");
    finish("b");
    assertThat(state.ready()).contains("c");
  }

  @Test
  void childBeginsWhereItsShardDoes() {
    create(shard("a", null, null, 10));
    split("a", "b", "c", 20);

    assertThat(state.channels().get("b").checkpoint()).isEqualTo(new StreamToken("b", 20, 0));
  }

  @Test
  void childrenSeenOnlyAfterTheirParentIsGoneAreFoundToo() {
    create(shard("a", null, null, 10));
    shards.clear();
    shards.add(shard("c", "b", null, NOW + 5));
    follow();

    assertThat(state.channels()).containsKey("c");
  }

  @Test
  void latestBeginsAtOpenShardsOnly() {
    shards.add(shard("a", null, null, 10));
    close("a");
    shards.add(shard("b", "a", null, 20));
    state =
        TunnelState.create(
            head("a"), ChannelPlan.create(List.of(), shards, StreamConfig.LATEST, NOW));
    follow();

    assertThat(state.channels().keySet()).containsExactly("b");
    assertThat(state.ready()).containsExactly("b");
    assertThat(state.channels().get("b").checkpoint()).isEqualTo(new StreamToken("b", 120, 0));
  }

  @Test
  void earliestHasTheWholeTree() {
    shards.add(shard("b", "a", null, 20));
    shards.add(shard("a", null, null, 10));
    close("a");
    state =
        TunnelState.create(
            head(), ChannelPlan.create(List.of(), shards, StreamConfig.EARLIEST, NOW));
    follow();

    assertThat(state.channels().keySet()).containsExactly("a", "b");
    assertThat(state.channels().get("b").spec().parents()).containsExactly("a");
    assertThat(state.channels().get("a").checkpoint()).isEqualTo(new StreamToken("a", 11, 0));
  }

  @Test
  void startLeavesOutShardsThatEndedBefore() {
    shards.add(shard("a", null, null, 10));
    close("a");
    shards.add(shard("b", "a", null, 500));
    state =
        TunnelState.create(
            head("a"),
            ChannelPlan.create(List.of(), shards, new StreamConfig(false, 110_000, 0), NOW));
    follow();

    assertThat(state.channels().keySet()).containsExactly("b");
    assertThat(state.channels().get("b").checkpoint()).isEqualTo(new StreamToken("b", 501, 0));
  }

  @Test
  void channelsThatWaitForTheirParentsAreNotShared() {
    create(shard("a", null, null, 10), shard("x", null, null, 10));
    split("a", "b", "c", 20);
    state = state.with(new Client("one", 1, true)).with(new Client("two", 1, true));

    state = Assignment.balance(state, "one");
    assertThat(Assignment.leases(state, "one")).hasSize(1);
    state = Assignment.balance(state, "two");
    assertThat(Assignment.leases(state, "two")).hasSize(1);
    assertThat(state.channels().get("b").hasOwner()).isFalse();
    finish("a");
    state = Assignment.balance(state, "one");
    state = Assignment.balance(state, "two");
    assertThat(Assignment.leases(state, "one")).hasSizeBetween(1, 2);
    assertThat(Assignment.leases(state, "one").size() + Assignment.leases(state, "two").size())
        .isEqualTo(3);
  }

  @Test
  void tunnelPointIgnoresWhoWaitsAndWhoIsDone() {
    create(shard("a", null, null, 10));
    consume("a", 300);
    split("a", "b", "c", 20);
    assertThat(Descriptions.describe(state).consumedNanos()).isEqualTo(300_000);

    TunnelState before = state;
    finish("a");
    state = Turns.between(before, state, NOW);

    assertThat(Descriptions.describe(state).consumedNanos()).isEqualTo(300_000);
    consume("b", 900);
    assertThat(Descriptions.describe(state).consumedNanos()).isEqualTo(300_000);
    consume("c", 400);
    assertThat(Descriptions.describe(state).consumedNanos()).isEqualTo(400_000);
  }

  private void consume(String id, long micros) {
    Channel channel = state.channels().get(id);
    state = state.with(channel.withProgress(channel.progress().idle(micros)));
  }

  private void finish(String id) {
    state = state.with(state.channels().get(id).terminated(9));
  }

  private void create(Shard... first) {
    shards.addAll(List.of(first));
    state =
        TunnelState.create(head(), ChannelPlan.create(List.of(), shards, StreamConfig.LATEST, NOW));
  }

  private void split(String parent, String left, String right, long micros) {
    close(parent);
    shards.add(shard(left, parent, null, micros));
    shards.add(shard(right, parent, null, micros));
    follow();
  }

  private void follow() {
    state = state.with(ChannelPlan.missing(state, shards, NOW));
  }

  private void close(String id) {
    shards.replaceAll(
        s ->
            s.id().equals(id)
                ? new Shard(
                    id,
                    s.parentId(),
                    s.parentSiblingId(),
                    s.createdMicros(),
                    s.startPosition(),
                    s.endPosition(),
                    true)
                : s);
  }

  private static Shard shard(String id, String parent, String sibling, long micros) {
    return new Shard(id, parent, sibling, micros, micros + 1, micros + 100, false);
  }

  private static TunnelHead head(String... passed) {
    return new TunnelHead(
        "t",
        "i",
        "table",
        1,
        "name",
        TunnelType.STREAM,
        StreamConfig.LATEST,
        "stream",
        NOW,
        Set.of(passed));
  }
}

package io.millrace.protocol.model;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A row as read, written or recorded: a key, cells in their order, and the two marks of a row. */
public final class Row {
  private static final Cell[] NO_CELLS = {};

  private final PrimaryKey primaryKey;
  private final Cell[] cells;
  private final boolean deleteMarker;
  private final SequenceInfo sequenceInfo;

  private Row(
      PrimaryKey primaryKey, Cell[] cells, boolean deleteMarker, SequenceInfo sequenceInfo) {
    this.primaryKey = Objects.requireNonNull(primaryKey, "primaryKey");
    this.cells = cells;
    this.deleteMarker = deleteMarker;
    this.sequenceInfo = sequenceInfo;
  }

  /** The array is not copied: the caller must not change it any more. */
  public static Row of(PrimaryKey primaryKey, Cell... cells) {
    return new Row(primaryKey, cells, false, null);
  }

  public static Row of(PrimaryKey primaryKey, List<Cell> cells) {
    return new Row(primaryKey, cells.toArray(Cell[]::new), false, null);
  }

  /** A row that carries the delete marker and no cells, as a DeleteRow request does. */
  public static Row deletion(PrimaryKey primaryKey) {
    return new Row(primaryKey, NO_CELLS, true, null);
  }

  public Row withSequenceInfo(SequenceInfo info) {
    return new Row(primaryKey, cells, deleteMarker, info);
  }

  public Row withDeleteMarker() {
    return new Row(primaryKey, cells, true, sequenceInfo);
  }

  public PrimaryKey primaryKey() {
    return primaryKey;
  }

  /** The number of cells. */
  public int size() {
    return cells.length;
  }

  public Cell cell(int index) {
    return cells[index];
  }

  /** The cells in order, unmodifiable. */
  public List<Cell> cells() {
    return List.of(cells);
  }

  public boolean deleteMarker() {
    return deleteMarker;
  }

  /** The change's place in its shard; present in stream records only. */
  public Optional<SequenceInfo> sequenceInfo() {
    return Optional.ofNullable(sequenceInfo);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Row that
        && deleteMarker == that.deleteMarker
        && primaryKey.equals(that.primaryKey)
        && Arrays.equals(cells, that.cells)
        && Objects.equals(sequenceInfo, that.sequenceInfo);
  }

  @Override
  public int hashCode() {
    return Objects.hash(primaryKey, Arrays.hashCode(cells), deleteMarker, sequenceInfo);
  }

  @Override
  public String toString() {
    return "Row[key="
        + primaryKey
        + ", cells="
        + Arrays.toString(cells)
        + (deleteMarker ? ", deleted" : "")
        + (sequenceInfo == null ? "" : ", " + sequenceInfo)
        + "]";
  }
}

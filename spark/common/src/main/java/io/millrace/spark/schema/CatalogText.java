package io.millrace.spark.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.spark.error.InvalidCatalogException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Reads the option {@code catalog}: {@code {"columns": {"id": {"type": "string"}, ...}}}. The order
 * of the columns is kept. Other members, such as the {@code col} of older samples, are passed over.
 */
public final class CatalogText {

  private static final JsonFactory JSON = new JsonFactory();
  private static final String SHAPE =
      "write it like {\"columns\": {\"id\": {\"type\": \"string\"}, \"price\": {\"type\": \"double\"}}}.";

  private final List<StructField> fields = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  private CatalogText() {}

  /**
   * The columns as a schema, all of them nullable. It is an {@link InvalidCatalogException} when
   * the text is not JSON, has not this shape, names a column twice or gives an unknown type.
   */
  public static StructType parse(String text) {
    CatalogText catalog = new CatalogText();
    try (JsonParser parser = JSON.createParser(text)) {
      catalog.read(parser);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      throw new InvalidCatalogException(
              "Option catalog is not JSON"
                  + (at == null
                      ? ""
                      : " at line " + at.getLineNr() + ", column " + at.getColumnNr())
                  + ": "
                  + SHAPE)
          .unchecked();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new StructType(catalog.fields.toArray(new StructField[0]));
  }

  private void read(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw wrong("Option catalog is not a JSON object: " + SHAPE);
    }
    boolean found = false;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean columns = parser.currentName().equals("columns");
      JsonToken value = parser.nextToken();
      if (!columns) {
        parser.skipChildren();
      } else if (found || value != JsonToken.START_OBJECT) {
        throw wrong("Option catalog needs one object named columns: " + SHAPE);
      } else {
        found = true;
        readColumns(parser);
      }
    }
    if (parser.nextToken() != null) {
      throw wrong("Option catalog goes on after its JSON object: " + SHAPE);
    }
    if (fields.isEmpty()) {
      throw wrong("Option catalog has no columns: " + SHAPE);
    }
  }

  private void readColumns(JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      if (!names.add(name)) {
        throw wrong("Option catalog names column '" + name + "' twice: keep one of them.");
      }
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw withoutType(name);
      }
      fields.add(new StructField(name, readType(parser, name), true, Metadata.empty()));
    }
  }

  private static DataType readType(JsonParser parser, String column) throws IOException {
    DataType type = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean isType = parser.currentName().equals("type");
      JsonToken value = parser.nextToken();
      if (!isType) {
        parser.skipChildren();
      } else if (value != JsonToken.VALUE_STRING) {
        throw withoutType(column);
      } else {
        String text = parser.getText();
        type = ServiceType.sparkType(text).orElseThrow(() -> unknownType(column, text));
      }
    }
    if (type == null) {
      throw withoutType(column);
    }
    return type;
  }

  private static RuntimeException unknownType(String column, String type) {
    return wrong(
        "Option catalog gives column '"
            + column
            + "' the type '"
            + type
            + "', which Tablestore has no cells for: use one of "
            + ServiceType.knownNames()
            + ".");
  }

  private static RuntimeException withoutType(String column) {
    return wrong(
        "Option catalog gives column '"
            + column
            + "' no type: write \""
            + column
            + "\": {\"type\": \""
            + DataTypes.StringType.simpleString()
            + "\"}.");
  }

  private static RuntimeException wrong(String sentence) {
    return new InvalidCatalogException(sentence).unchecked();
  }
}

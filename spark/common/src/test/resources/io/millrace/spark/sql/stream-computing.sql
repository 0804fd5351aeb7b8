-- ${endpoint}, ${instance}, ${key}, ${secret}, ${tunnel} and ${checkpoint} are replaced before the run; nothing else is.
DROP TABLE IF EXISTS order_source;
CREATE TABLE order_source
USING tablestore
OPTIONS(
endpoint="${endpoint}",
access.key.id="${key}",
access.key.secret="${secret}",
instance.name="${instance}",
table.name="OrderSource",
catalog='{"columns": {"UserId": {"type": "string"}, "OrderId": {"type": "string"},"price": {"type": "double"}, "timestamp": {"type": "long"}}}'
);

// Create an external table, which is the Sink table named order_stream_sink.
DROP TABLE IF EXISTS order_stream_sink;
CREATE TABLE order_stream_sink
USING tablestore
OPTIONS(
endpoint="${endpoint}",
access.key.id="${key}",
access.key.secret="${secret}",
instance.name="${instance}",
table.name="OrderStreamSink",
catalog='{"columns": {"begin": {"type": "string"},"end": {"type": "string"}, "count": {"type": "long"}, "totalPrice": {"type": "double"}}}'
);

// Create a view named order_source_stream_view on the order_source table.
CREATE SCAN order_source_stream_view ON order_source USING STREAM
OPTIONS(
tunnel.id="${tunnel}",
maxoffsetsperchannel="10000");

// Run a Stream SQL job on order_source_stream_view.
CREATE STREAM job1
options(
checkpointLocation='${checkpoint}',
outputMode='update'
)
INSERT INTO order_stream_sink
SELECT CAST(window.start AS String) AS begin, CAST(window.end AS String) AS end, count(*) AS count, CAST(sum(price) AS Double) AS totalPrice FROM order_source_stream_view GROUP BY window(to_timestamp(timestamp / 1000), "30 seconds");

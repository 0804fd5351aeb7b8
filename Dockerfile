# Packs a built checkout: ./mvnw -pl cli -am -DskipTests package
FROM eclipse-temurin:17-jre
RUN useradd --system --uid 10001 millrace && mkdir /data && chown millrace /data
COPY cli/target/millrace-cli-*.jar /opt/millrace/
COPY cli/target/lib/ /opt/millrace/lib/
USER millrace
VOLUME /data
EXPOSE 8087
# Asks /_millrace/health.
HEALTHCHECK --interval=30s --timeout=10s --start-period=10s \
  CMD ["java", "-cp", "/opt/millrace/*:/opt/millrace/lib/*", "io.millrace.cli.Millrace", "admin", "health"]
# The collector is that of ./millrace server.
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-XX:MinHeapFreeRatio=20", "-XX:MaxHeapFreeRatio=40", "-cp", "/opt/millrace/*:/opt/millrace/lib/*", "io.millrace.cli.Millrace", "server", "--host", "0.0.0.0"]
CMD ["--data", "/data"]

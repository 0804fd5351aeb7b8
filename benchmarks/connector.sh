#!/usr/bin/env bash
# Measures the connector against a server, each in a process of its own; see README.md.
# Arguments: any of rows, query, sink, delay, idle, memory; all without. SCALE=0.05 makes it a trial of a few minutes.
# The results are kept in results/connector.txt when all is measured at full size.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$root"
./millrace --version >&2 # Builds the server if it is missing.
./mvnw -B -ntp -q -pl benchmarks,spark/bundle-3.5,spark/home-3.5 -am -Dmaven.test.skip=true -Dspotless.check.skip=true package >&2
export MILLRACE_BUILD=never
opens=$(sed -n 's:.*<spark.jvm.opens>\(.*\)</spark.jvm.opens>.*:\1:p' pom.xml)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
results=/dev/null
[ "${SCALE:-1}$#" != 10 ] || results=benchmarks/results/connector.txt
{
  echo "$(date -u +%Y-%m-%d), commit $(git rev-parse --short HEAD). benchmarks/connector.sh $*"
  "$java" -Xmx1g -Dmillrace.root="$root" -Dmillrace.opens="$opens" -Dmillrace.scale="${SCALE:-1}" \
    -cp "benchmarks/target/classes:cli/target/lib/*" io.millrace.benchmarks.connector.ConnectorBenchmark "$@"
} | tee "$results"

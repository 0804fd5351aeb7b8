#!/usr/bin/env bash
# Measures ./millrace server and DynamoDB Local beside it; see README.md. Arguments: SECONDS [memory] [disk] [dynamodb]
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$root"
./millrace --version >&2 # Builds what is missing.
[ -d benchmarks/dynamodb/target/lib ] || ./mvnw -B -ntp -q -f benchmarks/dynamodb package >&2 ||
  echo "DynamoDB Local could not be fetched: going on without it." >&2
./mvnw -B -ntp -q -pl benchmarks -am -Dmaven.test.skip=true -Dspotless.check.skip=true package >&2
export MILLRACE_BUILD=never
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
"$java" -Xmx1g -Dmillrace.root="$root" -cp "benchmarks/target/classes:cli/target/lib/*" \
  io.millrace.benchmarks.server.ServerBenchmark "$@" | tee benchmarks/results/server.txt

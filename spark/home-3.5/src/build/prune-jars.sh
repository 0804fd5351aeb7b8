#!/usr/bin/env bash
# prune-jars.sh DIRECTORY CLASSPATH-FILE: removes the jars that are not of the class path, such as those of another version.
set -euo pipefail
[ -s "$2" ] || { echo "prune-jars: '$2' is empty." >&2; exit 1; }
listed=$(tr ':' '\n' <"$2" | sed 's#.*/##')
for jar in "$1"/*.jar; do
  grep -qxF "$(basename "$jar")" <<<"$listed" || rm "$jar"
done

# Runs the command given as a child that cannot outlive the demo: when standard input ends, because the demo is gone
# even if by kill -9, the child is asked to end and, 10 s later, made to.
exec 3<&0 </dev/null
"$@" 3<&- &
child=$!
trap 'kill -TERM "$child" 2>/dev/null' TERM INT HUP
(
  trap - TERM
  trap '' INT HUP
  while read -r _ <&3; do :; done
  kill -TERM "$child" 2>/dev/null
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    kill -0 "$child" 2>/dev/null || exit 0
    sleep 1
  done
  kill -KILL "$child" 2>/dev/null
) &
watcher=$!
exec 3<&-
wait "$child"
status=$?
while kill -0 "$child" 2>/dev/null; do
  wait "$child"
  status=$?
done
kill -TERM "$watcher" 2>/dev/null
exit "$status"

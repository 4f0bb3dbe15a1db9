#!/usr/bin/env bash
# benchmarks/kill.sh [TIMES]
# Kills the application with SIGKILL at random moments while five clients save and create, TIMES times (200). After each
# the database must hold, for every note, one older version for each text that was replaced, and for its owner the right
# count. Ends with 1 if it does not. Prints Markdown, and keeps it in benchmarks/results/.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/lib/setup.sh
case ${1:-} in -*) show_usage benchmarks/kill.sh "$1" ;; esac
times=${1:-200}
need_dotnet
have_postgres || install_packages postgresql
. benchmarks/lib/releases.sh

say "Publishing ..."
publish Notejam.Web "$work/web"
start_postgres "$work/web"
sql postgres -c 'CREATE DATABASE site'
(cd "$work/web" && ConnectionStrings__notejam=$(connection site) exec ./Notejam.Web migrate) >&2

site=http://127.0.0.1:$base jar=$work/jar
token() { sed -n 's/.*name="csrf" value="\([^"]*\)".*/\1/p' | head -n 1; }
# send PATH FIELD=VALUE...
send() {
  local path=$1 field fields=(--data-urlencode "csrf=$csrf")
  shift
  for field; do fields+=(--data-urlencode "$field"); done
  curl -s -o /dev/null -b "$jar" "${keep[@]}" "$site$path" "${fields[@]}"
}
keep=(-c "$jar")
serve "$work/web" site "$base"
csrf=$(curl -fsS -c "$jar" "$site/signup/" | token)
send /signup/ email=writer@example.org password=tulip-kettle-roof confirm_password=tulip-kettle-roof
csrf=$(curl -fsS -b "$jar" -c "$jar" "$site/signin/" | token)
send /signin/ email=writer@example.org password=tulip-kettle-roof
csrf=$(curl -fsS -b "$jar" -c "$jar" "$site/notes/create/" | token)
for number in 1 2 3 4; do send /notes/create/ "name=Note $number" text=First; done
mapfile -t notes < <(sql site -c 'SELECT id FROM notes ORDER BY name')
# Several at once would write over each other's jar.
keep=()
[ "${#notes[@]}" = 4 ] || { say "The four notes were not made."; exit 1; }

# What such a client sends says no revision: each text that it replaces is kept.
save() { while :; do send "/notes/$1/edit/" "name=Note" "text=Saved $RANDOM $RANDOM" || true; done; }
create() { while :; do send /notes/create/ "name=New" "text=New $RANDOM" || true; done; }
wrong="
  SELECT (SELECT count(*) FROM notes n WHERE revision - 1 <> (
            SELECT count(DISTINCT number) FROM note_revisions WHERE note_id = n.id))
       + (SELECT count(*) FROM notes n WHERE EXISTS (
            SELECT FROM note_revisions WHERE note_id = n.id AND number >= n.revision))
       + (SELECT count(*) FROM users u WHERE note_count <> (SELECT count(*) FROM notes WHERE owner_id = u.id))"
for ((kill = 1; kill <= times; kill++)); do
  clients=()
  for note in "${notes[@]}"; do (save "$note") & clients+=($!); done
  (create) & clients+=($!)
  sleep "0.$((100 + RANDOM % 500))"
  stop
  kill "${clients[@]}"
  wait "${clients[@]}" 2>/dev/null || true
  found=$(sql site -c "$wrong")
  [ "$found" = 0 ] || { say "After $kill kills $found notes or counts are wrong."; exit 1; }
  serve "$work/web" site "$base"
done
saves=$(sql site -c 'SELECT sum(revision - 1) FROM notes')
[ "$saves" -gt "$times" ] || { say "Only $saves saves came through: nothing was interrupted."; exit 1; }
{
  heading kill.sh
  echo "$times kills among $saves saves and" \
    "$(sql site -c 'SELECT count(*) FROM notes') notes: 0 notes, versions and counts that do not agree."
} | tee "benchmarks/results/$(date -u +%F)-kill.md"

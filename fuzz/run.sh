#!/bin/sh
# Run each fuzz target for a while, in an environment of its own; findings stay in FOLDER/NAME/found.
#   sh fuzz/run.sh PYTHON FOLDER SECONDS [NAME...]
set -eu
python=$1
folder=$2
seconds=$3
shift 3
here=$(dirname "$0")

for name in ${*:-docx odt ofd xlsx pdf html mhtml md csv txt}; do
  mkdir -p "$folder/$name/found"
  echo "== $name, $seconds seconds"
  "$python" "$here/target.py" "$name" "$folder/$name/corpus" -max_total_time="$seconds" \
    -timeout=20 -rss_limit_mb=3000 -max_len=20000 -artifact_prefix="$folder/$name/found/" -verbosity=0 -print_final_stats=1 \
    2>"$folder/$name/log" || { tail -40 "$folder/$name/log"; echo "FOUND: $folder/$name/found"; failed=1; }
  grep -a "stat::number_of_executed_units" "$folder/$name/log" || true
done
[ -z "${failed:-}" ]

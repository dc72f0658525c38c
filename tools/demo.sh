#!/bin/sh
# The tour of the program: build the graph of seeds/, validate it, ask three questions, say which page to open.
#   sh tools/demo.sh REFORMKG KG
set -eu
reformkg=$1
kg=$2

run() {
  printf '\n$ reformkg'
  printf ' %s' "$@"
  printf '\n'
  "$reformkg" "$@"
}

run build seeds --kg "$kg"
run validate --kg "$kg" --format summary --fail-on never
run query missing-owner --kg "$kg" --columns number,task,document
run query due-in-year --year 2020 --kg "$kg" --columns due,number,task,leads
run query tasks-of --department 卫健委 --role lead --kg "$kg" --columns number,task,organisation,due

page=$(cd "$kg" && pwd)
printf '\nOpen in a browser:\n  %s/graph.html   who owns what, as a graph\n  %s/report.html  what is missing, with each passage\n' "$page" "$page"

#!/bin/sh
# The tour of the program: build the graph of seeds/, validate it, ask who owns what and what became of whom, say which page to open.
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
run query holder-today --department 区卫计委 --kg "$kg" --columns organisation,task,reformed,holder --limit 5
run query aliases --kg "$kg" --sort -tasks --columns organisation,function,written,tasks --limit 10
run query by-function --function 财政 --kg "$kg" --columns place,organisation,role,number,task --limit 10
run query cascade --kg "$kg"
run query unresolved --kg "$kg"

page=$(cd "$kg" && pwd)
printf '\nOpen in a browser:\n  %s/index.html   all pages: who owns what, the ledger, what is missing, each document with its passages\n' "$page"

#!/bin/sh
# Install what the page tests need, Chromium and Chinese glyphs, where they are absent and this user may install packages.
set -eu

missing=""
command -v chromium >/dev/null 2>&1 || missing="chromium"
if ! command -v fc-list >/dev/null 2>&1 || [ -z "$(fc-list :lang=zh family)" ]; then
  missing="$missing fonts-noto-cjk"
fi
[ -n "$missing" ] || exit 0

if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  echo "Installing for the page tests:" $missing
  export DEBIAN_FRONTEND=noninteractive
  if apt-get update -qq </dev/null && apt-get install -y -qq --no-install-recommends $missing fontconfig </dev/null >/dev/null; then
    exit 0
  fi
fi

cat >&2 <<EOF
************************************************************************
THE PAGE TESTS CANNOT RUN. They need a browser and Chinese glyphs, and
here is missing: $missing
Install that (on Debian, as root: apt-get install $missing)
and run this again.
************************************************************************
EOF

#!/bin/sh
# Install the programs that tests drive, where they are absent and this user may install packages: Chromium and Chinese
# glyphs for the pages, LibreOffice for workbooks and old formats, tesseract for scans, Virtuoso as a server of graphs.
set -eu

pages=""
command -v chromium >/dev/null 2>&1 || pages="chromium"
if ! command -v fc-list >/dev/null 2>&1 || [ -z "$(fc-list :lang=zh family)" ]; then
  pages="$pages fonts-noto-cjk"
fi
others=""
command -v soffice >/dev/null 2>&1 || others="libreoffice-calc-nogui libreoffice-writer-nogui"
tesseract --list-langs 2>/dev/null | grep -q '^chi_sim$' || others="$others tesseract-ocr tesseract-ocr-chi-sim"
command -v virtuoso-t >/dev/null 2>&1 || others="$others virtuoso-opensource-7-bin"
[ -n "$pages$others" ] || exit 0

if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  echo "Installing for the tests:" $pages $others
  export DEBIAN_FRONTEND=noninteractive
  if apt-get update -qq </dev/null && apt-get install -y -qq --no-install-recommends $pages $others fontconfig </dev/null >/dev/null; then
    exit 0
  fi
fi

if [ -n "$pages" ]; then
  cat >&2 <<EOF
************************************************************************
THE PAGE TESTS CANNOT RUN. They need a browser and Chinese glyphs, and
here is missing: $pages
Install that (on Debian, as root: apt-get install $pages)
and run this again.
************************************************************************
EOF
fi
if [ -n "$others" ]; then
  cat >&2 <<EOF
************************************************************************
SOME TESTS ARE SKIPPED, those of LibreOffice, of scans or of Virtuoso.
Here is missing: $others
************************************************************************
EOF
fi

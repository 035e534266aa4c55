#!/bin/sh
# Makes sure that a Chromium is there for the browser tests; on Debian as root it is installed.
for name in "${CHROMIUM:-}" chromium-headless-shell chromium chromium-browser google-chrome; do
  [ -n "$name" ] && command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing Chromium for the browser tests …"
  apt-get update -qq
  for name in chromium-headless-shell chromium; do
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$name" >/dev/null && exit 0
  done
fi
echo "The browser tests need Chromium: install it (Debian: apt-get install chromium), or set CHROMIUM=/path/to/it." >&2
exit 1

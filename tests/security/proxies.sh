#!/bin/sh
# Makes sure that nginx, Caddy and Redis are there for tests/security; on Debian as root they are installed, and not started.
missing=""
for name in nginx caddy redis-server; do
  PATH="$PATH:/usr/sbin" command -v "$name" >/dev/null 2>&1 || missing="$missing $name"
done
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing$missing for tests/security …"
  apt-get update -qq
  # No port is taken: a service that is masked does not start.
  RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null && exit 0
fi
echo "The tests of tests/security need$missing: install them (Debian: apt-get install$missing)." >&2
exit 1

# Sourced by ./build: the tests need a real PgBouncer, which Maven Central does not have.

# Says whether there is one, and where Debian's package manager can be used, installs it.
find_pgbouncer() {
  local path="$PATH:/usr/sbin:/usr/local/sbin"
  if PATH="$path" command -v pgbouncer >/dev/null; then
    return 0
  fi
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "build: PgBouncer is missing. The tests of connection pooling start a real one." >&2
    echo "       On Debian and Ubuntu, as root: apt-get install --no-install-recommends pgbouncer" >&2
    return 1
  fi
  echo "build: the tests of connection pooling start a real PgBouncer, and there is none." >&2
  echo "build: installing it: apt-get install --no-install-recommends pgbouncer" >&2
  if ! install_pgbouncer; then
    echo "build: PgBouncer could not be installed; see above." >&2
    return 1
  fi
}

# Package lists may be absent or old; RUNLEVEL=1 keeps the package from starting its service.
install_pgbouncer() {
  local install=(env RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive
    apt-get install -y -q --no-install-recommends pgbouncer)
  "${install[@]}" >&2 || { apt-get update -q >&2 && "${install[@]}" >&2; }
}

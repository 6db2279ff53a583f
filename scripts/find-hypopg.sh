# Sourced by ./build: one test needs the real HypoPG, which Maven Central does not have. It has
# to be for one of the older versions of PostgreSQL that the tests bring.

HYPOPG_FOLDER=postgres/target/hypopg
HYPOPG_VERSIONS="15 13"

# Says whether it is there, and where Debian's package manager can be used, fetches it. The package
# is unpacked and not installed: installing it would install and start a whole server.
find_hypopg() {
  local version
  for version in $HYPOPG_VERSIONS; do
    if [ -f "/usr/lib/postgresql/$version/lib/hypopg.so" ] ||
      [ -f "$HYPOPG_FOLDER/usr/lib/postgresql/$version/lib/hypopg.so" ]; then
      return 0
    fi
  done
  if ! command -v apt-get >/dev/null || ! command -v dpkg-deb >/dev/null; then
    echo "build: HypoPG is missing. A test asks the planner of a real server by it." >&2
    without_hypopg
    return 1
  fi
  echo "build: a test needs the real HypoPG, and there is none: fetching it with apt-get." >&2
  if ! fetch_hypopg && { [ "$(id -u)" != 0 ] || ! apt-get update -q >&2 || ! fetch_hypopg; }; then
    echo "build: the package postgresql-15-hypopg could not be fetched." >&2
    without_hypopg
    return 1
  fi
}

without_hypopg() {
  echo "       Unpack it and say -Dproven.hypopg=FOLDER, where" >&2
  echo "       FOLDER/usr/lib/postgresql/15/lib/hypopg.so is, or say -Dproven.hypopg=none: then" >&2
  echo "       HypoPgTest does not run." >&2
}

fetch_hypopg() {
  local version package
  mkdir -p "$HYPOPG_FOLDER"
  for version in $HYPOPG_VERSIONS; do
    package="postgresql-$version-hypopg"
    if apt-cache show --no-all-versions "$package" >/dev/null 2>&1; then
      (cd "$HYPOPG_FOLDER" && apt-get download -q "$package" >&2 && dpkg-deb -x ./"$package"_*.deb .)
      return
    fi
  done
  return 1
}

# Sourced by ./proven and ./build: exports JAVA_HOME of a JDK 25 or newer, or says where it looked.
jdk_version() {
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

is_jdk_25() {
  [ -x "$1/bin/javac" ] && v=$(jdk_version "$1") && [ -n "$v" ] && [ "$v" -ge 25 ]
}

find_jdk() {
  local candidate java
  if [ -n "${JAVA_HOME:-}" ] && is_jdk_25 "$JAVA_HOME"; then
    export JAVA_HOME
    return 0
  fi
  if java=$(command -v java); then
    candidate=$(dirname "$(dirname "$(readlink -f "$java")")")
    is_jdk_25 "$candidate" && export JAVA_HOME="$candidate" && return 0
  fi
  for candidate in /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* \
      /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/java/* /opt/jdk*; do
    is_jdk_25 "$candidate" && export JAVA_HOME="$candidate" && return 0
  done
  echo "proven: needs a JDK 25 or newer, and found none in JAVA_HOME, on the PATH, under" >&2
  echo "  /usr/lib/jvm or ~/.sdkman. Install one (for example Temurin 25) and set JAVA_HOME." >&2
  return 1
}

# Sourced, not run: `find_jdk` prints the home of a JDK 25 or newer, or fails.
# Order: GYRE_JAVA_HOME, JAVA_HOME, the java of PATH, the usual folders (newest first).

jdk_release() { # HOME -> its feature version, from its release file; nothing when there is no java
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" | head -n 1
}

jdk_is_enough() {
  local release
  release=$(jdk_release "$1") && [ -n "$release" ] && [ "$release" -ge 25 ]
}

find_jdk() {
  local home java
  for home in "${GYRE_JAVA_HOME:-}" "${JAVA_HOME:-}"; do
    if [ -n "$home" ] && jdk_is_enough "$home"; then
      printf '%s\n' "$home"
      return 0
    fi
  done
  if java=$(command -v java); then
    home=$(dirname "$(dirname "$(readlink -f "$java")")")
    if jdk_is_enough "$home"; then
      printf '%s\n' "$home"
      return 0
    fi
  fi
  while IFS= read -r home; do
    if jdk_is_enough "$home"; then
      printf '%s\n' "$home"
      return 0
    fi
  done < <(ls -d /usr/lib/jvm/* /opt/java/* /opt/jdk* "${HOME:-/nonexistent}"/.jdks/* "${HOME:-/nonexistent}"/.sdkman/candidates/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home 2>/dev/null | sort -rV)
  return 1
}

#!/usr/bin/env bash
# qgis_process with this checkout as a plugin, in a profile of its own: tools/qgis_process.sh run landweave:... -- ...
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
profile=${LANDWEAVE_PROFILE:-$root/.qgis-settings}
export QGIS_PLUGINPATH="$root/.venv/link" QGIS_CUSTOM_CONFIG_PATH="$profile"
export QT_QPA_PLATFORM=${QT_QPA_PLATFORM:-offscreen}
if [ -z "${XDG_RUNTIME_DIR:-}" ]; then
    export XDG_RUNTIME_DIR="$profile/runtime"
    mkdir -p -m 700 "$XDG_RUNTIME_DIR"
fi

# Debian 12's wrapper passes an option that qgis_process does not know; the binary behind it works.
program=qgis_process
if command -v qgis_process.bin >/dev/null; then
    program=qgis_process.bin
    for grass in /usr/lib/grass*/lib; do
        [ -d "$grass" ] && export LD_LIBRARY_PATH="$grass${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
    done
fi

settings="$profile/profiles/default/QGIS/QGIS3.ini"
if ! grep -qs '^landweave=true' "$settings"; then
    mkdir -p "$(dirname "$settings")"
    printf '[PythonPlugins]\nlandweave=true\n' >> "$settings"
fi
exec "$program" "$@"

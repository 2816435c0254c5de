#!/usr/bin/env bash
# Makes .venv with everything that the tests and the workers need. Idempotent: what is there is left alone.
set -euo pipefail
cd "$(dirname "$0")/.."

PACKAGES=(qgis python3-qgis qgis-providers python3-gdal gdal-bin python3-scipy python3-venv xvfb xauth pyqt5-dev-tools qttools5-dev-tools)
missing=()
for package in "${PACKAGES[@]}"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
if [ "${#missing[@]}" -gt 0 ]; then
    if [ "$(id -u)" -eq 0 ]; then
        as_root=()
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        as_root=(sudo -n env)
    else
        echo "These Debian packages are missing: ${missing[*]}." >&2
        echo "Ask an administrator for: apt-get install --no-install-recommends ${missing[*]}" >&2
        exit 1
    fi
    "${as_root[@]}" apt-get update -qq
    DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}"
fi

if ! .venv/bin/python -c 'import osgeo, qgis' 2>/dev/null; then
    /usr/bin/python3 -m venv --clear --system-site-packages .venv
fi
.venv/bin/python -m pip install -q -r requirements.txt -r requirements-optional.txt -r requirements-dev.txt

# One import name for the checkout: .venv/link/landweave is the repository's root.
mkdir -p .venv/link
ln -sfn ../.. .venv/link/landweave
site=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_paths()["purelib"])')
echo "$PWD/.venv/link" > "$site/landweave.pth"
touch .venv/.ready

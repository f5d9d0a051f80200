#!/bin/sh
# 用同一文件夹里的安装文件安装，不联网。PYTHON=/路径/python3 可指定解释器。
cd "$(dirname "$0")" || exit 1
for python in "$PYTHON" python@PYTHON@ python3 python; do
    [ -n "$python" ] || continue
    if "$python" -c 'import sys; sys.exit("%d.%d" % sys.version_info[:2] != "@PYTHON@")' 2>/dev/null; then
        exec "$python" install.py
    fi
done
echo "没有找到 Python @PYTHON@。请先安装它（Debian：apt-get install python@PYTHON@），" >&2
echo "或用 PYTHON=/路径/python@PYTHON@ ./install.sh 指定它的位置。" >&2
exit 1

#!/bin/sh
# 命令行，与网页用同一个语料文件夹，例如：./pb-qa.sh ask "问题"
here="$(cd "$(dirname "$0")" && pwd)" || exit 1
if [ ! -f "$here/.venv/.installed" ]; then
    echo "还没有安装。请先运行 ./install.sh" >&2
    exit 1
fi
PB_QA_CORPUS_DIR="${PB_QA_CORPUS_DIR:-$here/docs_corpus}"
export PB_QA_CORPUS_DIR
exec "$here/.venv/bin/python" -m pb_qa.cli "$@"

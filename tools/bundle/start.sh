#!/bin/sh
# 打开网页。语料文件夹默认是这里的 docs_corpus，可用 PB_QA_CORPUS_DIR 另行指定。
cd "$(dirname "$0")" || exit 1
if [ ! -f .venv/.installed ]; then
    echo "还没有安装。请先运行 ./install.sh" >&2
    exit 1
fi
PB_QA_CORPUS_DIR="${PB_QA_CORPUS_DIR:-$PWD/docs_corpus}"
export PB_QA_CORPUS_DIR
exec .venv/bin/python app.py "$@"

@echo off
chcp 65001 >nul
if not exist "%~dp0.venv\.installed" (
    echo 还没有安装。请先运行 install.bat
    exit /b 1
)
if not defined PB_QA_CORPUS_DIR set "PB_QA_CORPUS_DIR=%~dp0docs_corpus"
"%~dp0.venv\Scripts\python.exe" -m pb_qa.cli %*

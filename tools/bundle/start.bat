@echo off
chcp 65001 >nul
cd /d "%~dp0"
if not exist ".venv\.installed" (
    echo 还没有安装。请先运行 install.bat
    pause
    exit /b 1
)
if not defined PB_QA_CORPUS_DIR set "PB_QA_CORPUS_DIR=%~dp0docs_corpus"
".venv\Scripts\python.exe" app.py %*
if errorlevel 1 pause

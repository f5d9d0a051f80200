@echo off
chcp 65001 >nul
cd /d "%~dp0"
py -@PYTHON@ -c "pass" >nul 2>nul
if not errorlevel 1 (
    py -@PYTHON@ install.py
    goto end
)
python -c "import sys; sys.exit(sys.version_info[:2] != tuple(map(int, '@PYTHON@'.split('.'))))" >nul 2>nul
if not errorlevel 1 (
    python install.py
    goto end
)
echo 没有找到 Python @PYTHON@（64 位）。请先安装它，安装时勾选 Add python.exe to PATH，再运行本文件。
:end
pause

"""Build the app and launch it."""

from __future__ import annotations

import sys

from pb_qa.errors import PbQaError
from pb_qa.settings import load_settings
from pb_qa.web.launch import launch

if __name__ == "__main__":
    try:
        launch(load_settings())
    except PbQaError as error:
        sys.exit(f"错误：{error}")

from __future__ import annotations

from fastapi import FastAPI
from fastapi.testclient import TestClient

from pb_qa.storage.precedence import Precedence
from pb_qa.web.questions_first import QuestionsFirst


def test_what_is_asked_goes_first_and_what_is_sent_does_not() -> None:
    precedence = Precedence()
    app = FastAPI()

    @app.get("/{path:path}")
    def asked(path: str) -> bool:
        return bool(precedence._begun)

    app.add_middleware(QuestionsFirst, precedence=precedence)
    with TestClient(app) as client:
        for path in ("/page/matches", "/figures", "/"):
            assert client.get(path).json() is True, path
        for path in ("/intake/work", "/intake/files", "/gradio_api/heartbeat/x"):
            assert client.get(path).json() is False, path
    assert not precedence._begun

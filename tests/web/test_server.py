"""The served application over real HTTP, in a process of its own."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import httpx
import pytest

from pb_qa.errors import SettingsError
from pb_qa.settings import Settings
from pb_qa.web.protection import host_name
from pb_qa.web.server import serve

_SCRIPT = Path(__file__).with_name("small_assistant.py")


def _start(data_dir: Path, *options: str) -> tuple[subprocess.Popen[str], str]:
    process = subprocess.Popen(
        [sys.executable, str(_SCRIPT), "--data-dir", str(data_dir), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    if "http://" not in line:
        process.kill()
        pytest.fail(f"{line}{process.communicate()[1]}")
    return process, line[line.index("http://") :].strip()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    process, address = _start(tmp_path_factory.mktemp("data"))
    with httpx.Client(base_url=address, timeout=20) as client:
        for _ in range(100):
            if client.get("/page/status").json()["ready"]:
                break
            time.sleep(0.05)
        yield client
    process.terminate()
    process.wait(timeout=20)


def test_every_response_forbids_other_hosts(site: httpx.Client) -> None:
    for path in ("/", "/page/page.css", "/config", "/page/nothing", "/gradio_api/file=/etc/passwd"):
        policy = site.get(path).headers["content-security-policy"]
        assert "default-src 'self'" in policy and "connect-src 'self'" in policy
        assert "http:" not in policy and "*" not in policy and "script-src 'self' 'nonce-" in policy


def test_the_page_names_no_other_host_and_gives_every_script_its_nonce(site: httpx.Client) -> None:
    response = site.get("/")
    nonce = re.search(r"'nonce-([^']+)'", response.headers["content-security-policy"])
    assert nonce is not None
    scripts = re.findall(r"<script\b[^>]*>", response.text)
    assert scripts and all(f'nonce="{nonce[1]}"' in script for script in scripts)
    own = site.base_url.host
    loaded = re.findall(r"(?:src|href|content)=\"(?:https?:)?//([^/\":]+)", response.text)
    assert set(loaded) <= {own}
    assert (
        site.get("/").headers["content-security-policy"]
        != response.headers["content-security-policy"]
    )


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[::2]:80"])
def test_a_foreign_host_name_is_refused(site: httpx.Client, host: str) -> None:
    assert site.get("/", headers={"Host": host}).status_code == 403


@pytest.mark.parametrize("host", ["localhost:1", "[::1]:80", "127.0.0.1", "LOCALHOST"])
def test_names_of_this_computer_are_accepted(site: httpx.Client, host: str) -> None:
    assert site.get("/page/status", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1"])
def test_a_foreign_origin_is_refused_and_never_reflected(site: httpx.Client, origin: str) -> None:
    response = site.post(
        "/gradio_api/queue/join", headers={"Origin": origin}, json={"data": [], "fn_index": 0}
    )
    assert response.status_code == 403
    assert "access-control-allow-origin" not in response.headers


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/file/etc/passwd",
        "/gradio_api/proxy=http://example.invalid/",
        "/gradio_api/info",
        "/gradio_api/openapi.json",
        "/gradio_api/run/predict",
        "/gradio_api/call/ask",
        "/gradio_api/vibe-code",
        "/gradio_api/runs",
        "/docs",
        "/openapi.json",
    ],
)
def test_what_the_page_does_not_need_is_not_there(site: httpx.Client, path: str) -> None:
    assert site.get(path).status_code in (404, 405)


def test_a_source_is_served_with_its_quote_marked(site: httpx.Client, small: ModuleType) -> None:
    rules = small.sample_documents()[0]
    start = rules.text.index("正式党员3人")
    response = site.get(
        "/page/document/rules", params={"version": 1, "start": start, "end": start + 6}
    )
    assert "<mark>正式党员3人</mark>" in response.text
    english = site.get("/page/document/rules", headers={"Accept-Language": "en"}).text
    assert "Copy citation" in english


def test_a_document_that_is_gone_is_said_to_be(site: httpx.Client) -> None:
    for address in ("/page/document/nowhere", "/page/document/rules?version=7"):
        response = site.get(address)
        assert response.status_code == 404 and "已经不在库里" in response.text


def test_matches_and_examples_are_fragments(site: httpx.Client) -> None:
    matches = site.get("/page/matches", params={"question": "党支部", "count": 146}).text
    assert matches.count('class="pb-open"') > 5
    assert "成立党支部要有多少名正式党员？" in site.get("/page/examples").text


def test_an_upload_over_the_limit_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PB_QA_MAX_FILE_BYTES", "1000")
    process, address = _start(tmp_path)
    try:
        with httpx.Client(base_url=address, timeout=20) as client:
            sizes = {}
            for size in (900, 5000):
                files = {"files": ("a.txt", b"x" * size)}
                sizes[size] = client.post("/gradio_api/upload", files=files).status_code
    finally:
        process.terminate()
        process.communicate(timeout=20)
    assert sizes == {900: 200, 5000: 413}
    kept = [path for path in tmp_path.rglob("*") if path.name == "a.txt"]
    assert [path.read_bytes() for path in kept] == [b"x" * 900]
    assert kept[0].is_relative_to(tmp_path / "uploads" / "incoming")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows 没有可发送的停止信号")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_signal_ends_the_server_and_the_caller_goes_on(
    tmp_path: Path, number: signal.Signals
) -> None:
    process, _ = _start(tmp_path, "--warm-up-seconds", "1")
    process.send_signal(number)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "已关闭" in out
    assert "Traceback" not in err


def test_a_taken_port_is_told_with_the_variable_that_changes_it(
    small: ModuleType, page_settings: Settings
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match="PB_QA_PORT"):
            serve(small.SmallAssistant(page_settings, []), host="127.0.0.1", port=port)


@pytest.mark.parametrize(
    ("value", "name"),
    [("LocalHost:80", "localhost"), ("[::1]:80", "::1"), ("[::1]", "::1"), ("a.b", "a.b")],
)
def test_host_names_are_taken_from_their_header(value: str, name: str) -> None:
    assert host_name(value) == name

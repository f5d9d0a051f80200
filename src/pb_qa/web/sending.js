"use strict";
/* Files on their way to the server: chosen, dropped, whole folders; sent in portions. */
(() => {
  const CHINESE = {
    sending: (done, total) => `正在送出 ${done}/${total} 个文件，送完之前请不要关掉这一页`,
    sent: "没能送出", retry: "再试一次",
    nothing: "里面没有文件。", full: "排队的文件太多，稍后自动接着送…",
    lost: "与程序的连接断了，文件没有送完。请确认程序还在运行，再点“再试一次”。",
  };
  const ENGLISH = {
    sending: (done, total) => `Sending ${done}/${total} files; keep this page open until then`,
    sent: "Not sent", retry: "Try again",
    nothing: "There are no files in it.", full: "The queue is full; sending goes on shortly…",
    lost: "The connection was lost before all files were sent. Check that the program is "
      + "running, then try again.",
  };
  const { make, button, chinese } = window.pbQa;
  const { poll, stage } = window.pbQaIntake;
  const { progress } = window.pbQaBatch;
  const say = chinese ? CHINESE : ENGLISH;
  const PART_FILES = 40;
  const PART_BYTES = 32 * 1024 * 1024;
  const NEW_FOLDER = "\n";
  const LEFT_BY_SYSTEMS = /^(\.|~\$|thumbs\.db$|desktop\.ini$)/i;
  let root = null;
  const part = (selector) => root && root.querySelector(selector);

  /* ---- taking files from the reader ---- */
  const collect = async (entry, path, found) => {
    if (LEFT_BY_SYSTEMS.test(entry.name)) return;
    if (entry.isFile) {
      const file = await new Promise((done, fail) => entry.file(done, fail)).catch(() => null);
      if (file) found.push({ file, path: path + entry.name });
      return;
    }
    const reader = entry.createReader();
    for (;;) {
      const entries = await new Promise((done, fail) => reader.readEntries(done, fail))
        .catch(() => []);
      if (!entries.length) return;
      for (const inner of entries) await collect(inner, `${path}${entry.name}/`, found);
    }
  };
  const dropped = async (transfer) => {
    // Entries are gone once the event is over: take them all first.
    const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    const found = [];
    if (entries.length) for (const entry of entries) await collect(entry, "", found);
    else for (const file of transfer.files) found.push({ file, path: file.name });
    return found;
  };
  const chosenFiles = (input) => [...input.files]
    .filter((file) => !LEFT_BY_SYSTEMS.test(file.name))
    .map((file) => ({ file, path: file.webkitRelativePath || file.name }));

  /* ---- sending ---- */
  const portions = (files) => {
    const parts = [[]];
    let bytes = 0;
    for (const one of files) {
      const last = parts.at(-1);
      if (last.length && (last.length >= PART_FILES || bytes + one.file.size > PART_BYTES)) {
        parts.push([]);
        bytes = 0;
      }
      parts.at(-1).push(one);
      bytes += one.file.size;
    }
    return parts;
  };
  const sendPart = (address, files, tell) => new Promise((done, fail) => {
    const form = new FormData();
    files.forEach(({ file, path }) => {
      form.append("path", path);
      form.append("file", file, file.name);
    });
    const sending = new XMLHttpRequest();
    sending.open("POST", address);
    sending.upload.addEventListener("progress", (event) => tell(event.loaded));
    sending.addEventListener("load", () => {
      let answer = {};
      try {
        answer = JSON.parse(sending.responseText);
      } catch { /* the status says enough */ }
      done({ status: sending.status, answer });
    });
    sending.addEventListener("error", () => fail(new Error("network")));
    sending.send(form);
  });
  const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  let sendings = 0;
  window.addEventListener("beforeunload", (event) => { if (sendings) event.preventDefault(); });

  const send = async (files) => {
    if (!files.length) return window.pbQa.tell(say.nothing, 4000);
    const id = [...crypto.getRandomValues(new Uint8Array(10))].map(
      (byte) => byte.toString(16).padStart(2, "0")).join("");
    const bytes = files.reduce((sum, one) => sum + one.file.size, 0);
    const job = { id, files, bytes, parts: portions(files), next: 0, sentFiles: 0, sentBytes: 0 };
    job.into = folder();
    await sendFrom(job);
  };
  const sendFrom = async (job) => {
    sendings++;
    const line = make("section", "pb-batch");
    const words = make("p", "", say.sending(job.sentFiles, job.files.length));
    const bar = progress(0, words.textContent);
    line.append(words, bar);
    stage(line);
    let trouble = "";
    while (job.next < job.parts.length && !trouble) {
      trouble = await deliver(job, words, bar);
    }
    sendings--;
    line.remove();
    if (trouble) showTrouble(job, trouble);
    poll();
  };
  const deliver = async (job, words, bar) => {
    const files = job.parts[job.next];
    const query = new URLSearchParams({ batch: job.id, part: job.next,
      files: job.files.length, bytes: job.bytes, into: job.into });
    for (let attempt = 0; ;) {
      let reply;
      try {
        reply = await sendPart(`intake/files?${query}`, files, (loaded) => {
          bar.value = Math.min(1, (job.sentBytes + loaded) / Math.max(job.bytes, 1));
        });
      } catch {
        if (++attempt > 2) return say.lost;
        await pause(1500 * attempt);
        continue;
      }
      if (reply.status === 429) {
        words.textContent = say.full;
        await pause(2500);
        continue;
      }
      // Too large files of this part have their verdicts; the others go on.
      if (reply.status >= 400 && reply.status !== 413) return reply.answer.message || say.lost;
      job.next++;
      job.sentFiles += files.length;
      job.sentBytes += files.reduce((sum, one) => sum + one.file.size, 0);
      words.textContent = say.sending(job.sentFiles, job.files.length);
      poll();
      return "";
    }
  };
  const showTrouble = (job, message) => {
    const line = make("section", "pb-batch pb-error");
    line.setAttribute("role", "alert");
    line.append(make("p", "", `${say.sent}：${message}`),
      button("pb-quiet", say.retry, () => { line.remove(); sendFrom(job); }));
    stage(line);
  };

  /* ---- the folder they go to ---- */
  const folder = () => {
    const select = part("[data-target]");
    return select.value === NEW_FOLDER ? part("[data-folder-name]").value.trim() : select.value;
  };
  const offerFolders = (names) => {
    const select = part("[data-target]");
    if (!select) return;
    const { value } = select;
    const options = names.map((name) => new Option(name, name));
    select.replaceChildren(new Option(select.dataset.top, ""), ...options,
      new Option(select.dataset.new, NEW_FOLDER));
    select.value = value;
    if (select.value !== value) select.value = "";
  };

  /* ---- what readers do ---- */
  const carriesFiles = (event) => root && root.offsetParent && event.dataTransfer
    && [...event.dataTransfer.types].includes("Files");
  let over = 0;
  const highlight = (on) => part("[data-drop]")?.classList.toggle("pb-over", on);
  document.addEventListener("dragenter", (event) => {
    if (carriesFiles(event)) { over++; highlight(true); }
  });
  document.addEventListener("dragleave", (event) => {
    if (carriesFiles(event) && --over <= 0) { over = 0; highlight(false); }
  });
  document.addEventListener("dragover", (event) => {
    if (carriesFiles(event)) event.preventDefault();
  });
  document.addEventListener("drop", async (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    over = 0;
    highlight(false);
    send(await dropped(event.dataTransfer));
  });
  const attach = (element) => {
    root = element;
    offerFolders([]);
    root.addEventListener("click", (event) => {
      const way = event.target.closest("[data-choose]");
      if (way) part(way.dataset.choose === "folder" ? "[data-folder]" : "[data-files]").click();
    });
    root.addEventListener("change", (event) => {
      if (event.target.matches("[data-target]")) {
        const fresh = event.target.value === NEW_FOLDER;
        part("[data-folder-name]").hidden = !fresh;
        if (fresh) part("[data-folder-name]").focus();
      }
      if (event.target.matches("[data-files], [data-folder]")) {
        const files = chosenFiles(event.target);
        event.target.value = "";
        send(files);
      }
    });
  };
  window.pbQaSending = { attach, offerFolders };
})();

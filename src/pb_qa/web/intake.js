"use strict";
/* What the server is doing with files, as a live line for each. The work goes on when the
   page is left; this only shows it. Sending files is sending.js. */
(() => {
  const CHINESE = {
    stage: { waiting: "等待", reading: "正在读取", cleaning: "正在整理", embedding: "正在建索引",
      ready: "完成", rejected: "拒收" },
    status: { added: "已添加", replaced: "已替换", unchanged: "没有变化", duplicate: "重复",
      rejected: "拒收", removed: "已移出", stopped: "没有读" },
    stop: "停止", hide: "知道了", again: "再做一次",
    done: (n, total) => `${n.toLocaleString()} / ${total.toLocaleString()}`,
    left: (seconds) => seconds < 5 ? "马上就好"
      : seconds < 55 ? `大约还要 ${Math.ceil(seconds / 10) * 10} 秒`
      : seconds < 3300 ? `大约还要 ${Math.round(seconds / 60)} 分钟`
      : `大约还要 ${(seconds / 3600).toFixed(1)} 小时`,
    unknown: "正在估计时间", finished: "处理完毕", stopped: "已停止", failed: "没有做完",
    part: (name, n) => `${name} ${n.toLocaleString()}`, comma: "，",
    passages: (n) => `${n.toLocaleString()} 段`, figures: (n) => `${n.toLocaleString()} 条数据`,
    deleted: "原件已被删除，不在回收站",
    changes: "查看改了什么", other: "打开已有的那一份", leader: "看被转载的那一份",
    all: (n) => `查看全部 ${n.toLocaleString()} 个文件`,
    more: (n) => `再看 ${n.toLocaleString()} 个`,
    bar: (name) => `${name}的进度`, earlier: (n) => `之前的 ${n} 批`,
    each: "每个文件的结果", others: "其他文件的结果",
    gone: "原件已删除",
    opened: (n) => `（压缩包解开后共 ${n.toLocaleString()} 个）`,
  };
  const ENGLISH = {
    stage: { waiting: "Waiting", reading: "Reading", cleaning: "Cleaning",
      embedding: "Indexing", ready: "Done", rejected: "Rejected" },
    status: { added: "Added", replaced: "Replaced", unchanged: "Unchanged",
      duplicate: "Duplicate", rejected: "Rejected", removed: "Removed", stopped: "Not read" },
    stop: "Stop", hide: "OK", again: "Do it again",
    done: (n, total) => `${n.toLocaleString()} / ${total.toLocaleString()}`,
    left: (seconds) => seconds < 5 ? "nearly done"
      : seconds < 55 ? `about ${Math.ceil(seconds / 10) * 10} s left`
      : seconds < 3300 ? `about ${Math.round(seconds / 60)} min left`
      : `about ${(seconds / 3600).toFixed(1)} h left`,
    unknown: "estimating", finished: "Done", stopped: "Stopped", failed: "Not finished",
    part: (name, n) => `${n.toLocaleString()} ${name.toLowerCase()}`, comma: ", ",
    passages: (n) => `${n.toLocaleString()} passages`,
    figures: (n) => `${n.toLocaleString()} figures`,
    deleted: "The original was deleted and is not in the recycle bin",
    changes: "See what changed", other: "Open the one that is there",
    leader: "Open the source", all: (n) => `Show all ${n.toLocaleString()} files`,
    more: (n) => `${n.toLocaleString()} more`,
    bar: (name) => `Progress of ${name}`, earlier: (n) => `${n} earlier`,
    each: "File by file", others: "The other files",
    gone: "Original deleted",
    opened: (n) => ` (${n.toLocaleString()} once unpacked)`,
  };
  const { make, button, chinese } = window.pbQa;
  const say = chinese ? CHINESE : ENGLISH;

  const PAGE = 200;
  const FEW = 100;
  const LATEST = 2;
  const DISMISSED = "pb_qa-dismissed";
  const SMALL = ["remove", "put_back", "restore", "undo"];
  const STEPS = { waiting: 0, reading: 0.3, cleaning: 0.5, embedding: 0.75, ready: 1, rejected: 1 };
  const ORDER = ["rejected", "stopped", "working", "duplicate", "replaced", "added",
    "unchanged", "removed", "waiting"];
  // Signs of direction in a name could make it pose as another.
  const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

  let root = null;
  let attending = false;
  let revision = 0;
  let polling = null;
  let shownSum = "";
  const batches = new Map();
  const awaited = new Map();
  const unfolded = new Map();
  const folds = new Map();

  const part = (selector) => root && root.querySelector(selector);
  const plain = (text) => text.replace(TURNING, "\ufffd");

  /* ---- asking the server ---- */
  const post = async (address, body) => {
    const response = await fetch(`intake/${address}`, {
      method: "POST", credentials: "same-origin", body: JSON.stringify(body || {}),
      headers: { "Content-Type": "application/json" },
    });
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) throw Object.assign(new Error(), { told: answer.message });
    return answer;
  };
  /* Has something done and waits for its end. */
  const request = async (name, body) => {
    const { batch } = await post(name, body);
    poll();
    return new Promise((done, fail) => awaited.set(batch, { done, fail }));
  };

  /* A line of this browser's own, before the server knows of the files. */
  const stage = (line) => {
    const work = part("[data-work]");
    line.dataset.sending = "yes";
    work.hidden = false;
    work.prepend(line);
  };

  /* ---- the work ---- */
  const poll = async () => {
    clearTimeout(polling);
    polling = null;
    let busy = awaited.size > 0;
    try {
      const response = await fetch(`intake/work?since=${revision}`,
        { credentials: "same-origin" });
      const told = await response.json();
      if (told.revision < revision) {
        revision = 0;
        batches.clear();
        return void poll();
      }
      revision = told.revision;
      told.batches.forEach((batch) => batches.set(batch.id, batch));
      const ids = new Set(told.ids);
      [...batches.keys()].forEach((id) => { if (!ids.has(id)) batches.delete(id); });
      settle(ids);
      draw();
      busy = busy || [...batches.values()].some((batch) => !batch.finished);
    } catch { /* the banner says that the connection is lost */ }
    if (busy || attending) polling = setTimeout(poll, busy ? 500 : 3000);
  };
  const settle = (ids) => {
    for (const [id, { done, fail }] of awaited) {
      const batch = batches.get(id);
      if (batch && batch.finished) done(batch);
      else if (!ids.has(id)) fail(new Error("gone"));
      else continue;
      awaited.delete(id);
    }
  };
  const dismissed = () => {
    try {
      return JSON.parse(localStorage.getItem(DISMISSED)) || [];
    } catch {
      return [];
    }
  };
  const dismiss = (id) => {
    localStorage.setItem(DISMISSED, JSON.stringify([...dismissed(), id].slice(-50)));
    draw();
  };
  const worthShowing = (batch) => {
    if (dismissed().includes(batch.id)) return false;
    // How an edit fared stands beside its form.
    if (batch.kind === "edit") return false;
    const well = batch.finished && !batch.failed && !batch.counts.rejected;
    if (SMALL.includes(batch.kind)) return batch.kind === "remove" || batch.kind === "put_back"
      ? !batch.finished || !well : batch.finished && !well;
    const news = ["added", "replaced", "removed", "stopped"].some((name) => batch.counts[name]);
    return !well || !batch.finished ? batch.total > 0 || !well : news || batch.kind === "add";
  };

  const draw = () => {
    const work = part("[data-work]");
    if (!work) return;
    const shown = [...batches.values()].filter(worthShowing)
      .sort((one, other) => other.started_at - one.started_at);
    const old = new Map([...work.querySelectorAll("[data-batch]")].map(
      (element) => [element.dataset.batch, element]));
    const elements = shown.map((batch) => {
      const element = old.get(batch.id);
      if (element && element.dataset.revision === String(batch.revision)) return element;
      const drawn = drawBatch(batch);
      const focused = element && element.contains(document.activeElement)
        ? document.activeElement.dataset.key : null;
      if (focused) queueMicrotask(() => drawn.querySelector(`[data-key="${focused}"]`)?.focus());
      return drawn;
    });
    const local = work.querySelectorAll("[data-sending]");
    // Of what is over only the latest stays open to the eye.
    const over = shown.map((batch) => batch.finished && !batch.failed);
    const latest = elements.filter((_, n) => !over[n] || n < LATEST);
    const earlier = elements.filter((_, n) => over[n] && n >= LATEST);
    work.replaceChildren(...local, ...latest);
    if (earlier.length) {
      const fold = make("details", "pb-batch-fold");
      fold.open = folds.get("earlier") || false;
      const summary = make("summary", "", say.earlier(earlier.length));
      summary.addEventListener("click", () => folds.set("earlier", !fold.open));
      fold.append(summary, ...earlier);
      work.append(fold);
    }
    work.hidden = !work.childElementCount;
    const sum = [...batches.values()].map((batch) => `${batch.done}${batch.finished}`).join();
    if (sum !== shownSum && shownSum !== "") refreshSoon(shown.every((batch) => batch.finished));
    shownSum = sum;
  };
  let refreshing = null;
  const refreshSoon = (now) => {
    if (now) clearTimeout(refreshing);
    else if (refreshing) return;
    refreshing = setTimeout(() => {
      refreshing = null;
      window.pbQaDocuments.refresh();
    }, now ? 50 : 2500);
  };

  const drawBatch = (batch) => {
    const element = make("section", "pb-batch");
    element.dataset.batch = batch.id;
    element.dataset.revision = batch.revision;
    const head = make("div", "pb-batch-head");
    const title = make("p", "");
    const opened = batch.finished && batch.unpacked ? say.opened(batch.total) : "";
    title.append(make("strong", "", plain(batch.label) + opened));
    const counts = Object.keys(say.status).filter((name) => batch.counts[name]).map(
      (name) => say.part(statusOf(name, batch), batch.counts[name])).join(say.comma);
    if (batch.finished) {
      const how = batch.failed ? say.failed : batch.stopped ? say.stopped : say.finished;
      title.append(make("span", "pb-batch-how", [how, counts].filter(Boolean).join(" · ")));
      title.setAttribute("role", "status");
    } else {
      const left = batch.seconds_left === null || batch.seconds_left === undefined
        ? say.unknown : say.left(batch.seconds_left);
      title.append(make("span", "pb-batch-how",
        [say.done(batch.done, batch.total), left, counts].filter(Boolean).join(" · ")));
    }
    head.append(title);
    const keyed = (made, key) => { made.dataset.key = `${key}-${batch.id}`; return made; };
    if (!batch.finished && batch.stoppable) {
      head.append(keyed(button("pb-quiet", say.stop, (event) => {
        event.target.disabled = true;
        post(`batches/${batch.id}/stop`).then(poll, poll);
      }), "stop"));
    }
    // Only received files wait on disk to be read once more.
    if (batch.failed && batch.kind === "add") {
      head.append(keyed(button("pb-quiet", say.again, (event) => {
        event.target.disabled = true;
        post(`batches/${batch.id}/retry`).then(poll, (error) => {
          window.pbQa.tell(error.told || say.failed, 6000);
          poll();
        });
      }), "again"));
    }
    if (batch.finished) {
      head.append(keyed(button("pb-link", say.hide, () => dismiss(batch.id)), "hide"));
    }
    element.append(head);
    if (!batch.finished) element.append(progress(overall(batch), say.bar(batch.label)));
    if (batch.message) element.append(make("p", "pb-note", plain(batch.message)));
    element.append(drawFiles(batch));
    return element;
  };
  const statusOf = (name, batch) => name === "removed" && batch.kind === "sync"
    ? say.gone : say.status[name];
  const overall = (batch) => batch.bytes_total
    ? batch.bytes_done / batch.bytes_total : batch.total ? batch.done / batch.total : 0;
  const progress = (value, label) => {
    const bar = make("progress");
    bar.max = 1;
    bar.value = Math.min(1, Math.max(0, value));
    bar.setAttribute("aria-label", label);
    return bar;
  };

  const rank = (file) => ORDER.indexOf(
    file.status || (file.stage === "waiting" ? "waiting" : "working"));
  const listOf = (files, batch) => {
    const list = make("ul", "pb-verdicts pb-files");
    files.forEach((file) => list.append(drawFile(file, batch)));
    return list;
  };
  const drawFiles = (batch) => {
    const box = make("div");
    const known = new Map();
    [...(unfolded.get(batch.id) || []), ...batch.files].forEach(
      (file) => known.set(file.number, file));
    const files = [...known.values()].sort((one, other) => rank(one) - rank(other));
    const bad = files.filter((file) => file.status === "rejected");
    const rest = files.filter((file) => file.status !== "rejected");
    // What needs somebody's attention is never folded away.
    if (bad.length) box.append(listOf(bad, batch));
    if (!rest.length) return box;
    const fold = make("details", "pb-batch-fold");
    fold.open = folds.has(batch.id) ? folds.get(batch.id)
      : !batch.finished || (batch.kind === "add" && batch.total <= FEW);
    const summary = make("summary", "", bad.length ? say.others : say.each);
    summary.dataset.key = `fold-${batch.id}`;
    summary.addEventListener("click", () => folds.set(batch.id, !fold.open));
    fold.append(summary, listOf(rest, batch));
    const fetched = unfolded.get(batch.id);
    if (files.length < batch.known && (!fetched || fetched.length < batch.known)) {
      const label = fetched
        ? say.more(Math.min(PAGE, batch.known - fetched.length)) : say.all(batch.known);
      const more = button("pb-link", label, () => fetchMore(batch, more));
      more.dataset.key = `more-${batch.id}`;
      fold.append(more);
    }
    box.append(fold);
    return box;
  };
  const fetchMore = async (batch, control) => {
    control.disabled = true;
    const extra = unfolded.get(batch.id) || [];
    try {
      const response = await fetch(
        `intake/batches/${batch.id}?offset=${extra.length}&limit=${PAGE}`,
        { credentials: "same-origin" });
      const told = await response.json();
      unfolded.set(batch.id, [...extra, ...told.files]);
    } catch { /* the banner says that the connection is lost */ }
    const drawn = part(`[data-batch="${batch.id}"]`);
    if (drawn) drawn.dataset.revision = "";
    draw();
  };
  const drawFile = (file, batch) => {
    // Only a file that somebody took out of the folder is found missing by looking there.
    const deleted = batch.kind === "sync" && file.status === "removed";
    const kind = file.status || "under-way";
    const item = make("li", `pb-${kind}`);
    item.append(make("strong", "", file.status ? statusOf(file.status, batch) : say.stage[file.stage]));
    const box = make("div");
    const name = make("bdi", "", plain(file.title && file.status !== "rejected"
      ? file.title : file.name));
    const line = make("p", "pb-file-name");
    line.append(name);
    box.append(line);
    const facts = [];
    if (file.title && file.title !== file.name && file.status !== "rejected") {
      facts.push(plain(file.name));
    }
    if (file.status === "added" || file.status === "replaced") {
      if (file.passages) facts.push(say.passages(file.passages));
      if (file.figures) facts.push(say.figures(file.figures));
    }
    if (deleted) facts.push(say.deleted);
    else if (file.reason) facts.push(plain(file.reason));
    const links = [];
    const open = (text, side) => {
      const link = make("a", "pb-link", text);
      link.href = `#documents?${new URLSearchParams(side)}`;
      links.push(link);
    };
    if (file.status === "replaced" && file.version > 1) {
      open(say.changes, { open: file.document_id, section: "changes",
        old: file.version - 1, new: file.version });
    }
    if (file.status === "duplicate" && file.of) open(say.other, { open: file.of });
    if (file.repost_of) open(say.leader, { open: file.repost_of });
    if (file.document_id && ["added", "replaced", "unchanged"].includes(file.status)) {
      const link = make("a");
      link.href = `#documents?${new URLSearchParams({ open: file.document_id })}`;
      name.replaceWith(link);
      link.append(name);
    }
    if (facts.length || links.length) {
      const detail = make("p", "", facts.join(" · "));
      links.forEach((link) => detail.append(" ", link));
      box.append(detail);
    }
    if (!file.status) box.append(progress(STEPS[file.stage] || 0, say.bar(plain(file.name))));
    item.append(box);
    return item;
  };

  const attach = (element) => {
    root = element;
    draw();
    poll();
  };
  const attend = (yes) => {
    attending = yes;
    if (yes && root && !polling) poll();
  };

  window.pbQaIntake = { attach, attend, poll, progress, request, stage };
})();

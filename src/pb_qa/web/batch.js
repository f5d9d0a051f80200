"use strict";
/* One batch of work as an element: how far it is, its files by what became of them. Which
   batches are shown, and when they are drawn, is intake.js. */
(() => {
  const CHINESE = {
    stage: { waiting: "等待", reading: "正在读取", cleaning: "正在清理", embedding: "正在建索引",
      ready: "完成", rejected: "拒收" },
    kind: { rejected: "拒收", working: "正在做", waiting: "等待", added: "已添加",
      replaced: "已替换", duplicate: "重复", unchanged: "没有变化", removed: "已移出",
      stopped: "没有读", all: "全部" },
    stop: "停止", hide: "知道了", again: "再做一次",
    done: (n, total) => `${n.toLocaleString()} / ${total.toLocaleString()}`,
    left: (seconds) => seconds < 5 ? "马上就好"
      : seconds < 55 ? `大约还要 ${Math.ceil(seconds / 10) * 10} 秒`
      : seconds < 3300 ? `大约还要 ${Math.round(seconds / 60)} 分钟`
      : `大约还要 ${(seconds / 3600).toFixed(1)} 小时`,
    unknown: "正在估计时间", finished: "处理完毕", stopped: "已停止", failed: "没有做完",
    passages: (n) => `${n.toLocaleString()} 段`, figures: (n) => `${n.toLocaleString()} 条数据`,
    changes: "改动对照", other: "打开已有的那一份", leader: "看被转载的那一份",
    more: (n) => `再看 ${n.toLocaleString()} 个`, bar: (name) => `${name}的进度`,
    each: "按结果查看每个文件", gone: "不在原处了",
    opened: (n) => `（压缩包解开后共 ${n.toLocaleString()} 个）`,
  };
  const ENGLISH = {
    stage: { waiting: "Waiting", reading: "Reading", cleaning: "Cleaning",
      embedding: "Indexing", ready: "Done", rejected: "Rejected" },
    kind: { rejected: "Rejected", working: "Under way", waiting: "Waiting", added: "Added",
      replaced: "Replaced", duplicate: "Duplicate", unchanged: "Unchanged",
      removed: "Removed", stopped: "Not read", all: "All" },
    stop: "Stop", hide: "OK", again: "Do it again",
    done: (n, total) => `${n.toLocaleString()} / ${total.toLocaleString()}`,
    left: (seconds) => seconds < 5 ? "nearly done"
      : seconds < 55 ? `about ${Math.ceil(seconds / 10) * 10} s left`
      : seconds < 3300 ? `about ${Math.round(seconds / 60)} min left`
      : `about ${(seconds / 3600).toFixed(1)} h left`,
    unknown: "estimating", finished: "Done", stopped: "Stopped", failed: "Not finished",
    passages: (n) => `${n.toLocaleString()} passages`,
    figures: (n) => `${n.toLocaleString()} figures`,
    deleted: "The original was deleted or moved; it is not in the recycle bin",
    changes: "What changed", other: "Open the one that is there", leader: "Open the source",
    more: (n) => `${n.toLocaleString()} more`, bar: (name) => `Progress of ${name}`,
    each: "Files by what became of them", gone: "No longer there",
    opened: (n) => ` (${n.toLocaleString()} once unpacked)`,
  };
  const { make, button, chinese } = window.pbQa;
  const say = chinese ? CHINESE : ENGLISH;

  const PAGE = 50;
  // So many files are listed without being asked for: of a small batch, refused, under way.
  const FEW = 3;
  const SHOWN = 5;
  // Until then nobody knows how long it takes.
  const MEASURED = 12000;
  const AGAIN = 2000;
  const STEPS = { waiting: 0, reading: 0.25, cleaning: 0.5, embedding: 0.75, ready: 1, rejected: 1 };
  const ORDER = ["rejected", "stopped", "working", "duplicate", "replaced", "added",
    "unchanged", "removed", "waiting"];
  // Signs of direction in a name could make it pose as another.
  const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
  const plain = (text) => text.replace(TURNING, "\ufffd");

  // By batch: which files are looked at, and what was fetched of them.
  const views = new Map();
  const fetched = new Map();
  const begun = new Map();

  const progress = (value, label) => {
    const bar = make("progress");
    bar.max = 1;
    bar.value = Math.min(1, Math.max(0, value));
    bar.setAttribute("aria-label", label);
    return bar;
  };
  const standing = (file) => file.status || (file.stage === "waiting" ? "waiting" : "working");
  const rank = (file) => ORDER.indexOf(standing(file));
  const nameOf = (kind, batch) => kind === "removed" && batch.kind === "sync"
    ? say.gone : say.kind[kind];
  const counted = (batch) => {
    const waiting = batch.total - batch.done - batch.working;
    const counts = { all: Math.max(batch.total, batch.known), ...batch.counts };
    if (!batch.finished) Object.assign(counts, { working: batch.working, waiting });
    return counts;
  };

  /* ---- which of its files are listed ---- */
  const wide = () => matchMedia("(min-width: 561px)").matches;
  const unasked = (batch, newest) => {
    if (!batch.finished) return { kind: batch.total <= SHOWN ? "all" : "working", size: SHOWN };
    if (newest && batch.kind === "add") {
      if (batch.total <= (wide() ? FEW : 1)) return { kind: "all", size: FEW };
      if (batch.counts.rejected && wide()) return { kind: "rejected", size: FEW };
    }
    return { kind: "", size: 0 };
  };
  const viewOf = (batch, newest) => views.get(batch.id) || unasked(batch, newest);
  const knownOf = (batch, kind) => {
    const files = new Map();
    for (const file of [...(fetched.get(batch.id)?.files || []), ...batch.files]) {
      files.set(file.number, file);
    }
    return [...files.values()].filter((file) => kind === "all" || standing(file) === kind)
      .sort((one, other) => rank(one) - rank(other) || one.number - other.number);
  };
  const fetchMore = async (batch, view, redraw) => {
    const kept = fetched.get(batch.id);
    if (kept && Date.now() - kept.at < AGAIN && kept.asked === view.kind
      && kept.size >= view.size) return;
    const before = kept && kept.asked === view.kind ? kept.files : [];
    const mark = { at: Date.now(), asked: view.kind, size: view.size, files: before,
      revision: batch.revision };
    fetched.set(batch.id, mark);
    const query = new URLSearchParams({ offset: 0, limit: Math.min(view.size, 1000),
      status: view.kind === "all" ? "" : view.kind });
    try {
      const response = await fetch(`intake/batches/${batch.id}?${query}`,
        { credentials: "same-origin" });
      if (response.ok) mark.files = (await response.json()).files;
    } catch { /* the banner says that the connection is lost */ }
    if (fetched.get(batch.id) === mark) redraw();
  };
  const look = (batch, view, redraw) => {
    views.set(batch.id, view);
    const count = counted(batch)[view.kind] || 0;
    if (view.kind && knownOf(batch, view.kind).length < Math.min(view.size, count)) {
      fetchMore(batch, view, redraw);
    }
    redraw();
  };

  /* ---- drawing ---- */
  const drawBatch = (batch, { newest, redraw, act, dismiss }) => {
    const element = make("section", "pb-batch");
    element.dataset.batch = batch.id;
    element.dataset.revision = batch.revision;
    element.classList.toggle("pb-over", batch.finished && !batch.failed);
    const head = make("div", "pb-batch-head");
    const title = make("p", "");
    const opened = batch.finished && batch.unpacked ? say.opened(batch.total) : "";
    title.append(make("strong", "", plain(batch.label) + opened));
    const how = make("span", "pb-batch-how", howFar(batch));
    if (batch.finished) how.setAttribute("role", "status");
    title.append(" ", how);
    const view = viewOf(batch, newest);
    const choice = drawChoice(batch, view, redraw);
    // What is over takes one line: its numbers stand beside its name.
    if (batch.finished) head.append(title, choice, ways(batch, act, dismiss));
    else head.append(title, ways(batch, act, dismiss));
    element.append(head);
    if (!batch.finished) {
      element.append(progress(batch.total ? batch.done / batch.total : 0, say.bar(batch.label)));
    }
    if (batch.message) element.append(make("p", "pb-note", plain(batch.message)));
    if (!batch.finished) element.append(choice);
    if (view.kind) element.append(drawFiles(batch, view, redraw));
    return element;
  };
  const howFar = (batch) => {
    if (batch.finished) return batch.failed ? say.failed : batch.stopped ? say.stopped : say.finished;
    if (!begun.has(batch.id)) begun.set(batch.id, Date.now());
    const few = batch.done < batch.total / 10;
    const early = !batch.done || few && Date.now() - begun.get(batch.id) < MEASURED;
    const left = batch.seconds_left === null || batch.seconds_left === undefined || early
      ? say.unknown : say.left(batch.seconds_left);
    return `${say.done(batch.done, batch.total)} · ${left}`;
  };
  const keyed = (made, key, batch) => { made.dataset.key = `${key}-${batch.id}`; return made; };
  const ways = (batch, act, dismiss) => {
    const box = make("span", "pb-batch-ways");
    const doing = (name, key) => keyed(button("pb-quiet", name, (event) => {
      event.target.disabled = true;
      act(batch, key);
    }), key, batch);
    if (!batch.finished && batch.stoppable) box.append(doing(say.stop, "stop"));
    // Only received files wait on disk to be read once more.
    if (batch.failed && batch.kind === "add") box.append(doing(say.again, "retry"));
    if (batch.finished) {
      box.append(keyed(button("pb-link", say.hide, () => dismiss(batch.id)), "hide", batch));
    }
    return box;
  };
  /* What became of its files, as numbers that open the files. */
  const drawChoice = (batch, view, redraw) => {
    const box = make("div", "pb-kinds");
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", say.each);
    const counts = counted(batch);
    const kinds = Object.keys(say.kind).filter((kind) => counts[kind]);
    const several = kinds.length > 2;
    for (const kind of kinds) {
      if (kind === "all" && !several) continue;
      const open = view.kind === kind;
      const chip = keyed(button(`pb-kind pb-kind-${kind}`, nameOf(kind, batch), () => look(
        batch, open ? { kind: "", size: 0 } : { kind, size: PAGE }, redraw)), kind, batch);
      chip.append(" ", make("b", "", counts[kind].toLocaleString()));
      chip.setAttribute("aria-expanded", String(open));
      box.append(chip);
    }
    return box;
  };
  const drawFiles = (batch, view, redraw) => {
    const box = make("div", "pb-kind-files");
    const count = counted(batch)[view.kind] || 0;
    const known = knownOf(batch, view.kind);
    const shown = known.slice(0, view.size);
    const list = make("ul", "pb-verdicts pb-files");
    shown.forEach((file) => list.append(drawFile(file, batch)));
    box.append(list);
    const asked = views.has(batch.id);
    const stale = asked && fetched.get(batch.id)?.revision !== batch.revision;
    if (asked && (stale || shown.length < Math.min(view.size, count))) {
      fetchMore(batch, view, redraw);
    }
    // What is under way changes by itself: nobody pages through it.
    const rest = count - shown.length;
    if (rest > 0 && (asked || batch.finished)) {
      box.append(keyed(button("pb-link", say.more(Math.min(PAGE, rest)), () => look(
        batch, { kind: view.kind, size: shown.length + PAGE }, redraw)), "more", batch));
    }
    return box;
  };
  const drawFile = (file, batch) => {
    // A document whose original somebody took out of the folder; archives are unpacked.
    const deleted = batch.kind === "sync" && file.status === "removed" && file.document_id;
    const item = make("li", `pb-${file.status || "under-way"}`);
    item.append(make("strong", "",
      file.status ? nameOf(file.status, batch) : say.stage[file.stage]));
    const box = make("div");
    const titled = file.title && file.status !== "rejected";
    const name = make("bdi", "", plain(titled ? file.title : file.name));
    const line = make("p", "pb-file-name");
    line.append(name);
    box.append(line);
    const facts = [];
    if (titled && file.title !== file.name) facts.push(plain(file.name));
    if (file.status === "added" || file.status === "replaced") {
      if (file.passages) facts.push(say.passages(file.passages));
      if (file.figures) facts.push(say.figures(file.figures));
    }
    if (deleted && !chinese) facts.push(say.deleted);
    else if (file.reason) facts.push(plain(file.reason));
    const links = linksOf(file);
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
  const linksOf = (file) => {
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
    return links;
  };

  window.pbQaBatch = { drawBatch, progress };
})();

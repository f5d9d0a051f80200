"use strict";
/* What the server is doing with files. The work goes on when the page is left; this only
   asks for it and shows it. One batch is drawn by batch.js; sending files is sending.js. */
(() => {
  const { make, chinese } = window.pbQa;
  const { drawBatch } = window.pbQaBatch;
  const say = chinese
    ? { earlier: (n) => `之前的 ${n} 批`, failed: "没能做成。请确认程序还在运行，再试一次。" }
    : { earlier: (n) => `${n} earlier`,
        failed: "This could not be done. Check that the program is running." };

  const DISMISSED = "pb_qa-dismissed";
  const SMALL = ["remove", "put_back", "restore", "undo", "redo"];
  const BUSY = 500;
  const IDLE = 3000;

  let root = null;
  let attending = false;
  let revision = 0;
  let polling = null;
  let shownSum = "";
  const batches = new Map();
  const awaited = new Map();

  const part = (selector) => root && root.querySelector(selector);

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

  const sourceOpen = () => document.body.classList.contains("pb-source-open");
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
      const first = revision === 0;
      revision = told.revision;
      told.batches.forEach((batch) => batches.set(batch.id, batch));
      const ids = new Set(told.ids);
      [...batches.keys()].forEach((id) => { if (!ids.has(id)) batches.delete(id); });
      if (!first) tellGone(told.batches);
      settle(ids);
      draw();
      busy = busy || [...batches.values()].some((batch) => !batch.finished);
    } catch { /* the banner says that the connection is lost */ }
    if (busy || attending || sourceOpen()) polling = setTimeout(poll, busy ? BUSY : IDLE);
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
  /* Nobody goes on reading a document that is no longer there. */
  const tellGone = (told) => {
    const gone = told.flatMap((batch) => batch.files)
      .filter((file) => file.status === "removed" && file.document_id)
      .map((file) => file.document_id);
    if (!gone.length) return;
    window.pbQa.sourceGone(gone);
    window.pbQaRecord.gone(gone);
  };

  /* ---- which batches are shown ---- */
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

  const act = (batch, name) => post(`batches/${batch.id}/${name}`).then(poll, (error) => {
    window.pbQa.tell(error.told || say.failed, 6000);
    poll();
  });
  const redraw = (id) => {
    const drawn = part(`[data-batch="${CSS.escape(id)}"]`);
    if (drawn) drawn.dataset.revision = "";
    draw();
  };
  const fold = make("details", "pb-batch-fold");
  fold.append(make("summary"));
  /* Gives an element these children; those that stay where they are keep the focus. */
  const arrange = (parent, wanted) => {
    [...parent.children].forEach((child) => { if (!wanted.includes(child)) child.remove(); });
    wanted.forEach((child, n) => {
      if (parent.children[n] !== child) parent.insertBefore(child, parent.children[n] || null);
    });
  };
  const draw = () => {
    const work = part("[data-work]");
    if (!work) return;
    const shown = [...batches.values()].filter(worthShowing)
      .sort((one, other) => other.started_at - one.started_at);
    // Of what is over only the latest stays open to the eye, once nothing is under way.
    const isOver = (batch) => batch.finished && !batch.failed;
    const newest = shown.every((batch) => batch.finished) ? shown.find(isOver) : undefined;
    const old = new Map([...work.querySelectorAll("[data-batch]")].map(
      (element) => [element.dataset.batch, element]));
    const elements = new Map(shown.map((batch) => {
      const element = old.get(batch.id);
      const state = `${batch.revision} ${batch === newest}`;
      if (element && element.dataset.state === state && element.dataset.revision) {
        return [batch, element];
      }
      const drawn = drawBatch(batch,
        { newest: batch === newest, act, dismiss, redraw: () => redraw(batch.id) });
      drawn.dataset.state = state;
      const focused = element && element.contains(document.activeElement)
        ? document.activeElement.dataset.key : null;
      if (focused) queueMicrotask(() => drawn.querySelector(`[data-key="${focused}"]`)?.focus());
      return [batch, drawn];
    }));
    const latest = shown.filter((batch) => !isOver(batch) || batch === newest);
    const earlier = shown.filter((batch) => isOver(batch) && batch !== newest);
    const wanted = [...work.querySelectorAll("[data-sending]"),
      ...latest.map((batch) => elements.get(batch))];
    if (earlier.length) wanted.push(fold);
    fold.firstChild.textContent = say.earlier(earlier.length);
    arrange(fold, [fold.firstChild, ...earlier.map((batch) => elements.get(batch))]);
    arrange(work, wanted);
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

  /* ---- files that were refused, until somebody has seen to them ---- */
  const dismissRefused = async (names, control) => {
    control.disabled = true;
    try {
      await post("dismiss", { names });
    } catch (error) {
      control.disabled = false;
      return window.pbQa.tell(error.told || say.failed, 6000);
    }
    window.pbQaDocuments.refresh();
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
  document.addEventListener("DOMContentLoaded", () => {
    new MutationObserver(() => {
      if (sourceOpen() && !polling) poll();
    }).observe(document.body, { attributeFilter: ["class"] });
  });

  window.pbQaIntake = { attach, attend, poll, request, stage, dismissRefused };
})();

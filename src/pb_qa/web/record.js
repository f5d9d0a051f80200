"use strict";
/* One document beside the list of documents, and what can be done with it. Which one is
   open, and at which of its parts, stands in the address; see documents.js. */
(() => {
  const CHINESE = {
    record: "文档详情", close: "关闭", loading: "正在打开…",
    openFailed: "没能打开。请确认程序还在运行，再点一次。",
    gone: "这份文档已不在库里，详情已关闭。移出的可以在“回收站”里放回。",
    remove: "移出", cancel: "不移出",
    removeQuestion: (n) => n === 1 ? "要移出这份文档吗？" : `要移出这 ${n} 份文档吗？`,
    removeHint: "移出后不再用于回答。原件和以前的各个版本放进回收站，随时可以一起放回。",
    stillUsed: (n) => `另有 ${n} 份转载，仍会用于回答。`,
    more: (n) => `……还有 ${n} 份`,
    working: "正在处理…", removed: (n) => `已移出 ${n} 份`, undo: "撤销",
    putBack: (n) => `已放回 ${n} 份`, saved: "已保存", same: "没有变化，还是原来的样子",
    undone: "已补回正文", redone: "已从正文里去掉", restored: "已恢复这一版",
    failed: "没能做成。请确认程序还在运行，再试一次。",
    nothingToUndo: "回收站里没有找到刚才移出的原件",
    nothingChanged: "没有改动",
  };
  const ENGLISH = {
    record: "Document", close: "Close", loading: "Opening…",
    openFailed: "It could not be opened. Check that the program is running.",
    gone: "This document is no longer in the library; its details are closed. "
      + "What was removed can be put back from the recycle bin.",
    remove: "Remove", cancel: "Keep",
    removeQuestion: (n) => `Remove ${n} document${n === 1 ? "" : "s"}?`,
    removeHint: "They are no longer used in answers. The originals and their earlier "
      + "versions go to the recycle bin and can be put back at any time.",
    stillUsed: (n) => `Reposts that are still used in answers: ${n}.`,
    more: (n) => `… and ${n} more`,
    working: "Working…", removed: (n) => `${n} removed`, undo: "Undo",
    putBack: (n) => `${n} put back`, saved: "Saved", same: "Nothing changed",
    undone: "Put back into the text", redone: "Cut out again", restored: "This version is restored",
    failed: "This could not be done. Check that the program is running.",
    nothingToUndo: "The removed originals were not found in the recycle bin",
    nothingChanged: "Nothing was changed",
  };
  const { make, button, chinese } = window.pbQa;
  const say = chinese ? CHINESE : ENGLISH;
  let opened = null;
  let panelRequest = 0;
  let outdated = false;
  const get = (address) => fetch(address, { credentials: "same-origin" });

  /* ---- the panel ---- */
  const panel = make("aside", "pb-source pb-record");
  panel.id = "pb-record";
  panel.hidden = true;
  panel.setAttribute("role", "dialog");
  panel.setAttribute("aria-label", say.record);
  const content = make("div", "pb-source-content");
  const head = make("div", "pb-source-bar");
  const closer = button("pb-shut", say.close, () => window.pbQaDocuments.close());
  head.append(make("span", "pb-source-name", say.record), closer);
  panel.append(head, content);

  const wide = () => matchMedia("(min-width: 901px)").matches;
  const hide = () => {
    panelRequest++;
    opened = null;
    panel.hidden = true;
    content.replaceChildren();
    document.body.classList.remove("pb-record-open");
  };
  const scrollTo = (side) => {
    const leaf = side.get("leaf");
    const place = content.querySelector("mark")
      || (leaf && content.querySelector(`[data-leaf="${CSS.escape(leaf)}"]`))
      || content.querySelector(".pb-changes :is(ins, del)");
    if (!place) return;
    const block = place.matches("[data-leaf]") ? "start" : "center";
    place.scrollIntoView({ block });
    // Lines above get their true height only now; once more, and it stays.
    requestAnimationFrame(() => requestAnimationFrame(() => place.scrollIntoView({ block })));
  };
  const show = async (side, anew) => {
    const id = side.get("open");
    if (!id) return hide();
    if (!anew && side.toString() === opened) return;
    // What somebody is typing is not taken away by news of the list.
    if (side.toString() === opened && editing()) return void (outdated = true);
    outdated = false;
    const mine = ++panelRequest;
    const before = new URLSearchParams(opened || "");
    const other = before.get("open") !== id;
    opened = side.toString();
    window.pbQa.closeSource();
    panel.hidden = false;
    document.body.classList.add("pb-record-open");
    if (other) content.replaceChildren(make("p", "pb-muted", say.loading));
    if (other && !wide()) closer.focus({ preventScroll: true });
    let html;
    try {
      const parameters = new URLSearchParams(side);
      parameters.delete("open");
      const response = await get(
        `page/documents/panel/${encodeURIComponent(id)}?${parameters}`);
      html = await response.text();
      // What was being read went away; who follows an old link is told in the panel.
      if (response.status === 404 && !other && mine === panelRequest) {
        return leaveGone();
      }
    } catch {
      if (mine !== panelRequest) return;
      opened = null;
      return content.replaceChildren(make("p", "pb-note", say.openFailed));
    }
    if (mine !== panelRequest) return;
    const active = document.activeElement;
    const key = active && content.contains(active) ? active.dataset.key || "-" : null;
    const top = anew && !other ? content.querySelector(".pb-scroll")?.scrollTop : 0;
    content.innerHTML = html;
    const scroll = content.querySelector(".pb-scroll");
    if (key) {
      const same = content.querySelector(`[data-key="${CSS.escape(key)}"]`);
      (same || scroll)?.focus({ preventScroll: true });
    }
    if (scroll && top) scroll.scrollTop = top;
    else scrollTo(side);
  };

  /* ---- doing ---- */
  const offer = make("div", "pb-offer");
  offer.setAttribute("role", "status");
  offer.hidden = true;
  let offerTimer;
  const propose = (text, label, action) => {
    const act = button("pb-quiet", label, () => { offer.hidden = true; action(); });
    offer.replaceChildren(make("span", "", text), act);
    offer.hidden = false;
    clearTimeout(offerTimer);
    const leave = () => { offerTimer = setTimeout(() => { offer.hidden = true; }, 15000); };
    offer.onpointerenter = offer.onfocusin = () => clearTimeout(offerTimer);
    offer.onpointerleave = offer.onfocusout = leave;
    leave();
  };
  const tellLong = (message) => window.pbQa.tell(message, 9000);
  /* Has the server do something, waits for it, and says how it went. */
  const act = async (name, body, told, source = null, complain = tellLong) => {
    if (source) source.disabled = true;
    window.pbQa.tell(say.working, 600000);
    let batch = null;
    try {
      batch = await window.pbQaIntake.request(name, body);
      const bad = batch.files.find((file) => file.status === "rejected");
      const message = batch.failed ? batch.message : bad ? bad.reason : "";
      if (message) complain(message);
      else window.pbQa.tell(told(batch));
      if (message) batch = null;
    } catch (error) {
      complain(error.told || say.failed);
    }
    if (source) source.disabled = false;
    // What failed was often offered on old knowledge.
    window.pbQaDocuments.refresh();
    return batch;
  };
  const leaveGone = () => {
    window.pbQa.tell(say.gone, 9000);
    closeQuietly();
  };
  /* Documents went away: nobody goes on working on what is no longer there. */
  const gone = (ids) => {
    if (opened && ids.includes(new URLSearchParams(opened).get("open"))) leaveGone();
  };
  const closeQuietly = () => window.pbQaDocuments.openSide(new URLSearchParams(), true);
  const files = (batch, status) => batch.counts[status] || 0;

  const remove = async (documents) => {
    const since = Date.now() / 1000 - 2;
    const sources = new Set(documents.map((one) => one.source));
    const ids = documents.map((one) => one.id);
    if (ids.includes(openDocument()?.documentId)) closeQuietly();
    // What is told is the offer to undo it.
    const batch = await act("remove", { document_ids: ids }, () => "");
    if (!batch) return;
    window.pbQaDocuments.forget(ids);
    propose(say.removed(files(batch, "removed")), say.undo, async () => {
      let keys = [];
      try {
        const start = Math.min(since, batch.started_at);
        keys = (await (await get(`page/documents/trashed?since=${start}`)).json())
          .filter((one) => sources.has(one.source)).map((one) => one.key);
      } catch { /* said below */ }
      if (!keys.length) return window.pbQa.tell(say.nothingToUndo, 6000);
      await putBack(keys);
    });
  };
  const putBack = (keys, source) => act("put-back", { keys },
    (batch) => say.putBack(batch.done), source);

  /* How many reposts of these documents stay behind. */
  const repostsLeft = (documents) => {
    const ids = new Set(documents.map((one) => one.id));
    const all = documents.reduce((sum, one) => sum + Number(one.reposts || 0), 0);
    return all - documents.filter((one) => ids.has(one.repostOf)).length;
  };
  const confirmRemoval = (documents) => {
    if (!documents.length) return;
    const dialog = make("dialog", "pb-dialog");
    const heading = make("h2", "", say.removeQuestion(documents.length));
    heading.id = "pb-dialog-heading";
    dialog.setAttribute("aria-labelledby", heading.id);
    const titles = make("ul");
    documents.slice(0, 8).forEach((one) => {
      const item = make("li", "", one.title);
      item.append(make("small", "", one.source));
      titles.append(item);
    });
    if (documents.length > 8) {
      titles.append(make("li", "pb-muted", say.more(documents.length - 8)));
    }
    const actions = make("div", "pb-dialog-actions");
    const cancel = button("pb-quiet", say.cancel, () => dialog.close());
    actions.append(cancel, button("pb-danger", say.remove, () => {
      dialog.close();
      remove(documents);
    }));
    dialog.append(heading, titles, make("p", "pb-muted", say.removeHint));
    const left = repostsLeft(documents);
    if (left) dialog.append(make("p", "pb-note", say.stillUsed(left)));
    dialog.append(actions);
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
    cancel.focus();
  };

  const openDocument = () => content.querySelector(".pb-head")?.dataset;
  const edit = async (form, fields) => {
    const { documentId } = openDocument();
    complainOfEdit(form, "");
    if (!Object.keys(fields).length) return window.pbQa.tell(say.nothingChanged);
    await act("edit", { document_id: documentId, ...fields },
      (batch) => {
        showForm(form, false);
        return files(batch, "unchanged") ? say.same : say.saved;
      },
      form.querySelector("[type=submit]"),
      (message) => {
        window.pbQa.tell("");
        if (form.isConnected) complainOfEdit(form, message);
        else tellLong(message);
      });
  };
  const editing = () => Boolean(content.querySelector(".pb-edit:not([hidden])"));
  const showForm = (form, yes) => {
    form.hidden = !yes;
    const view = content.querySelector(".pb-about-view");
    if (view) view.hidden = yes;
  };
  /* The form stays open with what was typed; what is wrong stands above its buttons. */
  const complainOfEdit = (form, message) => {
    form.querySelector("[role=alert]")?.remove();
    if (!message) return;
    const said = make("p", "pb-note", message);
    said.setAttribute("role", "alert");
    form.querySelector(".pb-actions").before(said);
  };

  /* ---- what readers do ---- */
  const inPanel = (target) => target instanceof Element && content.contains(target);
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!inPanel(form)) return;
    event.preventDefault();
    if (form.matches(".pb-edit")) {
      const changed = [...form.elements].filter(
        (field) => field.name && field.value.trim() !== field.dataset.was);
      edit(form, Object.fromEntries(changed.map((field) => [field.name, field.value.trim()])));
    }
    if (form.matches(".pb-compare-form")) {
      const numbers = [form.elements.old.value, form.elements.new.value].map(Number);
      const [older, newer] = numbers.sort((a, b) => a - b);
      window.pbQaDocuments.openSide(new URLSearchParams(
        { open: openDocument().documentId, section: "changes", old: older, new: newer }));
    }
  });
  const step = (by) => {
    const all = [...content.querySelectorAll(".pb-changes :is(ins, del)")];
    const now = all.findIndex((one) => one.classList.contains("pb-now"));
    const next = all[(now + by + all.length) % all.length];
    all.forEach((one) => one.classList.toggle("pb-now", one === next));
    next?.scrollIntoView({ block: "center" });
  };
  document.addEventListener("click", (event) => {
    if (!inPanel(event.target)) return;
    const on = (selector) => event.target.closest(selector);
    const one = openDocument();
    if (!one) return;
    if (on("[data-remove-one]")) {
      const { documentId: id, title, source, reposts, repostOf } = one;
      return void confirmRemoval([{ id, title, source, reposts, repostOf }]);
    }
    const form = content.querySelector(".pb-edit");
    const opening = on("[data-edit]");
    if (opening || on("[data-edit-cancel]")) {
      complainOfEdit(form, "");
      if (!opening) form.reset();
      showForm(form, Boolean(opening));
      (opening ? form.elements.title : content.querySelector("[data-edit]")).focus();
      if (!opening && outdated) window.pbQaDocuments.refresh();
    }
    if (on("[data-revert]")) {
      return void edit(form, { title: "", issuer: "", number: "", issued_on: "", place: "" });
    }
    const cut = on("[data-undo]");
    if (cut) {
      return void act("undo", { document_id: one.documentId, index: Number(cut.dataset.undo),
        version: Number(one.version) }, () => say.undone, cut);
    }
    const again = on("[data-redo]");
    if (again) {
      return void act("redo", { document_id: one.documentId, index: Number(again.dataset.redo),
        version: Number(one.version) }, () => say.redone, again);
    }
    const restore = on("[data-restore]");
    if (restore) {
      return void act("restore", { document_id: one.documentId,
        version: Number(restore.dataset.restore) }, () => say.restored, restore);
    }
    const change = on("[data-change-step]");
    if (change) step(Number(change.dataset.changeStep));
  });

  document.addEventListener("DOMContentLoaded", () => document.body.append(panel, offer));

  window.pbQaRecord = { show, hide, gone, confirmRemoval, putBack };
})();

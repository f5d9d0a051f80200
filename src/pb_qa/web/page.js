"use strict";
/* The page's behaviour: the source panel, examples, copying.
   Everything is delegated from the document, because the parts are replaced often. */
(() => {
  const CHINESE = {
    title: "政策文件问答",
    source: "原文", close: "关闭", loading: "正在打开…",
    openFailed: "没能打开原文。请确认程序还在运行，再点一次。",
    sourceGone: "刚才看的文件已不在库里，原文已关闭。移出的可以在“文档”的回收站里放回。",
    copied: "已复制", copyFailed: "没能复制，请手动选择文字", rated: "已记下，谢谢",
    showAll: "查看全部", showLess: "收起",
    warmingUp: "正在装载检索模型。现在就可以提问，装好后马上回答。",
    lost: "与程序的连接断了。请确认程序还在运行；恢复后这行字会消失。",
  };
  const ENGLISH = {
    title: "Policy document Q&A",
    source: "Source document", close: "Close", loading: "Opening…",
    openFailed: "The document could not be opened. Check that the program is running.",
    sourceGone: "The document you were reading is no longer in the library.",
    copied: "Copied", copyFailed: "Copying failed; please select the text",
    rated: "Noted, thank you",
    showAll: "Show all", showLess: "Show less",
    warmingUp: "The search model is loading. Ask now; the answer comes once it is ready.",
    lost: "The connection to the program was lost. This line goes away once it is back.",
  };
  const chinese = (navigator.language || "zh").toLowerCase().startsWith("zh");
  const say = chinese ? CHINESE : ENGLISH;
  // The framework knows zh-CN and zh-TW, and shows English to a plain "zh".
  if (chinese && !["zh-CN", "zh-TW"].includes(navigator.language)) {
    Object.defineProperty(navigator, "language", { value: "zh-CN" });
  }

  const make = (tag, className, text) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  };
  const button = (className, text, action) => {
    const element = make("button", className, text);
    element.type = "button";
    element.addEventListener("click", action);
    return element;
  };
  const fetchPart = async (address) => {
    const response = await fetch(address, { credentials: "same-origin" });
    return response.text();
  };

  /* ---- a short word to the reader ---- */
  const toast = make("div", "pb-toast");
  toast.setAttribute("role", "status");
  let toastTimer;
  const tell = (text, milliseconds = 1800) => {
    toast.textContent = text;
    toast.classList.toggle("pb-shown", Boolean(text));
    clearTimeout(toastTimer);
    toastTimer = setTimeout(() => toast.classList.remove("pb-shown"), milliseconds);
  };

  /* ---- the source panel ---- */
  const panel = make("aside", "pb-source");
  panel.id = "pb-source";
  panel.hidden = true;
  panel.setAttribute("role", "dialog");
  panel.setAttribute("aria-label", say.source);
  const bar = make("div", "pb-source-bar");
  const closer = button("pb-close", say.close, () => closeSource());
  bar.append(make("span", "pb-source-name", say.source), closer);
  const content = make("div", "pb-source-content");
  panel.append(bar, content);
  let opener = null;
  let request = 0;

  const showQuote = () => {
    const mark = content.querySelector("mark");
    if (!mark) return;
    mark.scrollIntoView({ block: "center" });
    // Lines above get their true height only now; once more, and it stays.
    requestAnimationFrame(() => requestAnimationFrame(
      () => mark.scrollIntoView({ block: "center" })));
  };

  const openSource = async (chip) => {
    const mine = ++request;
    opener = chip;
    document.querySelectorAll("[aria-current='location']").forEach(
      (other) => other.removeAttribute("aria-current"));
    chip.setAttribute("aria-current", "location");
    panel.hidden = false;
    document.body.classList.add("pb-source-open");
    content.replaceChildren(make("p", "pb-muted", say.loading));
    // Beside a table the reader goes on to the next row; over it there is only the panel.
    const beside = chip.closest("#pb-figures") && matchMedia("(min-width: 901px)").matches;
    if (!beside) closer.focus({ preventScroll: true });
    const { document: id, version, start, end, number } = chip.dataset;
    const query = new URLSearchParams();
    if (version) query.set("version", version);
    if (start && end) { query.set("start", start); query.set("end", end); }
    if (number) query.set("number", number);
    let html;
    try {
      html = await fetchPart(`page/document/${encodeURIComponent(id)}?${query}`);
    } catch {
      if (mine === request) content.replaceChildren(make("p", "pb-note", say.openFailed));
      return;
    }
    if (mine !== request) return;
    content.innerHTML = html;
    showQuote();
  };

  const closeSource = () => {
    if (panel.hidden) return;
    request++;
    panel.hidden = true;
    content.replaceChildren();
    document.body.classList.remove("pb-source-open");
    if (opener) {
      opener.removeAttribute("aria-current");
      if (opener.isConnected) opener.focus();
    }
    opener = null;
  };

  /* Documents went away: nobody goes on reading what is withdrawn. */
  const sourceGone = (ids) => {
    if (!opener || !ids.includes(opener.dataset.document)) return;
    closeSource();
    tell(say.sourceGone, 9000);
  };

  /* A part was drawn anew: the element that opened the source is another one now. */
  const readopt = (part) => {
    if (!opener || opener.isConnected) return;
    const { document: id, start, end } = opener.dataset;
    const again = [...part.querySelectorAll("[data-document]")].find((other) =>
      other.dataset.document === id && other.dataset.start === start
      && other.dataset.end === end && other.tagName === opener.tagName);
    if (!again) return;
    opener = again;
    opener.setAttribute("aria-current", "location");
  };

  /* The address of a sentence: #source/document/version/start/end/number */
  const openAddress = () => {
    const [kind, id, version, start, end, number] = location.hash.slice(1).split("/");
    if (kind !== "source" || !id) return;
    const link = make("button");
    Object.assign(link.dataset,
      { document: decodeURIComponent(id), version, start, end, number: number || "" });
    openSource(link);
  };

  /* ---- copying ---- */
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const area = make("textarea", "pb-hidden");
      area.value = text;
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      return done;
    }
  };

  /* ---- asking ---- */
  const ask = (question) => {
    const area = document.querySelector("#pb-question textarea, #pb-question input");
    const send = document.querySelector("button#pb-send, #pb-send button");
    if (!area || !send) return;
    area.value = question;
    area.dispatchEvent(new Event("input", { bubbles: true }));
    setTimeout(() => send.click(), 60);
  };

  const showMatches = async (link) => {
    const place = link.parentElement.querySelector(".pb-matches");
    const open = link.getAttribute("aria-expanded") === "true";
    link.setAttribute("aria-expanded", String(!open));
    link.textContent = open ? say.showAll : say.showLess;
    place.hidden = open;
    if (open || place.childElementCount) return;
    place.replaceChildren(make("p", "pb-muted", say.loading));
    const query = new URLSearchParams(
      { question: link.dataset.matches, count: link.dataset.count,
        collection: link.dataset.collection ?? "" });
    try {
      place.innerHTML = await fetchPart(`page/matches?${query}`);
    } catch {
      place.replaceChildren(make("p", "pb-note", say.openFailed));
    }
  };

  /* ---- events that the framework carries to Python ---- */
  const connect = (element, trigger) => {
    element.addEventListener("click", (event) => {
      if (event.target.closest("[data-bring-back]")) trigger("bring_back", {});
      const wider = event.target.closest("[data-everywhere]");
      if (wider) {
        wider.disabled = true;
        trigger("everywhere",
          { question: wider.dataset.everywhere, mode: window.pbQaModel.mode() });
      }
      const rate = event.target.closest("[data-rating]");
      if (rate) {
        const { turn, rating } = rate.dataset;
        rate.parentElement.querySelectorAll("[data-rating]").forEach(
          (other) => other.setAttribute("aria-pressed", String(other === rate)));
        trigger("rate", { turn: Number(turn), rating });
        tell(say.rated);
      }
    });
    if (element.closest("#pb-past")) showAgain = (current) => trigger("again", { current });
    new MutationObserver(() => {
      unfoldAgain(element);
      readopt(element);
      changed();
    }).observe(
      element, { childList: true, subtree: true, attributeFilter: ["open"] });
    changed();
  };

  /* An answer on its way is drawn anew with each sentence: what the reader has unfolded in it
     stays so, and so does the focus. */
  const unfolded = new Set();
  let focused = "";
  const unfoldAgain = (part) => {
    for (const folded of part.querySelectorAll("[data-keep]")) {
      const { keep } = folded.dataset;
      if (unfolded.has(keep) && !folded.open) folded.open = true;
      if (focused === keep && document.activeElement === document.body) {
        folded.querySelector("summary").focus({ preventScroll: true });
      }
    }
  };
  // Not "toggle": the framework folds them as well, when it draws.
  document.addEventListener("click", (event) => {
    const folded = event.target.closest("[data-keep] > summary")?.parentElement;
    if (!folded) return;
    if (folded.open) unfolded.delete(folded.dataset.keep);
    else unfolded.add(folded.dataset.keep);
  });
  document.addEventListener("focusin", (event) => {
    const summary = event.target.closest("[data-keep] > summary");
    focused = summary ? summary.parentElement.dataset.keep : "";
  });

  /* What was removed on another tab must not stay on this one: once the tab is shown again,
     the conversation is drawn anew, after the answer that is being written. */
  let showAgain = null;
  let stale = false;
  const drawAgain = () => {
    if (!stale || !showAgain) return;
    const current = document.querySelector("#pb-current .pb-turn");
    if (current && !current.querySelector(".pb-actions, .pb-error")) return;
    stale = false;
    if (document.querySelector(".pb-turn")) showAgain(Boolean(current));
  };
  const watchTab = () => {
    const tab = document.getElementById("pb-chat-tab-button");
    if (!tab) return void setTimeout(watchTab, 50);
    let shown = tab.getAttribute("aria-selected") === "true";
    new MutationObserver(() => {
      const now = tab.getAttribute("aria-selected") === "true";
      stale ||= now && !shown;
      shown = now;
      drawAgain();
    }).observe(tab, { attributeFilter: ["aria-selected"] });
  };

  let ready = false;
  let turns = 0;
  let waited = false;
  const loadExamples = async (place) => {
    place.dataset.asked = "yes";
    try {
      place.innerHTML = await fetchPart("page/examples");
    } catch { /* the banner says that the connection is lost */ }
    // The first documents may still be on their way.
    if (!place.querySelector(".pb-example")) {
      setTimeout(() => { delete place.dataset.asked; changed(); }, 3000);
    }
  };
  const changed = () => {
    const examples = document.querySelector("[data-examples]");
    if (ready && examples && !examples.dataset.asked) loadExamples(examples);
    const all = document.querySelectorAll(".pb-turn");
    if (!all.length) unfolded.clear();
    const current = document.querySelector("#pb-current .pb-turn");
    const waits = Boolean(current?.querySelector(".pb-waiting"));
    if (waits && !waited) {
      // Once what stands above has its height.
      requestAnimationFrame(() => current.scrollIntoView({ block: "start" }));
    } else if (!current && all.length > turns) {
      all[all.length - 1].scrollIntoView({ block: "start" });
    }
    waited = waits;
    window.pbQaModel.look();
    turns = all.length;
    drawAgain();
  };

  /* ---- warming up ---- */
  const banner = make("p", "pb-banner", say.warmingUp);
  banner.setAttribute("role", "status");
  banner.hidden = true;
  const poll = async () => {
    let state = null;
    try {
      state = await (await fetch("page/status")).json();
    } catch { /* said below */ }
    ready = state !== null && state.ready;
    const busy = state !== null && Boolean(state.notice);
    banner.hidden = ready && !busy;
    banner.classList.toggle("pb-failed", state === null || Boolean(state.message));
    banner.textContent = state === null
      ? say.lost : state.message || state.notice || say.warmingUp;
    if (ready) changed();
    setTimeout(poll, ready && !busy ? 15000 : 700);
  };

  /* ---- delegation ---- */
  document.addEventListener("click", async (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (!target) return;
    const on = (selector) => target.closest(selector);
    const chip = on("button[data-document], a[data-document]");
    if (chip && (event.ctrlKey || event.metaKey || event.shiftKey) && chip.href) return;
    if (chip) {
      event.preventDefault();
      return void openSource(chip);
    }
    const example = on(".pb-example");
    if (example) return void ask(example.dataset.question);
    const copied = on("button[data-copy]");
    if (copied) return void tell(await copy(copied.dataset.copy) ? say.copied : say.copyFailed);
    const link = on("[data-matches]");
    if (link) return void showMatches(link);
    if (on("[data-to-quote]")) return void showQuote();
    const cut = on(".pb-cut");
    if (cut) {
      const lines = [...content.querySelectorAll(".pb-text > p[id]")];
      const wanted = Number(cut.dataset.line);
      const line = lines.find((p) => Number(p.id.slice(8)) >= wanted) || lines.at(-1);
      if (line) {
        line.scrollIntoView({ block: "center" });
        line.classList.add("pb-flash");
        setTimeout(() => line.classList.remove("pb-flash"), 1600);
      }
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !document.querySelector("dialog[open]")) closeSource();
  });
  // Enter that ends the choice of a Chinese word is not the Enter that asks.
  for (const kind of ["keydown", "keypress"]) {
    window.addEventListener(kind, (event) => {
      if (event.key === "Enter" && (event.isComposing || event.keyCode === 229)) {
        event.stopImmediatePropagation();
      }
    }, true);
  }

  window.addEventListener("hashchange", openAddress);

  window.pbQa = { connect, tell, readopt, closeSource, sourceGone, make, button, chinese };
  document.addEventListener("DOMContentLoaded", () => {
    const title = make("h1", "", say.title);
    title.id = "pb-title";
    document.body.prepend(banner, title);
    document.body.append(panel, toast);
    openAddress();
    watchTab();
    poll();
  });
})();

"use strict";
/* Who words the answers: the switch beside the question, and the panel of the model. */
(() => {
  const { make, button, tell, chinese } = window.pbQa;
  const say = chinese ? {
    mode: "回答方式", extractive: "原文摘录", generative: "智能归纳",
    extractiveHint: "只摘录文件里的原话",
    generativeHint: "由语言模型归纳，每句对照原文核对后才显示",
    short: "设置", settings: "智能归纳的设置", testing: "正在测试…",
    lost: "没能连上程序。请确认程序还在运行，再试一次。",
  } : {
    mode: "How to answer", extractive: "Quotes", generative: "Summary",
    extractiveHint: "The documents' own words only",
    generativeHint: "Worded by a language model; each sentence is checked before it is shown",
    short: "⚙", settings: "Settings for summaries", testing: "Testing…",
    lost: "The program does not answer. Check that it is running.",
  };
  const KEY = "pb_qa-mode";
  const AGAIN_MS = 60000;
  const SOON_MS = 700;

  /* Until the program has told, there is no model. */
  let model = { state: "unknown", label: "", title: "" };
  let root = null;
  let timer;

  // Who has set a model wants it, unless they have chosen otherwise in this browser.
  const wanted = () => localStorage.getItem(KEY) || "generative";
  const offered = () => model.state === "ready" || model.state === "checking";
  const mode = () => (offered() && wanted() === "generative" ? "generative" : "extractive");

  const choice = (value, text, hint) => {
    const label = make("label");
    label.title = hint;
    const input = make("input");
    Object.assign(input, { type: "radio", name: "pb-mode", value });
    input.addEventListener("change", () => {
      localStorage.setItem(KEY, value);
      draw();
    });
    // What cannot be chosen says why, and what to do.
    label.addEventListener("click", () => { if (input.disabled) openPanel(); });
    label.append(input, make("span", "", text));
    return label;
  };

  const draw = () => {
    if (!root) return;
    const now = mode();
    for (const input of root.querySelectorAll("input")) {
      input.checked = input.value === now;
      input.disabled = input.value === "generative" && !offered();
    }
    const named = root.querySelector(".pb-model");
    named.replaceChildren(
      make("span", "pb-model-name", model.label), make("span", "pb-model-short", say.short));
    named.title = `${model.label}\n${model.title}`;
    named.setAttribute("aria-label", `${model.label} · ${say.settings}`);
    named.dataset.state = model.state;
    named.hidden = !model.label;
  };

  const attach = (element) => {
    root = element;
    const set = make("fieldset", "pb-mode");
    set.append(
      make("legend", "pb-hidden", say.mode),
      choice("extractive", say.extractive, say.extractiveHint),
      choice("generative", say.generative, say.generativeHint));
    root.replaceChildren(set, button("pb-model", "", openPanel));
    draw();
    // Whoever loads the page anew wants to know how it is now.
    refresh().then(() => { if (model.state === "failed") tryAgain(); });
  };

  /* What has gone wrong may have been mended: it is tried again while the page is looked at. */
  const learn = (state) => {
    model = state;
    draw();
    clearTimeout(timer);
    if (model.state === "checking") timer = setTimeout(refresh, SOON_MS);
    if (model.state === "failed") timer = setTimeout(tryAgain, AGAIN_MS);
  };
  const refresh = async () => {
    try {
      learn(await (await fetch("page/model")).json());
    } catch {
      timer = setTimeout(refresh, AGAIN_MS);
    }
  };
  const test = async () => (await fetch("page/model/test", { method: "POST" })).json();
  const tryAgain = async () => {
    if (document.hidden) return void (timer = setTimeout(tryAgain, AGAIN_MS));
    try {
      learn((await test()).state);
    } catch {
      timer = setTimeout(tryAgain, AGAIN_MS);
    }
  };

  /* When quotes stand in for its words, it may be down by now. */
  let missed = false;
  const look = () => {
    const now = Boolean(document.querySelector("#pb-current .pb-unused"));
    if (now && !missed) tryAgain();
    missed = now;
  };

  /* ---- the panel ---- */
  const openPanel = async () => {
    const dialog = make("dialog", "pb-dialog pb-model-panel");
    dialog.setAttribute("aria-labelledby", "pb-model-heading");
    dialog.addEventListener("close", () => dialog.remove());
    try {
      dialog.innerHTML = await (await fetch("page/model/panel")).text();
    } catch {
      return void tell(say.lost);
    }
    dialog.addEventListener("click", (event) => {
      if (event.target.closest("[data-model-close]") || event.target === dialog) dialog.close();
      const tested = event.target.closest("[data-model-test]");
      if (tested) runTest(dialog, tested);
    });
    document.body.append(dialog);
    dialog.showModal();
  };
  const runTest = async (dialog, tested) => {
    const place = dialog.querySelector("[data-model-result]");
    tested.disabled = true;
    place.replaceChildren(make("p", "pb-muted", say.testing));
    try {
      const { result, state } = await test();
      place.innerHTML = result;
      learn(state);
    } catch {
      place.replaceChildren(make("p", "pb-model-bad", say.lost));
    }
    tested.disabled = false;
    tested.focus();
  };

  window.pbQaModel = { attach, mode, look };
})();

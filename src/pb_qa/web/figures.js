"use strict";
/* The figures page. Its whole state is the address after "#figures?", which the server
   reads as it is; links change the address, and each change fetches what it names. */
(() => {
  const FILTERS = ["collection", "place", "from", "to", "unit", "document", "measure"];
  const MOST_PIXELS = 8000;
  const RANGE = "pb_qa-range";
  let root = null;
  let request = 0;
  let shown = null;
  let drawnAt = 0;

  const { here, query, selected, sync, startAt } = window.pbQaTabs.page("figures", {
    changed: (active) => {
      document.body.classList.toggle("pb-wide", active);
      if (active) show();
    },
    show: () => show(),
  });
  const state = () => new URLSearchParams(query());
  const part = (selector) => root && root.querySelector(selector);

  /* ---- the address ---- */
  const go = (parameters) => {
    const text = parameters.toString();
    const address = text ? `#figures?${text}` : "#figures";
    if (address === location.hash) show(true);
    else location.hash = address;
  };
  const asked = () => {
    const form = part(".pb-lookup");
    const parameters = new URLSearchParams();
    const view = state().get("view");
    if (view) parameters.set("view", view);
    const names = view === "disagreements" ? ["q", "collection"] : ["q", ...FILTERS];
    for (const name of names) {
      const value = form.elements[name].value.trim();
      if (value) parameters.set(name, value);
    }
    return parameters;
  };

  /* ---- the folder that everything is limited to, remembered in this browser ---- */
  const offer = (select, name) => {
    const known = [...select.options].some((option) => option.value === name);
    if (name && !known) select.append(new Option(name, name));
  };
  const startInRange = () => {
    const name = localStorage.getItem(RANGE) || "";
    const there = [...part(".pb-lookup").elements.collection.options].some(
      (option) => name && option.value === name);
    if (!there) return;
    startAt(`#figures?${new URLSearchParams({ collection: name })}`);
  };

  /* ---- showing ---- */
  const fill = () => {
    const given = state();
    const view = given.get("view") || "search";
    const form = part(".pb-lookup");
    offer(form.elements.collection, given.get("collection"));
    for (const name of ["q", ...FILTERS]) form.elements[name].value = given.get(name) || "";
    const words = form.elements.q;
    words.placeholder = view === "disagreements" ? words.dataset.filterHint : words.dataset.hint;
    const filters = part(".pb-filters");
    // What documents disagree about is limited to a folder and by nothing else.
    const folders = form.elements.collection.closest(".pb-field");
    const onlyFolders = view === "disagreements";
    filters.hidden = onlyFolders && folders.hidden;
    for (const field of filters.querySelectorAll(".pb-field")) {
      if (field !== folders) field.hidden = onlyFolders;
    }
    const active = FILTERS.filter((name) => given.get(name)).length;
    part(".pb-filter-count").textContent = active ? ` ${active}` : "";
    part("[data-clear-filters]").hidden = !active;
    const wide = matchMedia("(min-width: 701px)").matches;
    if (view !== filters.dataset.view) filters.open = wide && view !== "compare";
    if (active && wide) filters.open = true;
    filters.dataset.view = view;
    root.querySelectorAll(".pb-view").forEach((link) => {
      link.href = `#figures?${new URLSearchParams({
        ...(link.dataset.view === "search" ? {} : { view: link.dataset.view }),
        ...(given.get("collection") ? { collection: given.get("collection") } : {}) })}`;
      if (link.dataset.view === view) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    });
  };

  // What the frame of the chart leaves of the width; see .pb-figure-chart.
  const chartWidth = (results) => {
    const frame = results.clientWidth > 624 ? 32 : 18;
    return Math.min(Math.max(Math.floor(results.clientWidth) - frame, 240), 1600);
  };
  const focusedKey = (results) => {
    const active = document.activeElement;
    return active && results.contains(active) ? active.dataset.key || "" : null;
  };
  const refocus = (results, key) => {
    if (key === null) return;
    const same = key && results.querySelector(`[data-key="${CSS.escape(key)}"]`);
    const target = same || results.querySelector("[aria-current='location']") || results;
    target.focus({ preventScroll: true });
  };

  const show = async (anew = false) => {
    const results = part(".pb-results");
    if (!results || !here() || !selected()) return;
    const wanted = query();
    const width = chartWidth(results);
    if (!anew && wanted === shown && width === drawnAt) return;
    const mine = ++request;
    const before = new URLSearchParams(shown || "");
    const elsewhere = shown !== null && ["view", "q", "page"].some(
      (name) => state().get(name) !== before.get(name));
    if (wanted !== shown) fill();
    shown = wanted;
    drawnAt = width;
    results.setAttribute("aria-busy", "true");
    if (!results.childElementCount) results.textContent = results.dataset.loading;
    const parameters = state();
    parameters.set("width", width);
    let html;
    try {
      const response = await fetch(`page/figures/view?${parameters}`,
        { credentials: "same-origin" });
      if (!response.ok) throw Object.assign(new Error(), { told: results.dataset.unexpected });
      html = await response.text();
    } catch (error) {
      if (mine !== request) return;
      shown = null;
      const said = document.createElement("p");
      said.className = "pb-note";
      said.setAttribute("role", "alert");
      said.textContent = error.told || results.dataset.unreachable;
      results.replaceChildren(said);
      results.removeAttribute("aria-busy");
      return;
    }
    if (mine !== request) return;
    const key = focusedKey(results);
    const wasOpen = results.querySelector(".pb-lines")?.open;
    results.innerHTML = html;
    const lines = results.querySelector(".pb-lines");
    if (lines && wasOpen !== undefined) lines.open = wasOpen;
    results.removeAttribute("aria-busy");
    window.pbQa.readopt(results);
    refocus(results, key);
    const told = results.querySelector(".pb-total, .pb-abstained, .pb-empty, .pb-error, h3");
    part("[data-said]").textContent = told ? told.textContent : "";
    if (elsewhere && results.getBoundingClientRect().top < 0) results.scrollIntoView();
  };

  /* ---- the tab ---- */
  const attach = async (element) => {
    root = element;
    const response = await fetch("page/figures/form", { credentials: "same-origin" })
      .catch(() => null);
    if (!response || !response.ok) return void setTimeout(() => attach(element), 1500);
    root.innerHTML = await response.text();
    const results = part(".pb-results");
    results.tabIndex = -1;
    let timer;
    new ResizeObserver(() => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const charted = results.querySelector(".pb-chart");
        if (charted && Math.abs(chartWidth(results) - drawnAt) > 8) show();
      }, 150);
    }).observe(results);
    shown = null;
    startInRange();
    sync();
  };

  /* ---- files ---- */
  const save = (blob, response) => {
    const named = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get("content-disposition"));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = named ? decodeURIComponent(named[1]) : "";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  };
  const fetched = async (address) => {
    const response = await fetch(address, { credentials: "same-origin" });
    if (response.ok) return response;
    const message = response.status < 500 ? await response.text() : "";
    throw Object.assign(new Error(message), { told: message });
  };
  const picture = (text) => new Promise((done, fail) => {
    const image = new Image();
    image.addEventListener("load", () => done(image));
    image.addEventListener("error", () => fail(new Error("image")));
    image.src = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  });
  const rasterised = async (text) => {
    const image = await picture(text);
    const scale = Math.min(2.5, MOST_PIXELS / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(image.src);
    return new Promise((done, fail) => canvas.toBlob(
      (blob) => blob ? done(blob) : fail(new Error("canvas")), "image/png"));
  };
  const exportFile = async (button) => {
    const say = button.closest(".pb-exports").dataset;
    button.disabled = true;
    window.pbQa.tell(say.busy, 600000);
    try {
      const { export: address, exportImage } = button.dataset;
      const response = await fetched(address || exportImage);
      save(address ? await response.blob() : await rasterised(await response.text()), response);
      window.pbQa.tell(say.done);
    } catch (error) {
      window.pbQa.tell(error.told || say.failed, 6000);
    }
    button.disabled = false;
  };

  /* ---- what readers do ---- */
  const inside = (target) => root && target instanceof Element && root.contains(target);
  document.addEventListener("submit", (event) => {
    if (!inside(event.target)) return;
    event.preventDefault();
    if (event.target.matches(".pb-lookup")) go(asked());
    const jump = event.target.dataset.jump;
    if (jump !== undefined) {
      const parameters = new URLSearchParams(jump);
      parameters.set("page", event.target.elements.page.value || "1");
      go(parameters);
    }
  });
  document.addEventListener("change", (event) => {
    if (!inside(event.target)) return;
    if (event.target.name === "collection") localStorage.setItem(RANGE, event.target.value);
    if (event.target.closest(".pb-fields")) return void go(asked());
    const options = event.target.closest(".pb-options");
    if (options) {
      const parameters = new URLSearchParams(options.dataset.options);
      new FormData(options).forEach((value, name) => parameters.append(name, value));
      go(parameters);
    }
  });
  document.addEventListener("click", (event) => {
    if (!inside(event.target)) return;
    const button = event.target.closest("[data-export], [data-export-image]");
    if (button) return void exportFile(button);
    if (event.target.closest("[data-clear-filters]")) {
      FILTERS.forEach((name) => { part(".pb-lookup").elements[name].value = ""; });
      return void go(asked());
    }
    const row = event.target.closest("tr.pb-figure");
    if (row && !event.target.closest("a, button") && !String(getSelection())) {
      row.querySelector(".pb-figure-open").click();
    }
  });
  document.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !inside(event.target) || !event.target.matches(".pb-figure-open")) return;
    const all = [...root.querySelectorAll(".pb-figure-open")];
    const next = all[all.indexOf(event.target) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
    if (document.body.classList.contains("pb-source-open")) next.click();
  });
  window.pbQaFigures = { attach };
})();

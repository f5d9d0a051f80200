"use strict";
/* The documents' page: its list, and the panel of one document beside it. The whole state
   is the address after "#documents?": what the server reads makes the list, the rest says
   which document is open, and at which of its parts. Adding files is intake.js. */
(() => {
  const { make, button, chinese } = window.pbQa;
  const say = chinese
    ? { chosen: (n) => `已选 ${n} 份`, remove: "移出", unchoose: "取消选择" }
    : { chosen: (n) => `${n} selected`, remove: "Remove", unchoose: "Clear selection" };

  const LIST = ["show", "q", "collection", "issuer", "year", "order", "desc", "page"];
  const FILTERS = ["collection", "issuer", "year"];
  const SIDE = ["open", "section", "version", "at", "leaf", "first", "old", "new"];
  let root = null;
  let listed = null;
  let listRequest = 0;
  const chosen = new Map();

  const get = (address) => fetch(address, { credentials: "same-origin" });
  const part = (selector) => root && root.querySelector(selector);

  /* ---- the address ---- */
  const { here, query, selected, sync } = window.pbQaTabs.page("documents", {
    changed: (active) => {
      document.body.classList.toggle("pb-wide-documents", active);
      if (active) show(true);
      else window.pbQaRecord.hide();
      if (root) showChosen();
      window.pbQaIntake.attend(active);
    },
    show: () => show(),
  });
  const state = () => new URLSearchParams(query());
  const picked = (parameters, names) => {
    const found = new URLSearchParams();
    for (const name of names) if (parameters.get(name)) found.set(name, parameters.get(name));
    return found;
  };
  const addressOf = (list, side) => {
    const text = [picked(list, LIST), picked(side, SIDE)].map(String).filter(Boolean).join("&");
    return text ? `#documents?${text}` : "#documents";
  };
  const go = (list, side, quietly = false) => {
    const address = addressOf(list, side);
    if (quietly) history.replaceState(null, "", address);
    else if (address !== location.hash) return void (location.hash = address);
    show();
  };
  const asked = () => {
    const form = part(".pb-lookup");
    const parameters = picked(state(), ["show", "order", "desc"]);
    for (const name of ["q", ...FILTERS]) {
      const value = form.elements[name].value.trim();
      if (value) parameters.set(name, value);
    }
    return parameters;
  };

  /* ---- the list ---- */
  const fillOptions = (results) => {
    results.querySelectorAll("template[data-options]").forEach((template) => {
      const select = part(`.pb-lookup select[name="${template.dataset.options}"]`);
      const wanted = state().get(template.dataset.options) || "";
      select.replaceChildren(select.options[0], template.content.cloneNode(true));
      select.value = wanted;
      if (select.value !== wanted) {
        select.append(new Option(wanted, wanted));
        select.value = wanted;
      }
    });
    const counts = results.querySelector("[data-counts]");
    if (counts) {
      root.querySelectorAll("[data-count]").forEach((place) => {
        const count = Number(counts.dataset[place.dataset.count] || 0);
        place.textContent = count ? ` ${count.toLocaleString()}` : "";
      });
    }
    window.pbQaSending.offerFolders(
      [...results.querySelectorAll("template[data-options='collection']")].flatMap(
        (template) => [...template.content.querySelectorAll("option")].map((one) => one.value)));
  };
  const fillForm = () => {
    const given = state();
    const words = part(".pb-lookup").elements.q;
    if (document.activeElement !== words) words.value = given.get("q") || "";
    const view = given.get("show") || "all";
    root.querySelectorAll(".pb-view").forEach((link) => {
      if (link.dataset.show === view) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    });
    part(".pb-lookup .pb-fields").hidden = view === "trash";
    part("[data-clear-filters]").hidden = !FILTERS.some((name) => given.get(name));
  };
  const showList = async (anew) => {
    const results = part(".pb-results");
    const wanted = picked(state(), LIST).toString();
    if (!anew && wanted === listed) return markOpen();
    const mine = ++listRequest;
    const elsewhere = listed !== null && wanted !== listed;
    listed = wanted;
    fillForm();
    if (elsewhere) results.setAttribute("aria-busy", "true");
    if (!results.childElementCount) results.textContent = results.dataset.loading;
    let html;
    try {
      const response = await get(`page/documents/list?${wanted}`);
      if (!response.ok) throw Object.assign(new Error(), { told: results.dataset.unexpected });
      html = await response.text();
    } catch (error) {
      if (mine !== listRequest) return;
      listed = null;
      const said = make("p", "pb-note", error.told || results.dataset.unreachable);
      said.setAttribute("role", "alert");
      results.replaceChildren(said);
      results.removeAttribute("aria-busy");
      return;
    }
    if (mine !== listRequest) return;
    const active = document.activeElement;
    const key = active && results.contains(active) ? active.dataset.key || active.value : null;
    const unfolded = [...results.querySelectorAll("details[open][data-key]")].map(
      (one) => one.dataset.key);
    results.innerHTML = html;
    results.removeAttribute("aria-busy");
    results.querySelectorAll("details[data-key]").forEach((one) => {
      one.open = unfolded.includes(one.dataset.key);
    });
    if (key) {
      const same = [...results.querySelectorAll("[data-key], [data-pick]")].find(
        (one) => (one.dataset.key || one.value) === key);
      (same || results).focus({ preventScroll: true });
    }
    fillOptions(results);
    showChosen();
    markOpen();
    const told = results.querySelector(".pb-total, .pb-abstained, .pb-empty, .pb-error");
    if (elsewhere) part("[data-said]").textContent = told ? told.textContent : "";
  };

  const markOpen = () => {
    const open = state().get("open");
    root.querySelectorAll("[data-open]").forEach((link) => {
      if (link.dataset.open === open) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    });
  };
  const close = () => {
    const id = state().get("open");
    go(state(), new URLSearchParams());
    if (id) part(`[data-open="${CSS.escape(id)}"]`)?.focus();
  };

  /* ---- choosing ---- */
  const bar = make("div", "pb-selection");
  bar.hidden = true;
  bar.setAttribute("role", "status");
  const said = make("span");
  bar.append(
    said,
    button("pb-danger", say.remove, () => window.pbQaRecord.confirmRemoval([...chosen.values()])),
    button("pb-quiet", say.unchoose, () => { chosen.clear(); showChosen(); }),
  );
  const showChosen = () => {
    const boxes = [...root.querySelectorAll("[data-pick]")];
    boxes.forEach((box) => { box.checked = chosen.has(box.value); });
    const all = part("[data-pick-all]");
    if (all) all.checked = boxes.length > 0 && boxes.every((box) => box.checked);
    bar.hidden = chosen.size === 0 || !selected();
    said.textContent = say.chosen(chosen.size);
  };
  const forget = (ids) => {
    ids.forEach((id) => chosen.delete(id));
    if (root) showChosen();
  };
  const choose = (box, yes) => {
    const { title, source, reposts, repostOf } = box.dataset;
    if (yes) chosen.set(box.value, { id: box.value, title, source, reposts, repostOf });
    else chosen.delete(box.value);
  };

  const show = (anew = false) => {
    if (!part(".pb-results") || !here() || !selected()) return;
    showList(anew);
    window.pbQaRecord.show(picked(state(), SIDE), anew);
  };

  /* ---- what readers do ---- */
  const inList = (target) => root && target instanceof Element && root.contains(target);
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (inList(form) && form.matches(".pb-lookup")) {
      event.preventDefault();
      go(asked(), state());
    }
  });
  let typing;
  document.addEventListener("input", (event) => {
    if (!inList(event.target) || !event.target.matches(".pb-lookup input[name=q]")) return;
    clearTimeout(typing);
    if (event.isComposing) return;
    typing = setTimeout(() => go(asked(), state(), true), 250);
  });
  document.addEventListener("change", (event) => {
    if (!inList(event.target)) return;
    if (event.target.matches(".pb-lookup select")) return void go(asked(), state());
    if (event.target.matches("[data-pick-all]")) {
      root.querySelectorAll("[data-pick]").forEach((box) => {
        if (!box.closest("details:not([open])")) choose(box, event.target.checked);
      });
      showChosen();
    }
    if (event.target.matches("[data-pick]")) {
      choose(event.target, event.target.checked);
      showChosen();
    }
  });
  const follow = (event, link) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const given = new URLSearchParams(link.getAttribute("href").replace(/^#documents\??/, ""));
    if (!given.get("open")) return go(given, state());
    if (!link.dataset.open) return go(state(), given);
    const side = new URLSearchParams({ open: link.dataset.open });
    const section = state().get("section");
    if (section && section !== "changes") side.set("section", section);
    go(state(), side);
  };
  document.addEventListener("click", (event) => {
    const target = event.target;
    if (!(target instanceof Element)) return;
    const on = (selector) => target.closest(selector);
    const link = on("a[href^='#documents']");
    if (link && (inList(link) || link.closest("#pb-record"))) return void follow(event, link);
    if (!inList(target)) return;
    const seen = on("[data-dismiss]");
    if (seen) return void window.pbQaIntake.dismissRefused([seen.dataset.dismiss], seen);
    const every = on("[data-dismiss-all], [data-dismiss-group]");
    if (every) {
      const group = every.closest(".pb-rejected") || root;
      const names = [...group.querySelectorAll("[data-dismiss]")].map((one) => one.dataset.dismiss);
      return void window.pbQaIntake.dismissRefused(names, every);
    }
    const back = on("[data-put-back]");
    if (back) return void window.pbQaRecord.putBack([back.dataset.putBack], back);
    if (on("[data-clear-filters]")) {
      FILTERS.forEach((name) => { part(".pb-lookup").elements[name].value = ""; });
      return void go(asked(), state());
    }
    const row = on("tr.pb-document-row");
    const free = row && !on("a, button, input, summary, label") && !String(getSelection());
    if (free) row.querySelector("[data-open]")?.click();
  });
  document.addEventListener("keydown", (event) => {
    const open = state().get("open") && selected();
    if (event.key === "Escape" && open && !document.querySelector("dialog[open]")) {
      return void close();
    }
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by || !inList(event.target) || !event.target.matches(".pb-open-record")) return;
    const all = [...root.querySelectorAll(".pb-open-record")].filter((one) => one.offsetParent);
    const next = all[all.indexOf(event.target) + by];
    if (!next) return;
    event.preventDefault();
    next.focus();
    if (open && matchMedia("(min-width: 901px)").matches) next.click();
  });

  /* ---- the tab ---- */
  const attach = async (element) => {
    const response = await get("page/documents/frame").catch(() => null);
    if (!response || !response.ok) return void setTimeout(() => attach(element), 1500);
    root = element;
    root.innerHTML = await response.text();
    part(".pb-results").tabIndex = -1;
    listed = null;
    window.pbQaIntake.attach(part(".pb-intake"));
    window.pbQaSending.attach(part(".pb-intake"));
    sync();
  };

  document.addEventListener("DOMContentLoaded", () => document.body.append(bar));

  window.pbQaDocuments = {
    attach, close, forget,
    refresh: () => show(true),
    openSide: (side, quietly) => go(state(), side, quietly),
  };
})();

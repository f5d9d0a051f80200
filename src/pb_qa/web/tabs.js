"use strict";
/* A tab whose whole state is an address, "#name?…": choosing the tab brings its address back,
   leaving it keeps the address, and an address that leads there chooses the tab. */
(() => {
  const SOON = 50;

  /* changed(active) is told whenever the tab was chosen or left, show() when it is to show
     what its address says. */
  const page = (name, { changed, show }) => {
    const id = `pb-${name}-tab-button`;
    const address = `#${name}`;
    let kept = address;

    const tab = () => document.getElementById(id);
    const here = () => location.hash === address || location.hash.startsWith(`${address}?`);
    const query = () => here() ? location.hash.slice(address.length + 1) : "";
    const selected = () => tab()?.getAttribute("aria-selected") === "true";

    const sync = () => {
      const active = selected();
      if (active && !here()) {
        history.replaceState(null, "", kept);
      } else if (!active && here()) {
        kept = location.hash;
        history.replaceState(null, "", location.pathname + location.search);
      }
      changed(active);
    };
    const open = () => {
      if (!here()) return;
      if (!tab()) return void setTimeout(open, SOON);
      if (!selected()) tab().click();
      else show();
    };
    const watch = () => {
      if (!tab()) return void setTimeout(watch, SOON);
      new MutationObserver(sync).observe(tab(), { attributeFilter: ["aria-selected"] });
      if (here()) open();
      else sync();
    };
    /* Where the tab starts when its address says nothing more. */
    const startAt = (start) => {
      if (kept === address) kept = start;
      if (location.hash === address) history.replaceState(null, "", start);
    };

    // A link of another tab leads here; going back from it leads to the first tab again.
    window.addEventListener("hashchange", () => {
      if (here()) open();
      else if (!location.hash && selected()) {
        [...document.querySelectorAll("[role='tab']")].find((one) => one.offsetParent)?.click();
      }
    });
    document.addEventListener("DOMContentLoaded", watch);
    return { here, query, selected, sync, startAt };
  };

  window.pbQaTabs = { page };
})();

"""Whether the words of a page stand out from their ground (WCAG AA: 4.5 to 1)."""

from __future__ import annotations

from playwright.sync_api import Page

_CONTRAST = """([chosen, left_out]) => {
  const light = (c) => { const l = c.map((v) => { v /= 255;
      return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; });
    return .2126 * l[0] + .7152 * l[1] + .0722 * l[2]; };
  const rgba = (text) => text.match(/[\\d.]+/g).map(Number);
  const ground = (e) => { for (; e; e = e.parentElement) {
      const c = rgba(getComputedStyle(e).backgroundColor);
      if (c.length < 4 || c[3] === 1) return c.slice(0, 3); }
    return [255, 255, 255]; };
  const low = [];
  for (const e of document.querySelectorAll(chosen)) {
    const words = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!words || !e.checkVisibility() || e.matches(left_out)) continue;
    const a = light(rgba(getComputedStyle(e).color).slice(0, 3)), b = light(ground(e));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) low.push([e.className, e.textContent.slice(0, 20), ratio]);
  }
  return low;
}"""


def low_contrast(page: Page, chosen: str, left_out: str) -> list[object]:
    """The elements with words of too little contrast: class, words and ratio of each."""
    found: list[object] = page.evaluate(_CONTRAST, [chosen, left_out])
    return found

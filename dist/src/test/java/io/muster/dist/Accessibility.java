package io.muster.dist;

/// What a page owes to those who do not see it, or do not see it well, as far as a script can find out.
final class Accessibility {
    /// A script that returns the page's faults as a JSON list. Contrast is that of WCAG 2.2, level AA.
    static final String FAULTS = """
            const faults = [];
            const once = (css) => {
              const found = document.querySelectorAll(css).length;
              if (found !== 1) { faults.push(found + " of " + css); }
            };
            ["main", "h1", "header", "footer", "title"].forEach(once);
            if (!document.documentElement.lang) { faults.push("no language"); }
            let level = 0;
            for (const heading of document.querySelectorAll("h1, h2, h3, h4")) {
              const own = Number(heading.localName.substring(1));
              if (own > level + 1) { faults.push("heading leaps: " + heading.textContent); }
              level = own;
            }
            const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
            ids.filter((id, i) => ids.indexOf(id) !== i).forEach((id) => faults.push("twice: #" + id));
            for (const e of document.querySelectorAll("[aria-labelledby], [aria-describedby]")) {
              for (const name of ["aria-labelledby", "aria-describedby"]) {
                for (const id of (e.getAttribute(name) || "").split(" ").filter(Boolean)) {
                  if (!document.getElementById(id)) { faults.push(name + " leads nowhere: " + id); }
                }
              }
            }
            for (const e of document.querySelectorAll("input")) {
              if (e.labels.length === 0) { faults.push("input without a label: " + e.name); }
            }
            for (const e of document.querySelectorAll("a, button, summary")) {
              if (!e.textContent.trim() && !e.ariaLabel) { faults.push("nameless " + e.outerHTML); }
            }
            for (const e of document.querySelectorAll("img:not([alt])")) {
              faults.push("image without a text: " + e.outerHTML);
            }
            const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
            const luminance = (rgb) => {
              const [r, g, b] = rgb.slice(0, 3).map((c) => c / 255)
                  .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
              return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const ground = (e) => {
              for (let at = e; at; at = at.parentElement) {
                const found = channels(getComputedStyle(at).backgroundColor);
                if (found.length < 4 || found[3] === 1) { return found; }
              }
              return [255, 255, 255];
            };
            for (const e of document.querySelectorAll("body *")) {
              const own = [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim());
              const box = e.getBoundingClientRect();
              if (!own || box.width < 2 || getComputedStyle(e).visibility === "hidden") { continue; }
              const style = getComputedStyle(e);
              const pair = [luminance(channels(style.color)), luminance(ground(e))].sort((a, b) => b - a);
              const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
              const large = parseFloat(style.fontSize) >= 24
                  || (parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700);
              if (ratio < (large ? 3 : 4.5)) {
                faults.push("contrast " + ratio.toFixed(2) + ": " + e.textContent.trim().substring(0, 40));
              }
            }
            return JSON.stringify(faults);
            """;

    private Accessibility() {}
}

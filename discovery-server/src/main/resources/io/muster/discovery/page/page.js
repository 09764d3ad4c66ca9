// Copies what a button stands beside, and keeps a token's page as the server sees it. The page is whole without this.
"use strict";

document.documentElement.classList.add("scripted");

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copy]");
  if (!button) {
    return;
  }
  const label = button.firstChild;
  const text = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(text.textContent);
    label.data = "Copied";
  } catch {
    // without a secure connection browsers keep their clipboard to themselves: the next best is a selection
    getSelection().selectAllChildren(text);
    label.data = "Selected";
  }
  setTimeout(() => { label.data = "Copy"; }, 2000);
});

const live = document.getElementById("live");
if (live) {
  const announcement = document.getElementById("announcement");
  const lost = document.getElementById("lost");
  const source = new EventSource("/" + live.dataset.token);
  source.addEventListener("open", () => { lost.hidden = true; });
  source.addEventListener("error", () => { lost.hidden = false; });
  source.addEventListener("token", (event) => {
    const told = JSON.parse(event.data);
    lost.hidden = true;
    if (show(told.html)) {
      document.title = told.title;
      announcement.textContent = told.announcement;
    }
  });
}

// Takes over what differs, and leaves the rest alone: what somebody has opened, selected or focused stays so.
function show(html) {
  const fresh = document.createElement("div");
  fresh.innerHTML = html;
  const before = live.textContent;
  merge(live, fresh);
  return live.textContent !== before;
}

function merge(old, fresh) {
  const kept = new Set();
  parts(fresh).forEach((wanted, i) => {
    const known = parts(old).find((node) => !kept.has(node) && sameKind(node, wanted));
    const place = parts(old)[i] ?? null;
    if (!known) {
      wanted.classList?.toggle("fresh", wanted.localName === "li");
      old.insertBefore(wanted, place);
      kept.add(wanted);
      return;
    }
    if (known !== place) {
      old.insertBefore(known, place);
    }
    kept.add(known);
    update(known, wanted);
  });
  parts(old).filter((node) => !kept.has(node)).forEach((node) => node.remove());
}

function update(known, wanted) {
  if (known.nodeType === Node.TEXT_NODE) {
    if (known.data !== wanted.data) {
      known.data = wanted.data;
    }
  } else if (known.outerHTML !== wanted.outerHTML) {
    for (const { name, value } of wanted.attributes) {
      if (known.getAttribute(name) !== value) {
        known.setAttribute(name, value);
      }
    }
    merge(known, wanted);
  }
}

// What there is to see: the blanks between elements are not.
function parts(element) {
  return [...element.childNodes].filter((node) => node.nodeType !== Node.TEXT_NODE || node.data.trim());
}

function sameKind(one, other) {
  return one.nodeType === other.nodeType && one.nodeName === other.nodeName && one.id === other.id;
}

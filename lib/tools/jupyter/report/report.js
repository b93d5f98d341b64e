// Runs on a report's page, and nothing else does: the page's policy names this script by its hash.
const button = document.getElementById("code");
const show = (hidden) => {
  document.documentElement.classList.toggle("without-code", hidden);
  button.setAttribute("aria-pressed", hidden);
  button.textContent = hidden ? "Show code" : "Hide code";
};
// Code stays hidden from page to page. A browser may keep nothing for a file.
try {
  show(localStorage.getItem("code") === "hidden");
} catch {
  show(false);
}
button.onclick = () => {
  const hidden = button.getAttribute("aria-pressed") === "false";
  show(hidden);
  try {
    localStorage.setItem("code", hidden ? "hidden" : "shown");
  } catch {
    // The next page shows the code again.
  }
};

for (const banner of document.querySelectorAll(".banner")) {
  document.getElementById("banners").append(banner.cloneNode(true));
}

for (const table of document.querySelectorAll("main table")) {
  const rows = table.querySelectorAll("tbody tr").length;
  if (rows <= 15) continue;
  const more = document.createElement("button");
  more.type = "button";
  more.textContent = `Show all ${rows} rows`;
  more.onclick = () => {
    table.classList.remove("folded");
    more.remove();
  };
  table.classList.add("folded");
  table.after(more);
}

for (const box of document.querySelectorAll("main pre, main figure, main .jp-OutputArea-output")) {
  if (box.scrollWidth > box.clientWidth) box.tabIndex = 0; // so that its right side can be reached by keyboard
}

const links = new Map();
for (const heading of document.querySelectorAll(".jp-MarkdownCell :is(h2, h3)[id]")) {
  const entry = document.createElement("li");
  entry.classList.toggle("deeper", heading.localName === "h3");
  const link = document.createElement("a");
  link.href = `#${encodeURIComponent(heading.id)}`;
  link.textContent = heading.textContent.replace(/¶$/, "");
  entry.append(link);
  document.querySelector(".contents ol").append(entry);
  links.set(heading, link);
}
const watch = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    for (const link of links.values()) link.removeAttribute("aria-current");
    links.get(target).setAttribute("aria-current", "true");
  }
}, { rootMargin: "0px 0px -70% 0px" });
for (const heading of links.keys()) watch.observe(heading);
if (matchMedia("(max-width: 900px)").matches) document.querySelector(".contents details").open = false;

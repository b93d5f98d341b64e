import { createHash } from "node:crypto";
import { parseHTML } from "linkedom";
import { escapeHtml } from "../plots/figure.ts";
import { page } from "./html_page.ts";

/** An executed notebook, to be made a page. */
export interface ExecutedNotebook {
  title: string;
  /** Its cells and outputs as HTML. */
  body: string;
  /** Why it stopped at a cell, a sentence. Left out if every cell ran. */
  failure?: string;
}

/** Where and how a notebook was executed. */
export interface Execution {
  /** ISO 8601. */
  date: string;
  /** Name of the device. */
  device: string;
  /** What stands at the top of the page. */
  note: string;
  /** Command that executes it again. */
  command: string;
}

/**
 * Returns an executed notebook as a page: contents of its headings at the side, a button that hides the code, long tables
 * folded. Banners of outputs, such as that of made-up data, stand at the top too, and that of a failed cell.
 */
export function notebookPage({ title, body, failure }: ExecutedNotebook, execution: Execution): string {
  const { document } = parseHTML(`<html><body>${body}</body></html>`) as unknown as { document: Document };
  // Scripts are no part of a page that shows what was computed.
  for (const script of document.querySelectorAll("script")) script.remove();
  for (const output of document.querySelectorAll(".output_html, .output_text")) output.setAttribute("tabindex", "0");
  const top = [
    ...[...document.querySelectorAll(".banner")].map((banner) => banner.outerHTML),
    `<p class="note">${escapeHtml(execution.note)}</p>`,
    ...failure ? [`<p class="partial">PARTIAL REPORT. ${escapeHtml(failure)} The cells below it did not run.</p>`] : [],
  ];
  return page({
    title,
    ...execution,
    titled: true,
    policy: `default-src 'none'; script-src '${
      hashOf(script)
    }'; style-src 'unsafe-inline'; img-src data:; font-src data:`,
    contents: contents(document),
    body: `${top.join("\n")}\n${document.body.innerHTML}\n<script>${script}</script>`,
  });
}

/** Returns what a Content-Security-Policy calls a script: no other runs, whatever an output of a cell holds. */
function hashOf(script: string): string {
  return `sha256-${createHash("sha256").update(script).digest("base64")}`;
}

function contents(document: Document): string {
  const entries = [...document.querySelectorAll(".text_cell h2[id], .text_cell h3[id]")].map((heading) => {
    const text = heading.textContent.replace(/¶$/, "");
    const level = heading.localName === "h3" ? ` class="deeper"` : "";
    return `<li${level}><a href="#${encodeURIComponent(heading.id)}">${escapeHtml(text)}</a></li>`;
  });
  return `<nav class="contents" aria-label="Contents">
<details open><summary>Contents</summary><ol>
<li><a href="index.html">All reports</a></li>
${entries.join("\n")}
</ol></details>
<button type="button" id="code" aria-pressed="false">Hide code</button>
</nav>`;
}

/** Code stays hidden from page to page; tables of more than fifteen rows show twelve until a button shows all. */
const script = `
  const root = document.documentElement, button = document.getElementById("code");
  const show = (hidden) => {
    root.classList.toggle("without-code", hidden);
    button.setAttribute("aria-pressed", hidden);
    button.textContent = hidden ? "Show code" : "Hide code";
  };
  try { show(localStorage.getItem("code") === "hidden"); } catch {}
  button.onclick = () => {
    const hidden = !root.classList.contains("without-code");
    show(hidden);
    try { localStorage.setItem("code", hidden ? "hidden" : "shown"); } catch {}
  };
  if (matchMedia("(max-width: 900px)").matches) document.querySelector(".contents details").open = false;
  for (const table of document.querySelectorAll("main table")) {
    const rows = table.querySelectorAll("tbody tr").length;
    if (rows <= 15) continue;
    const more = document.createElement("button");
    more.type = "button";
    more.textContent = "Show all " + rows + " rows";
    more.onclick = () => { table.classList.remove("folded"); more.remove(); };
    table.classList.add("folded");
    table.after(more);
  }
  for (const box of document.querySelectorAll("main pre, main figure, main .output_subarea")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0; // so that its right side can be reached by keyboard
  }
  const links = new Map([...document.querySelectorAll(".contents a[href^='#']")].map((a) => [decodeURIComponent(a.hash.slice(1)), a]));
  const watch = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      for (const a of links.values()) a.removeAttribute("aria-current");
      links.get(target.id).setAttribute("aria-current", "true");
    }
  }, { rootMargin: "0px 0px -70% 0px" });
  for (const id of links.keys()) watch.observe(document.getElementById(id));
`;

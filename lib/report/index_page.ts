import { parseHTML } from "linkedom";
import { exists, writeWhole } from "../system/build_beside.ts";
import { escape } from "../plots/figure.ts";
import { readIfWhole } from "../runs/list_runs.ts";
import type { RunRecord } from "../runs/run_record.ts";
import { claims } from "../claims/claims.ts";
import { claimsTable } from "./claim_notes.ts";

/** What the index tells of a report. */
interface Entry {
  file: string;
  title: string;
  date: string;
  device: string;
  /** The report's first figure. */
  thumbnail: string;
  /** Whether the report is partial, since a cell failed. */
  partial: boolean;
  /** The runs that the report names. */
  runs: RunRecord[];
}

const style = `
  :root { color-scheme: light dark; }
  body { font-family: system-ui, sans-serif; max-width: 1100px; margin: 32px auto; padding: 0 16px; }
  main { display: grid; grid-template-columns: repeat(auto-fill, minmax(320px, 1fr)); gap: 20px; }
  main a { color: inherit; text-decoration: none; border: 1px solid #8886; border-radius: 8px; padding: 16px; }
  main a:hover { border-color: #4269d0; }
  h2 { margin: 0 0 8px; font-size: 18px; }
  .thumbnail { height: 150px; overflow: hidden; }
  .thumbnail svg { width: 100%; height: 100%; }
  p { margin: 6px 0; font-size: 13px; }
  .claims { margin-top: 24px; overflow-x: auto; font-size: 14px; }
  .claims td, .claims th { vertical-align: top; border-top: 1px solid #8884; }
  .library { margin-top: 24px; font-size: 15px; }
  .partial { background: #b3261e; color: white; padding: 4px 8px; font-weight: bold; }
`;

/**
 * Writes a folder's index.html: a card for each report in it, with its first figure, date, device, and of each run that
 * it names the accuracy, epochs and data, the verdicts on the article's claims, and a link to the library's pages if `deno task docs` wrote them. It needs no
 * network.
 */
export async function writeIndex(folder: string): Promise<void> {
  const entries: Entry[] = [];
  for await (const { name } of Deno.readDir(folder)) {
    if (name.endsWith(".html") && name !== "index.html") entries.push(await readReport(folder, name));
  }
  entries.sort((a, b) => a.file.localeCompare(b.file));
  const cards = entries.map(card).join("\n");
  const library = await exists(`${folder}/api/index.html`)
    ? `<p class="library"><a href="api/index.html">The library's functions</a></p>\n`
    : "";
  const verdicts = (await claimsTable(claims, { folder: `${folder}/runs` })).outerHTML;
  await writeWhole(
    `${folder}/index.html`,
    `<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>Reports</title><style>${style}</style></head>\n<body>\n<h1>ResNeXt on UCI-HAR: reports</h1>\n<main>\n${cards}\n</main>\n<section class="claims">${verdicts}</section>\n${library}</body>\n</html>\n`,
  );
}

async function readReport(folder: string, file: string): Promise<Entry> {
  const text = await Deno.readTextFile(`${folder}/${file}`);
  const { document } = parseHTML(text) as unknown as { document: Document };
  const meta = (name: string) => document.querySelector(`meta[name=${name}]`)?.getAttribute("content") ?? "";
  const runs: RunRecord[] = [];
  for (const id of new Set([...text.matchAll(/reports\/runs\/([\w-]+)/g)].map(([, id]) => id))) {
    const record = await readIfWhole(`${folder}/runs/${id}`);
    if (record) runs.push(record);
  }
  return {
    file,
    title: document.title,
    date: meta("date").slice(0, 16).replace("T", " "),
    device: meta("device"),
    thumbnail: firstFigure(document),
    partial: text.includes("PARTIAL REPORT."),
    runs,
  };
}

/** Returns the first figure that is larger than a legend's swatch. */
function firstFigure(document: Document): string {
  const figures = [...document.querySelectorAll("svg[class^=plot-]")];
  return figures.find((svg) => Number(svg.getAttribute("width")) >= 300)?.outerHTML ?? "";
}

function card({ file, title, date, device, thumbnail, partial, runs }: Entry): string {
  const lines = runs.map(({ settings, test, data, stopped }) =>
    `<p><b>${settings.split} split: test accuracy ${test.accuracy.toFixed(4)}</b>, F1 ${
      test.weighted.f1.toFixed(4)
    } (${settings.epochs} epochs${stopped ? ", stopped" : ""})</p><p>${escape(data.title)}</p>`
  );
  const warning = partial ? `<p class="partial">partial: a cell failed</p>` : "";
  return `<a href="${escape(file)}"><h2>${escape(title)}</h2><div class="thumbnail">${thumbnail}</div>${warning}${
    lines.join("")
  }<p>${escape(device)}, ${escape(date)} UTC</p></a>`;
}

import { basename } from "node:path";
import { parseHTML } from "linkedom";
import { runsOf } from "../../settings/environment.ts";
import { exists, writeWhole } from "../../system/files.ts";
import { articleResults } from "../../results/metrics/article_results.ts";
import { escapeHtml } from "../plots/figure.ts";
import { keptFolder as keptStudies } from "../../results/runs/kept_records.ts";
import { findRecord, type RunsOptions } from "../../results/runs/list_runs.ts";
import type { RunRecord } from "../../results/runs/run_record.ts";
import { claimsTable } from "./claim_notes.ts";
import { page } from "./html_page.ts";

/** What the index tells of a report. */
interface Entry {
  file: string;
  title: string;
  date: string;
  device: string;
  /** Command that makes it again; empty if the page does not tell. */
  command: string;
  /** The figure of the cell that is tagged "cover", else the first. */
  thumbnail: string;
  /** Whether the report is partial, since a cell failed. */
  partial: boolean;
  /** The runs that the report names. */
  runs: RunRecord[];
}

/** Pages that are no reports. */
const others = ["index.html", "runs.html"];

const style = `
  .cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(290px, 1fr)); gap: 20px; }
  .cards article { border: 1px solid var(--line); border-radius: 8px; padding: 16px; overflow: hidden; }
  .cards h2 { margin: 0 0 8px; font-size: 18px; }
  .thumbnail { height: 170px; overflow: hidden; }
  .thumbnail svg { width: 100%; height: 100%; }
  .cards p { margin: 6px 0; font-size: 13px; }
  .claims { margin-top: 32px; overflow-x: auto; }
  .claims td { vertical-align: top; }
`;

/**
 * Writes a folder's index.html: a card for each report in it, with the figure of its cell that is tagged "cover", date,
 * device, command, and of each run that it names accuracy, epochs and data, beside the article's accuracy, where it was
 * trained, and whether it came with the project; the verdicts on the article's claims; links to the page of runs and to
 * the library's pages, where they are. It needs no network.
 */
export async function writeIndex(
  folder: string,
  { keptFolder = keptStudies }: Pick<RunsOptions, "keptFolder"> = {},
): Promise<void> {
  const entries: Entry[] = [];
  const records = { folder: runsOf(folder), keptFolder };
  for await (const { name } of Deno.readDir(folder)) {
    if (name.endsWith(".html") && !others.includes(name)) entries.push(await readReport(`${folder}/${name}`, records));
  }
  entries.sort((a, b) => a.file.localeCompare(b.file));
  const cards = entries.map(card).join("\n");
  const links = [
    { file: "runs.html", text: "All runs: filter, sort, compare" },
    { file: "api/index.html", text: "The library's functions" },
  ];
  const there = await Promise.all(links.map(({ file }) => exists(`${folder}/${file}`)));
  const more = links.filter((_, i) => there[i]).map(({ file, text }) => `<a href="${file}">${text}</a>`).join(" · ");
  const verdicts = (await claimsTable(records)).outerHTML;
  await writeWhole(
    `${folder}/index.html`,
    page({
      title: "ResNeXt on UCI-HAR: reports",
      date: entries.map(({ date }) => date).sort().at(-1) ?? "",
      device: [...new Set(entries.map(({ device }) => device))].join(", "),
      body:
        `<style>${style}</style>\n<p>${more}</p>\n<div class="cards">\n${cards}\n</div>\n<section class="claims" tabindex="0" aria-label="Verdicts">${verdicts}</section>`,
    }),
  );
}

async function readReport(path: string, records: RunsOptions): Promise<Entry> {
  const text = await Deno.readTextFile(path);
  const { document } = parseHTML(text) as unknown as { document: Document };
  const meta = (name: string) => document.querySelector(`meta[name=${name}]`)?.getAttribute("content") ?? "";
  const runs: RunRecord[] = [];
  for (const id of new Set([...text.matchAll(/reports\/runs\/([\w-]+)/g)].map(([, id]) => id))) {
    const record = await findRecord(id, records).catch((error) => console.error(`Skipped a run: ${error.message}`));
    if (record) runs.push(record);
  }
  return {
    file: basename(path),
    title: document.title,
    date: meta("date").slice(0, 16).replace("T", " "),
    device: meta("device"),
    command: meta("command"),
    thumbnail: cover(document),
    partial: text.includes("PARTIAL REPORT."),
    runs,
  };
}

/** Returns the cover, or the first figure that is larger than a legend's swatch. */
function cover(document: Document): string {
  const all = "svg[class^=plot-]";
  const figures = [...document.querySelectorAll(`.celltag_cover ${all}`), ...document.querySelectorAll(all)];
  return figures.find((svg) => Number(svg.getAttribute("width")) >= 300)?.outerHTML ?? "";
}

function card({ file, title, date, device, command, thumbnail, partial, runs }: Entry): string {
  const lines = runs.map(({ settings, test, data, stopped, device, startedAt, kept }) => {
    const article = settings.split === "random" ? `; article: ${articleResults.testAccuracy}` : "";
    const trained = `trained ${kept ? "elsewhere" : "here"} on ${device.name}, ${startedAt.slice(0, 10)}${
      kept ? "; came with the project" : ""
    }`;
    return `<p><b>${settings.split} split: test accuracy ${test.accuracy.toFixed(4)}</b>, F1 ${
      test.weighted.f1.toFixed(4)
    } (${settings.epochs} epochs${stopped ? ", stopped" : ""}${article})</p><p>${escapeHtml(trained)}</p><p>${
      escapeHtml(data.title)
    }</p>`;
  });
  const warning = partial ? `<p class="partial">partial: a cell failed</p>` : "";
  const again = command ? `<p><code>${escapeHtml(command)}</code></p>` : "";
  return `<article><h2><a href="${escapeHtml(file)}">${
    escapeHtml(title)
  }</a></h2><div class="thumbnail" aria-hidden="true">${thumbnail}</div>${warning}${lines.join("")}<p>${
    escapeHtml(device)
  }, ${escapeHtml(date)} UTC</p>${again}</article>`;
}

/**
 * What runs in the browser on the page of runs: a table to sort, filter and mark, and runs beside
 * each other. `lib/show/report/runs_page.ts` puts it into the page.
 */
// @ts-types="npm:@types/d3-dsv@3.0.7"
import { csvFormat } from "d3-dsv";
import { escapeHtml } from "../plots/figure.ts";
import { comparedRuns } from "./compared_runs.ts";
import {
  type PageRun,
  resultText,
  runFilter,
  runResults,
  type RunsPageData,
  type RunValue,
  sortRuns,
} from "./page_run.ts";
import { type RunsState, stateFromHash, stateToHash } from "./runs_state.ts";

const part = <Type extends HTMLElement>(id: string) => document.getElementById(id) as Type;
const data: RunsPageData = JSON.parse(part("data").textContent!);
const start: RunsState = {
  kept: false,
  filter: "",
  sort: "when",
  descending: true,
  columns: ["when", "network", "accuracy", "F1", "split", ...oftenVaried(), "trained", "seconds"],
  marked: [],
};
// What a run is and how good it is come first, so that they are seen without scrolling.
const first = ["network", "accuracy", "F1"];
const names = [
  "kept",
  "when",
  ...first,
  ...[...data.settings, "trained", ...data.results].filter((n) => !first.includes(n)),
];
const byId = new Map(data.runs.map((run) => [run.id, run]));
let state = stateFromHash(location.hash, start);
let shown: PageRun[] = [];

/** Returns the settings, at most six, that differ most often from their most frequent value. */
function oftenVaried(): string[] {
  const others = data.settings.filter((name) => name !== "split" && name !== "network").map((name) => {
    const counts = Map.groupBy(data.runs, ({ values }) => values[name]);
    return { name, rare: data.runs.length - Math.max(0, ...[...counts.values()].map(({ length }) => length)) };
  });
  const most = others.filter(({ rare }) => rare > 0).sort((a, b) => b.rare - a.rare).slice(0, 6);
  return data.settings.filter((name) => most.some((one) => one.name === name));
}

function cellText({ values }: PageRun, name: string): string {
  const result = runResults.find((result) => result.name === name);
  return result ? resultText(result, values) : String(values[name] ?? "–");
}

function drawTable(): void {
  const columns = names.filter((name) => state.columns.includes(name));
  const head = ["id", ...columns].map((name) => {
    const sorted = name === state.sort ? ` aria-sort="${state.descending ? "descending" : "ascending"}"` : "";
    return `<th scope="col"${sorted}><button type="button" data-sort="${name}">${
      name === "id" ? "run" : name
    }</button></th>`;
  });
  const rows = shown.map((run) => {
    const id = escapeHtml(run.id);
    const box = `<input type="checkbox" aria-label="compare ${id}" data-run="${id}"${
      state.marked.includes(run.id) ? " checked" : ""
    }>`;
    const cells = columns.map((name) =>
      `<td${typeof run.values[name] === "number" ? ' class="number"' : ""}>${escapeHtml(cellText(run, name))}</td>`
    );
    return `<tr><td>${box}</td><td>${id}</td>${cells.join("")}</tr>`;
  });
  part("runs").innerHTML = `<thead><tr><th><span class="hidden">compare</span></th>${
    head.join("")
  }</tr></thead><tbody>${rows.join("")}</tbody>`;
}

function drawCount(): void {
  const { length } = listed();
  const others = data.runs.length - length;
  const without = others > 0 ? ` (${others} came with the project)` : "";
  part("count").textContent = `${shown.length} of ${length} runs${without}; ${state.marked.length} marked`;
}

function drawCompared(): void {
  const runs = state.marked.map((id) => byId.get(id)).filter((run) => run !== undefined);
  part("compared").replaceChildren(
    ...runs.length < 2 ? [] : comparedRuns(runs, data),
  );
  part("hint").hidden = runs.length >= 2;
}

/** Returns the runs that were made here, and those that came with the project if the box says so. */
function listed(): PageRun[] {
  return state.kept ? data.runs : data.runs.filter(({ values }) => values.kept === undefined);
}

function filterRuns(): void {
  shown = sortRuns(listed().filter(runFilter(state.filter)), state.sort, state.descending);
}

function update(change: Partial<RunsState>): void {
  state = { ...state, ...change };
  history.replaceState(null, "", `#${stateToHash(state, start)}`);
  if (!("marked" in change)) {
    filterRuns();
    drawTable();
  } else drawCompared();
  drawCount();
}

function drawColumns(): void {
  part("columns").innerHTML = names.map((name) =>
    `<label><input type="checkbox" value="${name}"${state.columns.includes(name) ? " checked" : ""}> ${name}</label>`
  ).join("");
}

function drawAll(): void {
  part<HTMLInputElement>("kept").checked = state.kept;
  part<HTMLInputElement>("filter").value = state.filter;
  drawColumns();
  filterRuns();
  drawTable();
  drawCount();
  drawCompared();
}

part("filter").addEventListener("input", (event) => update({ filter: (event.target as HTMLInputElement).value }));
part("kept").addEventListener("change", (event) => {
  const kept = (event.target as HTMLInputElement).checked;
  const others = state.columns.filter((name) => name !== "kept");
  update({ kept, columns: kept ? ["kept", ...others] : others });
  drawColumns();
});
part("columns").addEventListener("change", () => {
  const boxes = [...part("columns").querySelectorAll<HTMLInputElement>("input:checked")];
  update({ columns: boxes.map(({ value }) => value) });
});
part("runs").addEventListener("click", (event) => {
  const { sort } = (event.target as HTMLElement).dataset;
  if (sort) update({ sort, descending: sort === state.sort ? !state.descending : true });
});
part("runs").addEventListener("change", (event) => {
  const { dataset, checked } = event.target as HTMLInputElement;
  const others = state.marked.filter((id) => id !== dataset.run);
  update({ marked: checked ? [...others, dataset.run!] : others });
});
part("clear").addEventListener("click", () => {
  update({ marked: [] });
  drawTable();
});
part("csv").addEventListener("click", () => {
  const columns = ["id", ...names.filter((name) => state.columns.includes(name))];
  const text = csvFormat(shown.map(({ id, values }): Record<string, RunValue> => ({ ...values, id })), columns);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = "runs.csv";
  link.click();
  URL.revokeObjectURL(link.href);
});
addEventListener("hashchange", () => {
  state = stateFromHash(location.hash, start);
  drawAll();
});
drawAll();

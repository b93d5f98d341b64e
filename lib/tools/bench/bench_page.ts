import { barsPlot } from "../../show/plots/bars_plot.ts";
import { escapeHtml, sideBySide } from "../../show/plots/figure.ts";
import { growthPlot } from "../../show/plots/growth_plot.ts";
import { memoryPlot } from "../../show/plots/memory_plot.ts";
import { page } from "../../show/report/html_page.ts";
import type { BenchResult } from "./bench_result.ts";
import type { Growth } from "./step_growth.ts";

/** Returns what was measured as one HTML page that needs no network: bars of each race, ratios, growth. */
export function benchPage(result: BenchResult): string {
  const { machine, device, date, command, versions, ratios } = result;
  const bars = result.races.map(({ title, measured, date, gitCommit }) =>
    barsPlot(
      measured.map(({ name, median }) => ({ name, value: Number(median.toPrecision(3)) })),
      {
        title: `Median time of ${title} (${date.slice(0, 10)}, ${gitCommit?.slice(0, 7) ?? "no commit"})`,
        label: "ms",
      },
    )
  );
  if (result.trainingMemory.length > 0) {
    const bytes = result.trainingMemory.map(({ name, bytes }) => ({ name, value: Math.round(bytes / 1e6) }));
    bars.push(barsPlot(bytes, { title: "Peak memory of a training, the whole data set loaded", label: "MB" }));
  }
  const growth = Map.groupBy(result.growth, ({ of }: Growth) => of);
  const curves = [...growth].map(([of, points]) =>
    growthPlot(points, { title: `Training step against ${of}`, label: of })
  );
  if (result.memory.length > 0) curves.push(memoryPlot(result.memory));
  const rows = Object.entries(ratios).map(([name, ratio]) => `<tr><td>${name}</td><td>${ratio.toFixed(3)}</td></tr>`);
  const about = [
    `${machine.cores} cores of ${machine.processor}, ${(machine.memory / 2 ** 30).toFixed(0)} GiB, ${machine.system}`,
    `device ${device}`,
    ...(result.webgpu ? [`WebGPU on ${result.webgpu}`] : []),
    Object.entries(versions).map(([name, version]) => `${name} ${version}`).join(", "),
    `${date.slice(0, 16).replace("T", " ")} UTC`,
  ];
  const body = `<p>${escapeHtml(about.join("; "))}. Measured in turn on one machine; <code>${
    escapeHtml(command)
  }</code> repeats it.</p>
<table><tr><th>ratio of medians, ours over theirs</th><th></th></tr>${rows.join("")}</table>
${[...bars, ...(curves.length > 0 ? [sideBySide(...curves)] : [])].map((figure) => figure.outerHTML).join("\n")}`;
  return page({ title: "Benchmarks", date, device, body });
}

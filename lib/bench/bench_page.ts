import { barsPlot } from "../plots/bars_plot.ts";
import { escape, sideBySide } from "../plots/figure.ts";
import { growthPlot } from "../plots/growth_plot.ts";
import { memoryPlot } from "../plots/memory_plot.ts";
import type { BenchResult } from "./bench.ts";
import type { Growth } from "./growth.ts";

const style = `
  :root { color-scheme: light dark; }
  body { font-family: system-ui, sans-serif; max-width: 1300px; margin: 32px auto; padding: 0 16px; }
  td, th { text-align: left; padding: 2px 16px 2px 0; font-size: 14px; }
`;

/** Returns what was measured as one HTML page that needs no network: bars of each race, ratios, growth. */
export function benchPage(result: BenchResult): string {
  const { machine, device, date, command, versions, ratios } = result;
  const bars = result.races.map(({ title, measured }) =>
    barsPlot(
      measured.map(({ name, median }) => ({ name, value: Number(median.toPrecision(3)) })),
      { title: `Median time of ${title}`, label: "ms" },
    )
  );
  const growth = Map.groupBy(result.growth, ({ of }: Growth) => of);
  const curves = [...growth].map(([of, points]) =>
    growthPlot(points, { title: `Training step against ${of}`, label: of })
  );
  if (result.memory.length > 0) curves.push(memoryPlot(result.memory));
  const rows = Object.entries(ratios).map(([name, ratio]) => `<tr><td>${name}</td><td>${ratio.toFixed(3)}</td></tr>`);
  const about = [
    `${machine.cores} cores of ${machine.processor}, ${(machine.memory / 2 ** 30).toFixed(0)} GiB, ${machine.system}`,
    `device ${device}`,
    Object.entries(versions).map(([name, version]) => `${name} ${version}`).join(", "),
    `${date.slice(0, 16).replace("T", " ")} UTC`,
  ];
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Benchmarks</title>
<meta name="date" content="${escape(date)}"><meta name="device" content="${
    escape(device)
  }"><style>${style}</style></head>
<body>
<h1>Benchmarks</h1>
<p>${escape(about.join("; "))}. Measured in turn on one machine; <code>${escape(command)}</code> repeats it.</p>
<table><tr><th>ratio of medians, ours over theirs</th><th></th></tr>${rows.join("")}</table>
${[...bars, ...(curves.length > 0 ? [sideBySide(...curves)] : [])].map((figure) => figure.outerHTML).join("\n")}
</body>
</html>
`;
}

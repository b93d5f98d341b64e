import * as Plot from "@observablehq/plot";
import { seedSummary } from "../../results/metrics/seed_difference.ts";
import { colors, type Figure, figure, type PlotOptions, type ScaleOptions } from "./figure.ts";

/** One run of a study: where it stands, and what came out. */
export interface SeedPoint {
  /** Value of the setting that is varied. */
  x: number | string;
  /** Place on the vertical axis. */
  y: number;
  /** Line to which it belongs. Default: there is one line. */
  series?: string;
}

/** Settings of {@link seedsPlot}. */
export interface SeedsPlotOptions extends Omit<PlotOptions, "x" | "y"> {
  /** What stands above the figure. */
  title: string;
  /** The setting that is varied: the label of its axis, or Plot's options of the axis. */
  x: string | ScaleOptions;
  /** What came out: a label, or options. */
  y: string | ScaleOptions;
  /** Whether values stand where their number is on a logarithmic axis, instead of one after the other. Default: false. */
  logarithmicX?: boolean;
  /** Whether a line goes through the means. Default: true. */
  line?: boolean;
  /** Whether the vertical axis is logarithmic. Default: false. */
  logarithmicY?: boolean;
  /** What stands below the title. Default: what dots, line and bars are. */
  subtitle?: string;
  /** Format of the vertical axis, see d3-format. Default: `".1%"`. */
  tickFormat?: string;
}

/**
 * Draws what came out over a setting: a dot a run, a line through the means of the seeds, and a bar of one standard
 * error to both sides.
 *
 * @param points A point a run, as `seedPoints` returns them.
 * @param options Titles of the figure and its axes.
 */
export function seedsPlot(points: SeedPoint[], options: SeedsPlotOptions): Figure {
  const { title, tickFormat = ".1%", logarithmicX = false, logarithmicY = false, line = true, ...given } = options;
  const { subtitle = "a dot a seed; line: mean; bar: one standard error", ...others } = given;
  const [xScale, yScale] = [given.x, given.y].map((axis) => typeof axis === "string" ? { label: axis } : axis);
  const x = xScale.label;
  const plot = { ...others, x: xScale, y: yScale };
  const places = [...new Set(points.map(({ x }) => x))].sort((a, b) => Number(a) - Number(b));
  const series = [...new Set(points.map(({ series = "" }) => series))];
  const groups = Map.groupBy(points, (point) => JSON.stringify([point.x, point.series ?? ""]));
  const means = [...groups.values()].map((group) => {
    const { mean, standardError = 0 } = seedSummary(group.map(({ y }) => y));
    const { x, series = "" } = group[0];
    return { x, series, mean, low: mean - standardError, high: mean + standardError };
  }).sort((a, b) => places.indexOf(a.x) - places.indexOf(b.x));
  const text = (value: number) =>
    tickFormat.endsWith("%") ? `${(100 * value).toFixed(2)}%` : String(Number(value.toPrecision(4)));
  const named = (series: string) => series ? `, ${series}` : "";
  return figure({
    title,
    subtitle,
    width: 640,
    height: 340,
    marginLeft: 64,
    marginTop: 30,
    marginBottom: 42,
    x: logarithmicX
      ? {
        type: "log",
        label: x,
        labelOffset: 36,
        nice: true,
        tickFormat: places.every((place) => Number(place) < 1) ? "~r" : "~s",
      }
      : { type: "point", domain: places, label: x, labelOffset: 36, padding: 0.3, tickFormat: String },
    y: { type: logarithmicY ? "log" : "linear", grid: true, nice: true, tickFormat },
    color: { domain: series, range: [...colors.series], legend: series.length > 1 },
    marks: [
      Plot.dot(points, {
        x: "x",
        y: "y",
        stroke: (point: SeedPoint) => point.series ?? "",
        r: 2.5,
        strokeOpacity: 0.6,
        title: (point: SeedPoint) => `${x} ${point.x}${named(point.series ?? "")}: ${text(point.y)}`,
      }),
      Plot.ruleX(means, { x: "x", y1: "low", y2: "high", stroke: "series", strokeWidth: 3, strokeOpacity: 0.5 }),
      Plot.line(line ? means : [], { x: "x", y: "mean", z: "series", stroke: "series", strokeWidth: 2 }),
      Plot.dot(means, {
        x: "x",
        y: "mean",
        fill: "series",
        r: 4,
        title: (mean) => `${x} ${mean.x}${named(mean.series)}: mean ${text(mean.mean)}`,
      }),
    ],
  }, plot);
}

import * as Plot from "@observablehq/plot";
import { activities } from "../../data/signals/activities.ts";
import { type SpectrumPoint, spectrumSensors } from "../../data/windows/spectra.ts";
import { colors, type Figure, figure, html } from "./figure.ts";
import { valueBands } from "./value_bands.ts";

const titles = { body_acc: "Body acceleration", body_gyro: "Angular velocity" };

/** Hz: above it the filters have left nothing. */
const highest = 20;

/**
 * Draws the mean power spectrum of each activity up to 20 Hz, of acceleration and rotation below each other, on a
 * logarithmic scale.
 */
export function spectraPlot(points: SpectrumPoint[]): Figure {
  const strips = spectrumSensors.map(({ prefix, unit }, index) => {
    const drawn = points.filter(({ sensor, frequency }) => sensor === prefix && frequency <= highest);
    const frequencies = [...new Set(drawn.map(({ frequency }) => frequency))];
    const half = (frequencies[1] - frequencies[0]) / 2;
    const bands = frequencies.map((frequency) => ({
      from: frequency - half,
      to: frequency + half,
      tells: [
        `${frequency.toFixed(1)} Hz`,
        ...drawn.filter((point) => point.frequency === frequency)
          .map(({ activity, power }) => `${activity}: ${power.toExponential(1)} ${unit}`),
      ].join("\n"),
    }));
    return figure({
      title: `${titles[prefix]}: mean power spectrum of each activity`,
      width: 760,
      height: 260,
      marginLeft: 60,
      marginBottom: 40,
      x: { label: "frequency (Hz)", labelOffset: 34 },
      y: { type: "log", label: unit, grid: true, ticks: 5, tickFormat: "~e" },
      color: { domain: activities, range: [...colors.series], legend: index === 0 },
      marks: [
        Plot.line(drawn, {
          x: "frequency",
          y: "power",
          z: "activity",
          stroke: "activity",
          strokeWidth: 1.6,
        }),
        valueBands(bands),
      ],
    });
  });
  return html(strips.map((strip) => strip.outerHTML).join(""));
}

import {
  assertAlmostEquals,
  assertEquals,
  assertLess,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { TextReader, Uint8ArrayWriter, ZipWriter } from "@zip.js/zip.js";
import { findArchive } from "../../../lib/data/archives/archive_sources.ts";
import { filterRecording } from "../../../lib/data/signals/signal_filters.ts";
import { signals } from "../../../lib/data/signals/signals.ts";
import { labelledRecording } from "../../../lib/data/windows/labelled_recording.ts";
import { readPhoneRecording } from "../../../lib/data/phones/read_phone_recording.ts";
import {
  atTwiceTheRate,
  csv,
  type Files,
  formats,
  moreFormats,
  movement,
  ms2,
  rows,
  withFiles,
} from "./phone_formats.ts";

const hapt = await findArchive("hapt");

for (const [name, write] of Object.entries({ ...formats, ...moreFormats })) {
  Deno.test(`a recording of ${name} at 100 Hz with jitter is the movement at 50 Hz`, () =>
    withFiles(write(rows()), async (folder) => {
      const { parts, notes } = await readPhoneRecording([folder]);
      const assumed = /^titles without a sensor|^Sensor Record/.test(name) ? ["rad/s"] : [];
      assertEquals([parts.length, notes.map((note) => note.match(/taken for (\S+),/)?.[1])], [1, assumed]);
      const { acceleration, rotation } = parts[0];
      assertEquals(acceleration[0].length, Math.floor((rows().at(-1)![0] - rows()[0][0]) * 50 + 1e-6) + 1);
      const begin = rows()[0][0];
      for (let sample = 20; sample < acceleration[0].length - 20; sample++) {
        const expected = movement(begin + sample / 50);
        [...acceleration, ...rotation].forEach((axis, i) => assertAlmostEquals(axis[sample], expected[i], 0.01));
      }
    }));
}

Deno.test("a zip is read as the folder in it", async () => {
  const writer = new ZipWriter(new Uint8ArrayWriter());
  for (const [file, text] of Object.entries(formats["Phyphox"](rows()))) await writer.add(file, new TextReader(text));
  const bytes = await writer.close();
  await withFiles({}, async (folder) => {
    await Deno.writeFile(`${folder}/export.zip`, bytes);
    assertEquals((await readPhoneRecording([`${folder}/export.zip`])).parts.length, 1);
  });
});

Deno.test("a gap splits the recording and is told, and what is too short is left out", () =>
  withFiles(
    formats["Physics Toolbox"]([...rows({ to: 5 }), ...rows({ from: 5.5, to: 7 }), ...rows({ from: 8, to: 12 })]),
    async (folder) => {
      const { parts, notes } = await readPhoneRecording([folder]);
      assertEquals(parts.map(({ from }) => Math.round(10 * from) / 10), [0, 8]);
      assertEquals(notes.map((note) => note.replace(/\d+\.\d/g, "#")), [
        "A gap of # s at # s splits the recording.",
        "A gap of # s at # s splits the recording.",
        "# s at # s are too short to be read.",
      ]);
      assertStringIncludes(notes[0], "0.5 s at 5.0 s");
      assertAlmostEquals(parts[1].acceleration[1][50], movement(8 + rows({ from: 8, to: 12 })[0][0] - 8 + 1)[1], 0.02);
    },
  ));

Deno.test("between two samples more than 0.1 s apart lies a gap, and between closer ones none", async () => {
  for (const [seconds, count] of [[0.09, 1], [0.15, 2]]) {
    const later = rows({ to: 5 }).map(([t, ...values]) => [t + 5 + seconds - 0.01, ...values]);
    await withFiles(formats["Physics Toolbox"]([...rows({ to: 5 }), ...later]), async (folder) => {
      assertEquals((await readPhoneRecording([folder])).parts.length, count, `${seconds} s`);
    });
  }
});

Deno.test("where a sensor gave nothing is a gap, and what other sensors gave nothing for is nothing", () => {
  const lines: (number | string)[][] = rows({ to: 12 }).map((row) => [...row, "NaN"]);
  for (const [row, cells] of lines.entries()) {
    if (row >= 500 && row < 550) cells[2] = row % 2 === 0 ? "NaN" : "";
  }
  return withFiles({ "a.csv": csv("time,gFx,gFy,gFz,wx,wy,wz,altitude (m)", lines) }, async (folder) => {
    const { parts, notes } = await readPhoneRecording([folder]);
    assertEquals([parts.length, notes.length], [2, 1]);
    assertStringIncludes(notes[0], "A gap of 0.5 s at 5.0 s splits the recording.");
  });
});

Deno.test("a file of another sensor decides nothing, whatever it holds", async () => {
  const others: Files = {
    "Annotation.csv": "",
    "Location.csv": '"Time (s)","Velocity (m/s)"\n0.1,NaN\n',
    "labels.csv": "start,what\n1,up the stairs\n",
    "Magnetometer.csv": "",
    "notes.txt": "12 3 4\n",
  };
  await withFiles({ ...formats["Phyphox"](rows()), ...others }, async (folder) => {
    const { parts, notes } = await readPhoneRecording([folder]);
    assertEquals([parts.length, notes], [1, []]);
  });
  const { "Gyroscope.csv": gyroscope, ...without } = formats["Phyphox"](rows());
  for (const none of ["", gyroscope.split("\n", 1)[0], gyroscope.replaceAll(/,[-\d.e]+/g, ",NaN")]) {
    await withFiles({ ...without, ...others, "Gyroscope.csv": none }, async (folder) => {
      await assertRejects(() => readPhoneRecording([folder]), Error, "has no gyroscope");
    });
  }
});

Deno.test("a phone at rest on its back has gravity up along z, by either kind of signs, as exactly as it was written", () => {
  const still = rows({ to: 5 }).map(([t]) => [t, 0, 0, 1, 0.01, 0.02, 0.03]);
  return Promise.all(
    ["Phyphox", "AndroSensor", "SensorLog for iOS", "Sensor Logger on an iPhone, years ago"].map((name) =>
      withFiles({ ...formats, ...moreFormats }[name](still), async (folder) => {
        const { parts: [{ acceleration }] } = await readPhoneRecording([folder]);
        acceleration.forEach((axis, i) => assertAlmostEquals(axis[100], [0, 0, 1][i], 1e-6, name));
      })
    ),
  ).then(() => {});
});

/** A moment some seconds after the begin of a day's last five, as ISO 8601 has it. */
const late = (second: number) => new Date(Date.UTC(2024, 9, 17, 23, 59, 55) + 1000 * second).toISOString();

const tables: Record<string, Files> = {
  "other ends of lines, other signs, and times of a day past midnight": {
    "a.csv": `\n${
      csv(
        "time;gFx;gFy;gFz;wx;wy;wz",
        rows().map(([t, ...values]) => [
          late(t).slice(11, -1).replace(".", ":"),
          ...values.map((value) => String(value).replace(/^-/, "\u2212")),
        ]),
        ";",
      )
    }`.replaceAll("\n", "\r"),
  },
  "moments with a point and numbers with a comma": {
    "a.csv": csv(
      "time;gFx;gFy;gFz;wx;wy;wz",
      rows().map(([t, ...values]) => [
        late(t).replace("T", " ").slice(0, -1),
        ...values.map((value) => value.toFixed(6).replace(".", ",")),
      ]),
      ";",
    ),
  },
  "the names that browsers have, and the Greek letter": {
    "a.csv": csv(
      "time (\u03bcs),accelerationIncludingGravity.x (g),accelerationIncludingGravity.y (g)," +
        "accelerationIncludingGravity.z (g),gyro x (rad/s),gyro y (rad/s),gyro z (rad/s)",
      rows().map(([t, ...values]) => [1e6 * t, ...values]),
    ),
  },
};

for (const [name, files] of Object.entries(tables)) {
  Deno.test(`a table is read with ${name}`, () =>
    withFiles(files, async (folder) => {
      const { parts: [{ acceleration }] } = await readPhoneRecording([folder]);
      assertEquals(Math.abs(acceleration[1].length - 500) < 3, true);
      const begin = rows()[0][0];
      for (const sample of [50, 150, 350]) {
        assertAlmostEquals(acceleration[1][sample], movement(begin + sample / 50)[1], 0.02);
      }
    }));
}

Deno.test("a part that is left out counts for the time of the next", () =>
  withFiles(
    formats["Physics Toolbox"]([...rows({ to: 1 }), ...rows({ from: 1.5 })]),
    async (folder) => {
      const { parts, notes } = await readPhoneRecording([folder]);
      assertEquals(parts.map(({ from }) => from.toFixed(1)), ["1.5"]);
      assertStringIncludes(notes[0], "at 1.0 s");
    },
  ));

Deno.test("two tables that begin with an empty line are no pair without headers", () =>
  withFiles(
    {
      "a.csv": "\n" + csv("time,gFx,gFy,gFz", rows().map((row) => row.slice(0, 4))),
      "b.csv": "\n" + csv("time,wx,wy,wz", rows().map(([t, ...values]) => [t, ...values.slice(3)])),
    },
    async (folder) => {
      const { parts } = await readPhoneRecording([`${folder}/a.csv`, `${folder}/b.csv`]);
      assertEquals(parts.length, 1);
      await Deno.writeTextFile(
        `${folder}/b.csv`,
        csv("time,wx,wy,wz", rows({ from: 100, to: 110 }).map(([t, ...values]) => [t, ...values.slice(3)])),
      );
      await assertRejects(() => readPhoneRecording([folder]), Error, "have no moment in common");
    },
  ));

Deno.test("AndroSensor at two samples a second is told to be too slow", () =>
  withFiles(moreFormats["AndroSensor"](rows({ rate: 2, to: 60 })), async (folder) => {
    await assertRejects(() => readPhoneRecording([folder]), Error, "has 2.0 samples a second, and at least 40");
  }));

Deno.test("units that no title names are told by --units, or by the size of gravity", () => {
  const plain = csv("t,ax,ay,az,wx,wy,wz", rows().map(([t, ...v]) => [t, ...ms2(v.slice(0, 3)), ...v.slice(3)]));
  return withFiles({ "a.csv": plain }, async (folder) => {
    const { parts } = await readPhoneRecording([`${folder}/a.csv`]);
    assertAlmostEquals(parts[0].acceleration[0][100], movement(rows()[0][0] + 2)[0], 0.01);
  });
});

const good = rows();
const toolbox = (lines: (number | string)[][], header = "time,gFx,gFy,gFz,wx,wy,wz") => ({
  "a.csv": csv(header, lines),
});
const broken: Record<string, [Files, RegExp, string?]> = {
  "no gyroscope": [toolbox(good.map((r) => r.slice(0, 4)), "time,gFx,gFy,gFz"), /has no gyroscope/],
  "no acceleration": [toolbox(good.map((r) => [r[0], ...r.slice(4)]), "time,wx,wy,wz"), /has no acceleration/],
  "gravity apart and missing": [
    toolbox(good, "time,linear ax (g),linear ay (g),linear az (g),wx,wy,wz"),
    /without gravity: export gravity too/,
  ],
  "gravity taken away": [toolbox(good.map(([t, x, ...r]) => [t, x - 1, ...r])), /check its unit .* and that gravity/],
  "too slow": [toolbox(rows({ rate: 20 })), /has 20\.\d samples a second, and at least 40/],
  "milliseconds for seconds": [
    toolbox(good.map(([t, ...r]) => [1000 * t, ...r])),
    /look like milliseconds, say --units ms/,
  ],
  "time that goes back": [toolbox(good.with(50, good[10])), /line 52: the time does not go on/],
  "a word among the numbers": [
    toolbox(good.map((r, i) => i === 7 ? [r[0], "off", ...r.slice(2)] : r)),
    /line 9: "off"/,
  ],
  "a line cut off": [
    { "a.csv": toolbox(good)["a.csv"].replace(/(,[^,\n]*){3}\n$/, "\n") },
    /column w\w is not a number/,
  ],
  "no header": [{ "a.csv": good.map((row) => row.join(",")).join("\n") }, /has no header/],
  "nothing behind the header": [{ "a.csv": "time,gFx,gFy,gFz,wx,wy,wz\n" }, /has a header and no numbers/],
  "no column of time": [toolbox(good, "n,gFx,gFy,gFz,wx,wy,wz"), /has no column of time/],
  "an unknown unit": [toolbox(good, "time,acc x (mg),acc y (mg),acc z (mg),wx,wy,wz"), /mg, the unit of acc x/],
  "axes in different units": [
    toolbox(good, "time,acc x (g),acc y (m/s^2),acc z (g),wx,wy,wz"),
    /acc x \(g\), acc y \(m\/s\^2\), acc z \(g\) name different units/,
  ],
  "two kinds of decimal points": [
    {
      "a.csv": csv("time;gFx;gFy;gFz;wx;wy;wz", good.map((r) => r.map((v) => v.toFixed(6))), ";")
        .replace("\n0.5", "\n0,5"),
    },
    /"0,5\d+" in the column time is not a number/,
  ],
  "more values than titles": [
    toolbox(good.with(7, [...good[7], 1]), "time,gFx,gFy,gFz,wx,wy,wz,"),
    /line 9 has 8 values, and the first 7/,
  ],
  "rotation without a unit": [
    toolbox(good, "time,gFx,gFy,gFz,gyro x,gyro y,gyro z"),
    /does not name the unit of gyro x/,
  ],
  "degrees taken for radians": [
    toolbox(good.map((r) => [...r.slice(0, 4), ...r.slice(4).map((w) => 60 * w)])),
    /in degrees \(--units deg\/s\)/,
  ],
  "too short": [toolbox(good.slice(0, 100)), /has no stretch of 2\.56 s/],
  "a unit that nobody knows": [toolbox(good), /--units knows s, ms, .*, and not "furlong"/, "furlong"],
  "an empty file": [{ "a.csv": "" }, /is empty/],
};

for (const [name, [files, message, units]] of Object.entries(broken)) {
  Deno.test(`${name} is one sentence`, () =>
    withFiles(files, async (folder) => {
      const said = await readPhoneRecording([`${folder}/a.csv`], { units }).then(() => "", (error) => error.message);
      assertMatch(said, message);
      assertEquals(said.trim().split("\n").length, 1);
    }));
}

Deno.test("two files without a header that are swapped are told apart by gravity", () =>
  withFiles({
    "acc.txt": good.map(([, ...r]) => r.slice(0, 3).join(" ")).join("\n") + "\n",
    "gyro.txt": good.map(([, ...r]) => r.slice(3).map((w) => 0.1 * w).join(" ")).join("\n") + "\n",
  }, async (folder) => {
    const [acc, gyro] = [`${folder}/acc.txt`, `${folder}/gyro.txt`];
    assertEquals((await readPhoneRecording([acc, gyro])).parts[0].acceleration[0].length, good.length);
    await assertRejects(() => readPhoneRecording([gyro, acc]), Error, "seem to be swapped");
    await assertRejects(() => readPhoneRecording([`${folder}/none.csv`]), Error, "none.csv cannot be read");
  }));

Deno.test({
  name: "a real recording written at 100 Hz with jitter, in every format, gives the same signals",
  ignore: hapt === undefined,
  async fn() {
    const { recording } = await labelledRecording({ kind: "hapt", path: hapt }, 2);
    const last = 3000;
    const faster = atTwiceTheRate(recording, last);
    const whole = filterRecording(recording, "described");
    for (const [name, write] of Object.entries(formats)) {
      await withFiles(write(faster), async (folder) => {
        const [part] = (await readPhoneRecording([folder])).parts;
        const read = filterRecording({ ...recording, ...part }, "described");
        for (const signal of signals) {
          const squares = Array.from(
            read[signal].subarray(100, last - 100),
            (v, i) => (v - whole[signal][100 + i]) ** 2,
          );
          const difference = Math.sqrt(squares.reduce((a, b) => a + b) / squares.length);
          // Interpolation takes a little of what is fast; g and rad/s.
          assertLess(difference, signal.startsWith("body_gyro") ? 0.05 : 0.01, `${name}: ${signal}`);
        }
      });
    }
  },
});

import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { parameters, readSettings, settingsVariable } from "../../../lib/tools/jupyter/parameters.ts";
import { deviceNote, sourceNote } from "../../../lib/show/notebook/notes.ts";
import { table } from "../../../lib/show/plots/html_table.ts";
import { notebookCode } from "../../../lib/tools/jupyter/notebook_modules.ts";

function withSettings<T>(given: Record<string, unknown>, run: () => T): T {
  Deno.env.set(settingsVariable, JSON.stringify(given));
  try {
    return run();
  } finally {
    Deno.env.delete(settingsVariable);
  }
}

Deno.test("parameters are the cell's own, unless they are given from outside", () => {
  assertEquals(parameters({ epochs: 50, split: "random" }), { epochs: 50, split: "random" });
  withSettings({ epochs: 8 }, () => {
    assertEquals(parameters({ epochs: 50, split: "random" }), { epochs: 8, split: "random" });
  });
});

Deno.test("parameters refuse an unknown key and another type", () => {
  withSettings({ epoch: 8 }, () => {
    assertThrows(() => parameters({ epochs: 50 }), Error, 'There is no setting "epoch": this notebook has epochs');
  });
  withSettings({ epochs: "many" }, () => {
    assertThrows(() => parameters({ epochs: 50 }), Error, 'epochs must be a number, such as 50, and is "many"');
  });
  withSettings({ data: "hapt" }, () => assertEquals(parameters({ data: null as string | null }), { data: "hapt" }));
});

Deno.test("readSettings reads numbers, truth values and text", () => {
  assertEquals(readSettings(["epochs=8", "learningRate=1e-3", "data=a=b", "live=true", "seed=null"]), {
    epochs: 8,
    learningRate: 0.001,
    data: "a=b",
    live: true,
    seed: null,
  });
  assertThrows(
    () => readSettings(["epochs"]),
    Error,
    '--set takes key=value, such as --set epochs=8, and not "epochs"',
  );
});

Deno.test("table escapes its cells and sets numbers at the right", () => {
  const { outerHTML } = table([{ name: "<b>", value: "1,234" }, { name: "b", value: "−0.5" }], { caption: "a & b" });
  assertStringIncludes(outerHTML, "&lt;b&gt;");
  assertStringIncludes(outerHTML, "a &amp; b");
  assertStringIncludes(outerHTML, '<td style="text-align: right; padding: 3px 12px;">1,234</td>');
  assertStringIncludes(outerHTML, '<td style="text-align: left; padding: 3px 12px;">b</td>');
});

Deno.test("a synthetic source gets a banner, and the number of epochs is said", async () => {
  const source = { kind: "synthetic" as const, title: "SYNTHETIC STAND-IN", notes: ["hapt is not available."] };
  assertStringIncludes(sourceNote(source).outerHTML, "background: #b3261e");
  assertStringIncludes(sourceNote(source).outerHTML, "hapt is not available.");
  const note = (await deviceNote({ kind: "cpu", name: "CPU" }, { epochs: 3 })).outerHTML;
  assertStringIncludes(note, "Training takes 3 epochs");
  assertStringIncludes(note, "deno task report --set epochs=50");
});

Deno.test("notebookCode joins the code cells and leaves text out", () => {
  const cells = [
    { cell_type: "markdown", source: "# Title" },
    { cell_type: "code", source: ["const a = 1;\n", "a;"] },
    { cell_type: "code", source: "const b = a;" },
  ];
  assertEquals(notebookCode({ cells }), "const a = 1;\na;\n\nconst b = a;\n\nexport {};\n");
});

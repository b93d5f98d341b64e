import { assertEquals, assertGreater, assertMatch, assertRejects, assertStringIncludes } from "@std/assert";
import { device } from "../../../lib/tensorflow/backend/backend.ts";
import { deviceLine } from "../../../lib/tensorflow/backend/device.ts";
import { report } from "../../../lib/tools/jupyter/report.ts";
import { canSeeProcesses, childrenOf } from "../../support/child_processes.ts";
import { inFolder } from "../../support/in_folder.ts";
import { withNotebook } from "../../support/small_notebook.ts";

Deno.test("a report holds figures, tables and settings, and refers to nothing outside of it", () =>
  withNotebook([
    `import { articleNetwork, cost, parameters, table, trainingCurves } from "har";`,
    `const settings = parameters({ epochs: 50 });\n"epochs: " + settings.epochs`,
    `const epoch = { epoch: 1, loss: 1, accuracy: 0.5, validationLoss: 1, validationAccuracy: 0.5, seconds: 1 };\ntrainingCurves([epoch]);`,
    `table([{ what: "parameters", number: cost(articleNetwork()).parameters }]);`,
  ], async (folder) => {
    const said: string[] = [];
    const options = { notebook: "9", from: folder, to: folder, as: "09-three-epochs", settings: { epochs: 3 } };
    const written = await report({ ...options, say: (text) => said.push(text.trim()) });
    assertEquals(written, [`${folder}/09-three-epochs.html`]);
    const html = await Deno.readTextFile(written[0]);
    for (const text of ["<title>A small notebook</title>", "epochs: 3", "Loss over epochs", ">1007686</td>"]) {
      assertStringIncludes(html, text);
    }
    assertEquals(html.match(/(src|href)="(https?:)?\/\/[^"]*"/g), null);
    assertMatch(
      html,
      /<svg[^>]* role="img"[^>]* aria-label="Loss over epochs"|<svg[^>]* aria-label="Loss over epochs"[^>]* role="img"/,
    );
    assertMatch(html, /<title>training, epoch 1: 50\.0%<\/title>/);
    const index = await Deno.readTextFile(`${folder}/index.html`);
    assertMatch(index, /<a href="09-three-epochs\.html">A small notebook<\/a><\/h2><div class="thumbnail"[^>]*><svg/);
    assertStringIncludes(index, "deno task report --notebook 09-small --set epochs=3 --as 09-three-epochs");
    assertMatch(index, /<p>(CPU|[^<]*\w[^<]*), \d{4}-\d\d-\d\d \d\d:\d\d UTC<\/p>/);
    assertStringIncludes(html, `>${deviceLine(await device())}</p>`);
    assertEquals(said, [
      deviceLine(await device()),
      "notebook 09-small",
      "cell 1 of 4",
      "cell 2 of 4",
      "cell 3 of 4",
      "cell 4 of 4",
    ]);
  }));

Deno.test("the numbers in the text of notebooks that need no data stand in their outputs", () =>
  inFolder(async (to) => {
    for (const notebook of ["02", "08"]) {
      const said: string[] = [];
      await report({ notebook, to, say: (text) => said.push(text) });
      assertEquals(said.filter((text) => text.includes("numbers in its text")), []);
    }
  }));

Deno.test("a failing cell fails the report with its number and error, and the partial report says so", () =>
  withNotebook([
    `const before = "this ran";\nbefore;`,
    `throw new Error("out of <luck>");`,
    `"this did not run"`,
  ], async (folder) => {
    await assertRejects(
      () => report({ from: folder, to: folder }),
      Error,
      "09-small.ipynb failed at cell 2: Error: out of <luck>",
    );
    const html = await Deno.readTextFile(`${folder}/09-small.html`);
    assertMatch(html, /PARTIAL REPORT\. Cell 2 failed: Error: out of &lt;luck&gt;/);
    assertStringIncludes(html, "this ran");
    assertStringIncludes(await Deno.readTextFile(`${folder}/index.html`), "partial: a cell failed");
    assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name).sort(), [
      "09-small.html",
      "09-small.ipynb",
      "index.html",
    ]);
  }));

Deno.test(
  "a signal to end ends a report's kernel too, and is told",
  { ignore: !canSeeProcesses },
  () =>
    withNotebook([`while (true) await new Promise((resolve) => setTimeout(resolve, 100));`], async (folder) => {
      let kernels: number[] = [];
      const stopAtCell = async (text: string) => {
        if (text.trim() !== "cell 1 of 1") return;
        const started = await childrenOf(Deno.pid);
        kernels = (await Promise.all(started.map(childrenOf))).flat();
        Deno.kill(Deno.pid, "SIGTERM");
      };
      await assertRejects(
        () => report({ from: folder, to: folder, say: stopAtCell }),
        Error,
        "The report of 09-small.ipynb was ended by a signal.",
      );
      assertGreater(kernels.length, 0);
      for (const kernel of kernels) {
        assertEquals(await Deno.stat(`/proc/${kernel}`).then(() => "alive", () => "ended"), "ended");
      }
    }),
);

Deno.test("an unknown notebook is refused with the names there are", () =>
  withNotebook([], async (folder) => {
    await assertRejects(
      () => report({ notebook: "7", from: folder, to: folder }),
      Error,
      "There is no notebook 7: there are 09-small.",
    );
  }));

Deno.test("a setting that no notebook has is refused before any of them runs", () =>
  withNotebook([`const settings = parameters({ epochs: 50 });`], async (folder) => {
    const options = { from: folder, to: folder, settings: { epoch: 3 } };
    await assertRejects(() => report(options), Error, 'None of the notebooks 09-small has a setting "epoch".');
    assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name), ["09-small.ipynb"]);
  }));

Deno.test("a name that cannot be a file's, or for several reports, is refused before anything runs", () =>
  withNotebook([`"this must not run"`], async (folder) => {
    await assertRejects(() => report({ from: folder, to: folder, as: "a/b" }), Error, '"a/b" cannot name a report');
    await Deno.copyFile(`${folder}/09-small.ipynb`, `${folder}/10-small.ipynb`);
    await assertRejects(() => report({ from: folder, to: folder, as: "both" }), Error, "cannot be given to 2 reports");
  }));

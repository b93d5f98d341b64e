import { assert, assertEquals, assertRejects } from "@std/assert";
import { checkReference } from "../../lib/reference/check_reference.ts";
import { checkReferenceFile } from "../../lib/commands/check_reference_command.ts";

const reference = JSON.parse(
  await Deno.readTextFile(new URL("./article_network.json", import.meta.url)),
);

Deno.test("the network gives PyTorch's logits, loss, gradients, statistics and Adam losses", async () => {
  const checks = await checkReference(reference);
  assertEquals(checks.length, 8);
  for (const check of checks) assert(check.passed, `${check.value}: ${check.error} at ${check.at}`);
});

Deno.test("a wrong value in a reference is found and named", async () => {
  const wrong = structuredClone(reference);
  wrong.train_mode.gradient_l2["blocks.2.shortcut.0.weight"] *= 1.05;
  wrong.train_mode.running_var_l2["blocks.1.branches.3.4.running_var"] *= 1.01;
  const failed = (await checkReference(wrong)).filter(({ passed }) => !passed);
  assertEquals(failed.map(({ value, at }) => [value, at]), [
    ["gradient norms", "blocks.2.shortcut.0.weight"],
    ["running statistics", "blocks.1.branches.3.4.running_var"],
  ]);
});

Deno.test("a file that is no reference is refused in one sentence", async () => {
  const file = await Deno.makeTempFile();
  await Deno.writeTextFile(file, "{}");
  await assertRejects(
    () => checkReferenceFile(file),
    Error,
    "is not a reference of the article's network: it has no phase",
  );
  await Deno.writeTextFile(file, "phase");
  await assertRejects(() => checkReferenceFile(file), Error, "is not JSON");
  await Deno.remove(file);
  await assertRejects(() => checkReferenceFile(file), Error, "cannot be read");
});

import { device } from "../../lib/tensorflow/backend/backend.ts";
import { deviceLine } from "../../lib/tensorflow/backend/device.ts";
import { textTable } from "../../lib/system/text_table.ts";
import { checkReference, type Reference } from "./check_reference.ts";

/**
 * Reads references, compares the article's network with each and prints the largest errors. Returns whether all of them
 * are within their bounds. Throws one sentence if a file is missing or of another kind, before anything is compared.
 */
export async function checkReferenceFiles(paths: string[]): Promise<boolean> {
  const references = await Promise.all(paths.map(readReference));
  console.log(deviceLine(await device()));
  let [failed, total] = [0, 0];
  for (const [index, reference] of references.entries()) {
    const checks = await checkReference(reference);
    const rows = checks.map(({ value, kind, error, bound, at, passed }) => ({
      value,
      "largest error": `${error.toExponential(1)} ${kind}`,
      bound: bound.toExponential(0),
      at,
      verdict: passed ? "passed" : "FAILED",
    }));
    if (references.length > 1) console.log(`\n${paths[index]}`);
    console.log(textTable(rows));
    failed += checks.filter(({ passed }) => !passed).length;
    total += checks.length;
  }
  console.log(
    failed === 0 ? "All values are within their bounds." : `${failed} of ${total} values are beyond their bounds.`,
  );
  return failed === 0;
}

async function readReference(path: string): Promise<Reference> {
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (error) {
    throw new Error(`${path} cannot be read: ${(error as Error).message}.`);
  }
  let reference: Partial<Reference>;
  try {
    reference = JSON.parse(text);
  } catch {
    throw new Error(`${path} is not JSON: give a file like tests/reference/article_network.json.`);
  }
  const needed = [
    "phase",
    "labels",
    "parameters",
    "parameter_count",
    "train_mode",
    "eval_mode_after_one_forward",
  ] as const;
  const missing = needed.filter((key) => reference[key] === undefined);
  if (missing.length > 0) {
    throw new Error(`${path} is not a reference of the article's network: it has no ${missing.join(", ")}.`);
  }
  return reference as Reference;
}

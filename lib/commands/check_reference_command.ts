import { device } from "../backend/backend.ts";
import { deviceLine } from "../backend/device_line.ts";
import { textTable } from "../system/text_table.ts";
import { checkReference, type Reference } from "../reference/check_reference.ts";

/**
 * Reads a reference, compares the article's network with it and prints the largest errors. Returns whether all of them
 * are within their bounds. Throws one sentence if the file is missing or of another kind.
 */
export async function checkReferenceFile(path: string): Promise<boolean> {
  const checks = await checkReference(await readReference(path));
  const rows = checks.map(({ value, kind, error, bound, at, passed }) => ({
    value,
    "largest error": `${error.toExponential(1)} ${kind}`,
    bound: bound.toExponential(0),
    at,
    verdict: passed ? "passed" : "FAILED",
  }));
  console.log(deviceLine(await device()));
  console.log(textTable(rows));
  const failed = checks.filter(({ passed }) => !passed).length;
  console.log(
    failed === 0
      ? "All values are within their bounds."
      : `${failed} of ${checks.length} values are beyond their bounds.`,
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
    throw new Error(`${path} is not JSON: give a file like ../shared/reference/article-network.json.`);
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
